/**
 * An entry's words with their moments: a click on a word plays from it. With the keyboard the arrow keys
 * move along the words and Enter plays. To a screen reader it is plain text, not a thousand buttons.
 */
import { memo } from 'preact/compat';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { Segment } from '../../preload/transcript.ts';
import { type CleanedWord, shownWords } from '../cleaned-segments.ts';
import { clock } from '../format.ts';
import { paragraphs, uncertainBelow } from '../text.ts';
import { hasTranslation } from '../translated-segments.ts';
import { words } from '../words.ts';
import { TranslatedLine } from './dictation-translation.tsx';
import type { PlayerState } from './player.tsx';

interface SpokenTextProps {
  readonly segments: readonly Segment[];
  readonly player: PlayerState;
  /** What was cleaned away is struck through; else hidden. */
  readonly showsLeftOut: boolean;
}

/** The words of an entry. */
export function SpokenText({ segments, player, showsLeftOut }: SpokenTextProps) {
  const groups = useMemo(
    () => (hasTranslation(segments) ? segments.map((segment) => [segment]) : paragraphs(segments)),
    [segments],
  );
  // The same function at every draw, so that of an hour's paragraphs only the one being heard is drawn again.
  const current = useRef(player);
  current.current = player;
  const playFrom = useCallback((seconds: number) => current.current.playFrom(seconds), []);
  return (
    <div class="heard spoken">
      {groups.map((group) => (
        <Paragraph
          key={group[0]?.start}
          segments={group}
          showsLeftOut={showsLeftOut}
          heardAt={player.phase === 'playing' && holds(group, player.position) ? player.position : null}
          playFrom={player.available ? playFrom : null}
        />
      ))}
      {segments.length > 0 && player.available && <p class="quiet spoken-hint">{words.player.hint}</p>}
      <span id="uncertain-note" hidden>
        {words.speak.uncertain}
      </span>
    </div>
  );
}

interface ParagraphProps {
  readonly segments: readonly Segment[];
  readonly showsLeftOut: boolean;
  /** The moment that is heard now, in seconds, or null when it lies elsewhere. */
  readonly heardAt: number | null;
  /** Null: there is no sound to play. */
  readonly playFrom: ((seconds: number) => void) | null;
}

const Paragraph = memo(({ segments, showsLeftOut, heardAt, playFrom }: ParagraphProps) => {
  const run = useMemo(
    () => segments.flatMap((segment) => shownWords(segment, showsLeftOut)),
    [segments, showsLeftOut],
  );
  const [at, setAt] = useState(-1);
  const begin = segments[0]?.start ?? 0;
  const heard = heardAt === null ? -1 : indexAt(run, heardAt);
  const onKey = (event: KeyboardEvent) => {
    const next = nextWord(event.key, at, run.length);
    if (next !== null) setAt(next);
    else if (event.key === 'Enter' && at >= 0) playFrom?.(run[at]?.start ?? begin);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent) => {
    const word = event.target instanceof HTMLElement ? run[Number(event.target.dataset.index)] : undefined;
    if (word !== undefined) playFrom?.(word.start);
  };
  return (
    <div class="spoken-paragraph">
      {playFrom !== null && (
        <button
          type="button"
          class="link numbers"
          aria-label={words.player.from(clock(begin))}
          onClick={() => playFrom(begin)}
        >
          {clock(begin)}
        </button>
      )}
      <p
        tabIndex={playFrom === null ? undefined : 0}
        onKeyDown={onKey}
        onClick={onClick}
        onBlur={() => setAt(-1)}
      >
        {run.map((word, index) => (
          <WordMark
            key={`${word.start}-${index}`}
            word={word}
            index={index}
            look={index === heard ? 'now' : index === at ? 'at' : ''}
          />
        ))}
      </p>
      {segments.map((segment) => (
        <TranslatedLine key={segment.start} segment={segment} />
      ))}
    </div>
  );
});

function WordMark(props: { readonly word: CleanedWord; readonly index: number; readonly look: string }) {
  const { word, index, look } = props;
  const text = word.text.trim();
  return (
    <>
      {word.isLeftOut ? (
        <del class={`left-out word ${look}`} data-index={index}>
          <span class="visually-hidden">{words.summarize.leftOutMark}</span>
          {text}
        </del>
      ) : word.confidence < uncertainBelow ? (
        <mark class={`word uncertain ${look}`} data-index={index} aria-describedby="uncertain-note">
          {text}
        </mark>
      ) : (
        <span class={`word ${look}`} data-index={index}>
          {text}
        </span>
      )}{' '}
    </>
  );
}

function holds(segments: readonly Segment[], seconds: number): boolean {
  const [first] = segments;
  const last = segments[segments.length - 1];
  return first !== undefined && last !== undefined && seconds >= first.start && seconds < last.end;
}

function indexAt(run: readonly CleanedWord[], seconds: number): number {
  return run.findIndex((word) => seconds >= word.start && seconds < word.end);
}

function nextWord(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight') return Math.min(count - 1, at + 1);
  if (key === 'ArrowLeft') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
