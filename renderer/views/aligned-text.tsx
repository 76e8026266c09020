/**
 * Written words that know where they came from: pointing at one, by mouse or by the arrow keys, tells which,
 * and words can be lit from outside. The whole text is one stop of the Tab key. What lights is up to the owner:
 * the other text's words, a stretch of sound, a place in a picture.
 */
import { memo } from 'preact/compat';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { alignedSentence } from '../aligned-words.ts';
import { sectionsOf } from '../text-sections.ts';
import { nextWord } from '../word-walk.ts';
import { words } from '../words.ts';
import { AlignedPart, type Lit, placeOf, type WordPlace } from './aligned-part.tsx';
import { useNear } from './use-near.ts';

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
  const [chosen, setChosen] = useState<WordPlace | null>(null);
  const current = existing(parts, chosen, from, to);
  const [moved, setMoved] = useState(0);
  useEffect(() => {
    if (moved > 0) root.current?.querySelector<HTMLElement>('[role=button]')?.focus();
  }, [moved]);
  const sections = useMemo(() => sectionsOf(parts), [parts]);
  const onKeyDown = (event: KeyboardEvent) => {
    const element = event.target;
    if (current === null || !(element instanceof HTMLElement)) return;
    if (event.key === 'Enter' || event.key === ' ') onOpen(current, element);
    else {
      const next = nextWord(event, current, element, (part) => wordCount(parts, part, from, to));
      if (next === null) return;
      setChosen(next);
      setMoved(moved + 1);
    }
    event.preventDefault();
    event.stopPropagation();
  };
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
        setChosen(place);
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

/** The word the Tab key goes to: the one last chosen as long as it exists, or else the first there is. */
function existing(
  parts: readonly SentenceTranslation[],
  chosen: WordPlace | null,
  from: string,
  to: string,
): WordPlace | null {
  if (chosen !== null && chosen.word < (wordCount(parts, chosen.part, from, to) ?? 0)) return chosen;
  const part = parts.findIndex((_one, index) => (wordCount(parts, index, from, to) ?? 0) > 0);
  return part < 0 ? null : { part, word: 0 };
}

/** A click that ends the selecting of text is no click on a word. */
function hasSelection(): boolean {
  return document.getSelection()?.isCollapsed === false;
}
