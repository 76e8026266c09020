/** Translation in Models: the languages there are, those installed first, the others to be found and fetched. */
import { Search } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ModelView } from '../../preload/contract.ts';
import { useKeyHint, useSurroundings } from '../context.ts';
import { isBegun, matchesQuery, type Pair, pairsOf } from '../language-pairs.ts';
import { words } from '../words.ts';
import { PairRow } from './pair-row.tsx';

/** How long typing must rest before the number of languages found is said. */
const typingPauseMs = 400;

/** The section; `models` are those that translate. */
export function ModelsLanguages({ models }: { readonly models: readonly ModelView[] }) {
  const [query, setQuery] = useState('');
  const pairs = pairsOf(models);
  // As they were when the room was entered: a row must not move away under the hand that installs it.
  const [begunKeys] = useState(() => new Set(pairs.filter(isBegun).map(({ key }) => key)));
  const found = pairs.filter((pair) => matchesQuery(pair, query));
  useFoundCount(query, found.length);
  return (
    <section class="models-section" aria-labelledby="models-translate">
      <h2 id="models-translate">{words.models.translation}</h2>
      <p class="quiet">{words.models.translationMore}</p>
      <label class="search" data-tip={useKeyHint()('search') || undefined}>
        <Search size={18} strokeWidth={1.5} aria-hidden="true" />
        <input
          type="search"
          id="language-search"
          aria-label={words.models.search}
          placeholder={words.models.search}
          value={query}
          maxLength={60}
          onInput={({ currentTarget }) => {
            setQuery(currentTarget.value);
            // What is found must be seen, however far below the field stood.
            currentTarget.closest('.models-section')?.scrollIntoView({ block: 'start' });
          }}
          onKeyDown={(event) => event.key === 'ArrowDown' && moveToFirst(event)}
        />
      </label>
      <Languages title={words.models.here} pairs={found.filter(({ key }) => begunKeys.has(key))} />
      <Languages
        title={begunKeys.size > 0 ? words.models.more : words.models.all}
        pairs={found.filter(({ key }) => !begunKeys.has(key))}
      />
      {found.length === 0 && <p class="models-none">{words.models.noLanguage(query.trim())}</p>}
    </section>
  );
}

function Languages({ title, pairs }: { readonly title: string; readonly pairs: readonly Pair[] }) {
  if (pairs.length === 0) return null;
  return (
    <div class="pairs">
      <h3>
        {title} <span class="numbers">{pairs.length}</span>
      </h3>
      <ul onKeyDown={moveAlong}>
        {pairs.map((pair) => (
          <PairRow key={pair.key} pair={pair} />
        ))}
      </ul>
    </div>
  );
}

/** What a screen reader hears of a search: how many were found, once typing rests. */
function useFoundCount(query: string, count: number): void {
  const { announcer } = useSurroundings();
  const searched = useRef(false);
  useEffect(() => {
    searched.current ||= query !== '';
    if (!searched.current) return;
    const timer = setTimeout(() => announcer.say(words.models.found(count)), typingPauseMs);
    return () => clearTimeout(timer);
  }, [query, count]);
}

const rowButtons = '.models-section .pair-name';

function moveToFirst(event: KeyboardEvent): void {
  document.querySelector<HTMLElement>(rowButtons)?.focus();
  event.preventDefault();
}

/** Up and down go from language to language; Tab goes to what can be done with one. */
function moveAlong(event: KeyboardEvent): void {
  const rows = [...document.querySelectorAll<HTMLElement>(rowButtons)];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
  const to = moves[event.key];
  if (to === undefined) return;
  if (to < 0) document.querySelector<HTMLElement>('#language-search')?.focus();
  else rows[to]?.focus();
  event.preventDefault();
}
