/** Other ways to say it: from a word on, or the whole sentence. Arrow keys move, Escape closes. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ErrorData } from '../../preload/error-data.ts';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { alignedSentence } from '../aligned-words.ts';
import { useSurroundings } from '../context.ts';
import { inSentences } from '../error-words.ts';
import { closeFromOutside, onMenuKey } from '../menu-habits.ts';
import { words } from '../words.ts';
import type { WordPlace } from './use-word-walk.ts';

interface AlternativesMenuProps {
  readonly part: SentenceTranslation;
  readonly place: WordPlace;
  /** The word, which the menu stands below and the focus goes back to. */
  readonly at: HTMLElement;
  readonly from: string;
  readonly to: string;
  readonly onChoose: (part: SentenceTranslation) => void;
  readonly onClose: () => void;
}

type Found =
  | { readonly kind: 'looking' }
  | {
      readonly kind: 'found';
      readonly here: readonly SentenceTranslation[];
      /** Null: still looked for. */
      readonly whole: readonly SentenceTranslation[] | null;
    }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** The menu, which looks for other ways as soon as it is there. */
export function AlternativesMenu(props: AlternativesMenuProps) {
  const { part, place, at, to, onClose } = props;
  const menu = useRef<HTMLDivElement>(null);
  const before = tokensBefore(props);
  const found = useAlternatives(props, before);
  useLayoutEffect(() => {
    if (menu.current !== null) placeMenu(menu.current, at.getBoundingClientRect());
  }, [found]);
  useEffect(() => {
    const first = menu.current?.querySelector<HTMLElement>('[role=menuitem]') ?? menu.current;
    first?.focus();
  }, [found.kind]);
  useEffect(() => closeFromOutside(menu.current, ['pointerdown', 'scroll'], onClose), []);
  useEffect(() => {
    const again = () => menu.current !== null && placeMenu(menu.current, at.getBoundingClientRect());
    window.addEventListener('resize', again);
    return () => window.removeEventListener('resize', again);
  }, []);
  const word = alignedSentence(part, props.from, to).target[place.word];
  const label = words.translate.words.menu(part.target.slice(word?.start, word?.end));
  return (
    <div
      ref={menu}
      class="menu alternatives"
      role="menu"
      aria-label={label}
      aria-busy={found.kind === 'looking' || (found.kind === 'found' && found.whole === null)}
      tabIndex={-1}
      onKeyDown={(event) => onMenuKey(event, onClose)}
    >
      {found.kind === 'looking' && <p class="quiet alternatives-note">{words.translate.words.looking}</p>}
      {found.kind === 'failed' && (
        <div role="menuitem" tabIndex={-1} class="alternatives-note">
          {Object.values(inSentences(found.error)).join(' ')}
        </div>
      )}
      {found.kind === 'found' && found.here.length === 0 && found.whole?.length === 0 && (
        <div role="menuitem" aria-disabled="true" tabIndex={-1} class="alternatives-note">
          {words.translate.words.none}
        </div>
      )}
      {found.kind === 'found' && (
        <>
          <Choices
            title={words.translate.words.here}
            lang={to}
            current={part.target.trim()}
            items={found.here.map((one) => ({ one, begins: '… ', text: restOf(one, before.length) }))}
            onChoose={props.onChoose}
          />
          <Choices
            title={words.translate.words.whole}
            lang={to}
            current={part.target.trim()}
            items={(found.whole ?? []).map((one) => ({ one, begins: '', text: one.target.trim() }))}
            onChoose={props.onChoose}
          />
        </>
      )}
    </div>
  );
}

function Choices(props: {
  readonly title: string;
  readonly lang: string;
  /** What stands there now: an ending that stays the same is set in quiet ink. */
  readonly current: string;
  readonly items: readonly {
    readonly one: SentenceTranslation;
    readonly begins: string;
    readonly text: string;
  }[];
  readonly onChoose: (part: SentenceTranslation) => void;
}) {
  if (props.items.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
    <div role="group" aria-label={props.title}>
      <p class="quiet alternatives-title" aria-hidden="true">
        {props.title}
      </p>
      {props.items.map(({ one, begins, text }) => (
        <button
          key={one.target}
          type="button"
          role="menuitem"
          tabIndex={-1}
          lang={props.lang}
          dir="auto"
          onClick={() => props.onChoose(one)}
        >
          {begins}
          {text.slice(0, newLength(text, props.current))}
          <span class="quiet">{text.slice(newLength(text, props.current))}</span>
        </button>
      ))}
    </div>
  );
}

/** How much of `text` comes before the words that it ends with as `current` does. */
function newLength(text: string, current: string): number {
  let same = 0;
  while (same < text.length && text.at(-1 - same) === current.at(-1 - same)) same += 1;
  const at = text.indexOf(' ', text.length - same);
  return at < 0 || same === text.length ? text.length : at;
}

/** Those from the word on, and those of the whole sentence that are not among them. */
function useAlternatives({ part, from, to }: AlternativesMenuProps, before: readonly string[]): Found {
  const { program } = useSurroundings();
  const [found, setFound] = useState<Found>({ kind: 'looking' });
  useEffect(() => {
    let current = true;
    const ask = (tokens: readonly string[]) =>
      program.call('translate.suggest', { sentence: part.source, before: [...tokens], from, to });
    const look = async () => {
      const known = new Set([part.target]);
      const fresh = (list: readonly SentenceTranslation[]) =>
        list.filter(({ target }) => !known.has(target) && known.add(target));
      const first = await ask(before);
      if (!current) return;
      if (!first.ok) return setFound({ kind: 'failed', error: first.error });
      const found = fresh(first.value.suggestions);
      if (before.length === 0) return setFound({ kind: 'found', here: [], whole: found });
      if (found.length > 0) setFound({ kind: 'found', here: found, whole: null });
      const second = await ask([]);
      if (!current) return;
      setFound({ kind: 'found', here: found, whole: second.ok ? fresh(second.value.suggestions) : [] });
    };
    void look();
    return () => {
      current = false;
    };
  }, []);
  return found;
}

function tokensBefore({ part, place, from, to }: AlternativesMenuProps): readonly string[] {
  const first = alignedSentence(part, from, to).target[place.word]?.tokens[0] ?? 0;
  return part.tokens.slice(0, first).map(({ text }) => text);
}

/** What a wording says after its first `count` tokens. */
function restOf({ tokens }: SentenceTranslation, count: number): string {
  const rest = tokens
    .slice(count)
    .map(({ text }) => text)
    .join('')
    .trim();
  return rest === '' ? words.translate.words.end : rest;
}

/** Below the word, or above it where there is more room; never outside of the window. */
function placeMenu(menu: HTMLElement, word: DOMRect): void {
  const gap = 6;
  const edge = 12;
  menu.style.maxBlockSize = '';
  const { width, height } = menu.getBoundingClientRect();
  const below = window.innerHeight - word.bottom - gap - edge;
  const above = word.top - gap - edge;
  const isBelow = below >= height || below >= above;
  menu.style.maxBlockSize = `${Math.max(120, isBelow ? below : above)}px`;
  const shown = Math.min(height, Math.max(120, isBelow ? below : above));
  const top = isBelow ? word.bottom + gap : word.top - gap - shown;
  menu.style.insetBlockStart = `${Math.max(edge, Math.min(top, window.innerHeight - shown - edge))}px`;
  menu.style.left = `${Math.max(edge, Math.min(word.left, window.innerWidth - width - edge))}px`;
}
