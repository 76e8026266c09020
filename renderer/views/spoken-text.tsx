/**
 * An entry's words with their moments: a click on a word plays from it. With the keyboard the arrow keys
 * move along the words and Enter plays. To a screen reader it is plain text, not a thousand buttons.
 */
import { useMemo, useState } from 'preact/hooks';
import type { Segment, Word } from '../../preload/transcript.ts';
import { clock } from '../format.ts';
import { paragraphs, uncertainBelow } from '../text.ts';
import { words } from '../words.ts';
import type { PlayerState } from './player.tsx';

interface SpokenTextProps {
  readonly segments: readonly Segment[];
  readonly player: PlayerState;
}

/** The words of an entry. */
export function SpokenText({ segments, player }: SpokenTextProps) {
  const groups = useMemo(() => paragraphs(segments), [segments]);
  return (
    <div class="heard spoken">
      {groups.map((group) => (
        <Paragraph key={group[0]?.start} segments={group} player={player} />
      ))}
      {segments.length > 0 && player.available && <p class="quiet spoken-hint">{words.player.hint}</p>}
      <span id="uncertain-note" hidden>
        {words.speak.uncertain}
      </span>
    </div>
  );
}

function Paragraph({ segments, player }: SpokenTextProps) {
  const run = useMemo(() => segments.flatMap(wordsOf), [segments]);
  const [at, setAt] = useState(-1);
  const begin = segments[0]?.start ?? 0;
  const heard = player.phase === 'playing' ? indexAt(run, player.position) : -1;
  const onKey = (event: KeyboardEvent) => {
    const next = nextWord(event.key, at, run.length);
    if (next !== null) setAt(next);
    else if (event.key === 'Enter' && at >= 0) player.playFrom(run[at]?.start ?? begin);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent) => {
    const word = event.target instanceof HTMLElement ? run[Number(event.target.dataset.index)] : undefined;
    if (word !== undefined && player.available) player.playFrom(word.start);
  };
  return (
    <div class="spoken-paragraph">
      {player.available && (
        <button
          type="button"
          class="link numbers"
          aria-label={words.player.from(clock(begin))}
          onClick={() => player.playFrom(begin)}
        >
          {clock(begin)}
        </button>
      )}
      <p
        tabIndex={player.available ? 0 : undefined}
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
    </div>
  );
}

function WordMark(props: { readonly word: Word; readonly index: number; readonly look: string }) {
  const { word, index, look } = props;
  const text = word.text.trim();
  return (
    <>
      {word.confidence < uncertainBelow ? (
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

/** A stretch whose words have no times of their own is one word. */
function wordsOf(segment: Segment): readonly Word[] {
  return segment.words.length > 0 ? segment.words : [segment];
}

function indexAt(run: readonly Word[], seconds: number): number {
  return run.findIndex((word) => seconds >= word.start && seconds < word.end);
}

function nextWord(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight') return Math.min(count - 1, at + 1);
  if (key === 'ArrowLeft') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
