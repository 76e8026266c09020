/**
 * Written words that know where they came from: pointing at one, by mouse or by the arrow keys, tells which,
 * and words can be lit from outside. The whole text is one stop of the Tab key. What lights is up to the owner:
 * the other text's words, a stretch of sound, a place in a picture.
 */
import { memo } from 'preact/compat';
import { useMemo, useRef } from 'preact/hooks';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { alignedSentence } from '../aligned-words.ts';
import { sectionsOf } from '../text-sections.ts';
import { words } from '../words.ts';
import { AlignedPart, type Lit } from './aligned-part.tsx';
import { useNear } from './use-near.ts';
import { hasSelection, placeOf, useWordWalk, type WordPlace } from './use-word-walk.ts';

/** Of the serif in a column of a window of ordinary size. */
const charactersPerLine = 40;
const lineHeight = 30;

interface AlignedTextProps {
  readonly label: string;
  readonly parts: readonly SentenceTranslation[];
  /** BCP 47, of the source and of these words. */
  readonly from: string;
  readonly to: string;
  readonly lit: Lit | null;
  /** What is said of a word beside its text, for who cannot see what lights. */
  readonly describe: (place: WordPlace) => string;
  readonly onPoint: (place: WordPlace | null) => void;
  /** Enter or a click. */
  readonly onOpen: (place: WordPlace, at: HTMLElement) => void;
}

/** The text. */
export function AlignedText(props: AlignedTextProps) {
  const { parts, from, to, lit, onPoint, onOpen } = props;
  const root = useRef<HTMLDivElement>(null);
  const count = (part: number) => wordCount(parts, part, from, to);
  const { current, choose, onKeyDown } = useWordWalk({ root, count, onOpen });
  const sections = useMemo(() => sectionsOf(parts), [parts]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and this is text
    // biome-ignore lint/a11y/useKeyWithMouseEvents: onFocusIn does for the words what onMouseOver does
    <div
      ref={root}
      class="aligned"
      lang={to}
      role="group"
      aria-label={props.label}
      aria-describedby="aligned-hint"
      onKeyDown={onKeyDown}
      onMouseOver={({ target }) => onPoint(placeOf(target))}
      onMouseLeave={() => onPoint(null)}
      onFocusIn={({ target }) => onPoint(placeOf(target))}
      onFocusOut={() => onPoint(null)}
      onClick={({ target }) => {
        const place = placeOf(target);
        if (place === null || !(target instanceof HTMLElement) || hasSelection()) return;
        choose(place);
        onOpen(place, target);
      }}
    >
      {sections.map((section, index) => (
        <Section
          key={index}
          from={from}
          to={to}
          parts={section.parts}
          first={section.first}
          lit={within(section, lit)}
          current={within(section, current)}
          description={current === null ? '' : props.describe(current)}
        />
      ))}
      <span id="aligned-hint" hidden>
        {words.translate.words.hint}
      </span>
      <span id="uncertain-word-note" hidden>
        {words.translate.words.uncertain}
      </span>
    </div>
  );
}

interface SectionProps {
  readonly parts: readonly SentenceTranslation[];
  readonly first: number;
  readonly from: string;
  readonly to: string;
  readonly lit: Lit | null;
  readonly current: WordPlace | null;
  readonly description: string;
}

const Section = memo((props: SectionProps) => {
  const { parts, first, current, lit } = props;
  const root = useRef<HTMLDivElement>(null);
  const near = useNear(root, first === 0) || current !== null;
  return (
    <div
      ref={root}
      class="aligned-section"
      dir="auto"
      data-first={first}
      style={{ containIntrinsicBlockSize: `auto ${heightOf(parts)}px` }}
    >
      {near
        ? parts.map((part, index) => (
            <AlignedPart
              key={index}
              index={index}
              part={part}
              from={props.from}
              to={props.to}
              lit={lit?.part === first + index ? lit.weights : null}
              current={current?.part === first + index ? current.word : -1}
              description={current?.part === first + index ? props.description : ''}
            />
          ))
        : parts.map(({ target }) => target).join('')}
    </div>
  );
}, sameSection);

/** A guess of a section's height, in pixels, for the scroll bar: it is laid out when it comes into view. */
function heightOf(parts: readonly SentenceTranslation[]): number {
  const characters = parts.reduce((sum, { target }) => sum + target.length, 0);
  return Math.ceil(characters / charactersPerLine) * lineHeight;
}

function sameSection(a: SectionProps, b: SectionProps): boolean {
  return (
    a.first === b.first &&
    a.lit === b.lit &&
    a.current?.part === b.current?.part &&
    a.current?.word === b.current?.word &&
    (b.current === null || a.description === b.description) &&
    a.from === b.from &&
    a.to === b.to &&
    a.parts.length === b.parts.length &&
    a.parts.every((part, index) => part === b.parts[index])
  );
}

function within<Place extends { readonly part: number }>(
  { first, parts }: { readonly first: number; readonly parts: readonly unknown[] },
  place: Place | null,
): Place | null {
  return place !== null && place.part >= first && place.part < first + parts.length ? place : null;
}

function wordCount(
  parts: readonly SentenceTranslation[],
  index: number,
  from: string,
  to: string,
): number | null {
  const part = parts[index];
  return part === undefined ? null : alignedSentence(part, from, to).target.length;
}
