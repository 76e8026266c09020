/**
 * Written words that know where they came from: pointing at one, by mouse or by the arrow keys, tells which,
 * and words can be lit from outside. The whole text is one stop of the Tab key. What lights is up to the owner:
 * the other text's words, a stretch of sound, a place in a picture.
 */
import { memo } from 'preact/compat';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { alignedSentence, uncertainWordBelow } from '../aligned-words.ts';
import { sectionsOf } from '../text-sections.ts';
import { nextWord } from '../word-walk.ts';
import { words } from '../words.ts';
import { useNear } from './use-near.ts';

/** A word by its part and its place among the part's words. */
export interface WordPlace {
  readonly part: number;
  readonly word: number;
}

/** Words that are lit: of one part, each with its weight, 0–1. */
export interface Lit {
  readonly part: number;
  readonly weights: ReadonlyMap<number, number>;
}

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
  const sections = useMemo(() => sectionsOf(parts, 'target'), [parts]);
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
    <div ref={root} class="aligned-section" dir="auto" data-first={first}>
      {near
        ? parts.map((part, index) => (
            <Part
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

interface PartProps {
  readonly index: number;
  readonly part: SentenceTranslation;
  readonly from: string;
  readonly to: string;
  readonly lit: ReadonlyMap<number, number> | null;
  readonly current: number;
  readonly description: string;
}

const Part = memo(({ index, part, from, to, lit, current, description }: PartProps) => {
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
    // biome-ignore lint/a11y/useSemanticElements: a button of its own would break the line it stands in
    <span
      class={look}
      data-word={place}
      role="button"
      tabIndex={0}
      aria-haspopup="menu"
      aria-description={all.join(', ')}
    >
      {text}
    </span>
  );
}

/** How a word of this weight looks: strongly lit, weakly, or not at all. */
export function litClass(weight: number): string {
  if (weight <= 0) return '';
  return weight >= 0.5 ? 'lit' : 'lit weak';
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

/** The word that `target` is, from what is written on it. */
export function placeOf(target: EventTarget | null): WordPlace | null {
  if (!(target instanceof HTMLElement) || target.dataset.word === undefined) return null;
  const section = target.closest<HTMLElement>('[data-first]');
  const [part = 0, word = 0] = target.dataset.word.split(' ').map(Number);
  return { part: part + Number(section?.dataset.first ?? 0), word };
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
