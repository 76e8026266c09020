/** The words of one sentence: which is lit, which is uncertain, and which one the Tab key goes to. */
import { memo } from 'preact/compat';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { alignedSentence, uncertainWordBelow } from '../aligned-words.ts';
import { words } from '../words.ts';

/** Words that are lit: of one part, each with its weight, 0–1. */
export interface Lit {
  readonly part: number;
  readonly weights: ReadonlyMap<number, number>;
}

interface PartProps {
  readonly index: number;
  readonly part: SentenceTranslation;
  readonly from: string;
  readonly to: string;
  readonly lit: ReadonlyMap<number, number> | null;
  readonly current: number;
  readonly description: string;
}

/** The words of one part. */
export const AlignedPart = memo(({ index, part, from, to, lit, current, description }: PartProps) => {
  const { target } = alignedSentence(part, from, to);
  return (
    <>
      {target.flatMap((word, at) => [
        part.target.slice(target[at - 1]?.end ?? 0, word.start),
        <Word
          key={at}
          text={part.target.slice(word.start, word.end)}
          place={`${index} ${at}`}
          uncertain={word.confidence < uncertainWordBelow}
          weight={lit?.get(at) ?? 0}
          description={current === at ? description : null}
        />,
      ])}
      {part.target.slice(target[target.length - 1]?.end ?? 0)}
    </>
  );
});

interface WordProps {
  readonly text: string;
  readonly place: string;
  readonly uncertain: boolean;
  readonly weight: number;
  /** Null: not the word that the Tab key goes to. */
  readonly description: string | null;
}

function Word({ text, place, uncertain, weight, description }: WordProps) {
  const look = ['word', uncertain ? 'uncertain' : '', litClass(weight)].filter((one) => one !== '').join(' ');
  const Mark = uncertain ? 'mark' : 'span';
  if (description === null) {
    const note = uncertain ? { 'aria-describedby': 'uncertain-word-note' } : {};
    return (
      <Mark class={look} data-word={place} {...note}>
        {text}
      </Mark>
    );
  }
  const all = [uncertain ? words.translate.words.uncertain : '', description].filter((one) => one !== '');
  return (
    // The same element as before it was chosen: the menu stands below it, and the focus goes back to it.
    <Mark
      class={look}
      data-word={place}
      role="button"
      tabIndex={0}
      aria-haspopup="menu"
      aria-description={all.join(', ')}
    >
      {text}
    </Mark>
  );
}

/** How a word of this weight looks: strongly lit, weakly, or not at all. */
export function litClass(weight: number): string {
  if (weight <= 0) return '';
  return weight >= 0.5 ? 'lit' : 'lit weak';
}
