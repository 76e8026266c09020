/**
 * The field for the source. Beneath its text lies the same text once more, letter on letter, whose words can
 * be lit and found by the mouse; the word where the caret is counts as the one that has the focus.
 */
import { memo } from 'preact/compat';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { alignedSentence } from '../aligned-words.ts';
import { sectionsOf } from '../text-sections.ts';
import { words } from '../words.ts';
import { type Lit, litClass } from './aligned-part.tsx';
import { useNear } from './use-near.ts';
import { placeOf, type WordPlace } from './use-word-walk.ts';

interface AlignedFieldProps {
  readonly text: string;
  /** Changes when `text` did not come from typing: only then is it written into the field. */
  readonly given: number;
  /** The sentences of the text, or of an older one. */
  readonly parts: readonly SentenceTranslation[];
  readonly from: string;
  /** The language of the translation, which the words are counted with. */
  readonly to: string;
  /** Whether they are those of the text as it stands: only then can a word be pointed at. */
  readonly isCurrent: boolean;
  readonly lit: Lit | null;
  readonly onType: (text: string) => void;
  readonly onPoint: (place: WordPlace | null) => void;
}

/** Of longer texts the words are not laid out twice: the browser takes long enough for the field itself. */
const mostMirrored = 300_000;
const none: readonly SentenceTranslation[] = [];

/** The field. */
export function AlignedField(props: AlignedFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (field.current !== null && field.current.value !== props.text) field.current.value = props.text;
  }, [props.given]);
  useEffect(() => {
    if (field.current !== null) return followField(field.current, mirror.current);
  }, []);
  const pointAtCaret = () => {
    const at = field.current?.selectionStart ?? 0;
    const isCaret = at === field.current?.selectionEnd && props.isCurrent;
    props.onPoint(isCaret ? wordAt(props.parts, at, props.from, props.to) : null);
  };
  return (
    <div class="field">
      <div class="mirror-frame" aria-hidden="true">
        <div class="mirror" ref={mirror} dir="auto">
          <Mirror
            parts={props.text.length > mostMirrored ? none : props.parts}
            from={props.from}
            to={props.to}
            lit={props.isCurrent ? props.lit : null}
          />
        </div>
      </div>
      <textarea
        ref={field}
        id="source"
        class="side-scroll"
        aria-label={words.translate.source}
        placeholder={words.translate.placeholder}
        lang={props.from === '' ? undefined : props.from}
        dir="auto"
        spellcheck={false}
        onInput={(event) => props.onType(event.currentTarget.value)}
        onKeyUp={(event) => movesCaret(event.key) && pointAtCaret()}
        onClick={pointAtCaret}
        onBlur={() => props.onPoint(null)}
        onMouseMove={(event) => props.isCurrent && props.onPoint(wordUnder(event))}
        onMouseLeave={() => props.onPoint(null)}
      />
    </div>
  );
}

const Mirror = memo((props: Pick<AlignedFieldProps, 'parts' | 'from' | 'to' | 'lit'>) => {
  const sections = useMemo(() => sectionsOf(props.parts), [props.parts]);
  return (
    <>
      {sections.map((section, index) => (
        <MirrorSection
          key={index}
          {...props}
          parts={section.parts}
          first={section.first}
          lit={isWithin(section.first, section.parts.length, props.lit) ? props.lit : null}
        />
      ))}
    </>
  );
});

interface MirrorSectionProps extends Pick<AlignedFieldProps, 'parts' | 'from' | 'to' | 'lit'> {
  readonly first: number;
}

const MirrorSection = memo(({ parts, first, from, to, lit }: MirrorSectionProps) => {
  const root = useRef<HTMLDivElement>(null);
  const near = useNear(root, first === 0) || lit !== null;
  const text = parts.map(({ source }) => source).join('');
  return (
    <div ref={root} data-first={first}>
      {near
        ? parts.map((part, index) => (
            <MirrorPart
              key={index}
              {...{ part, index, from, to }}
              lit={lit?.part === first + index ? lit.weights : null}
            />
          ))
        : text}
      {/* A block's last line break draws no line of its own. */}
      {text.endsWith('\n\n') && '\u200b'}
    </div>
  );
}, sameMirror);

interface MirrorPartProps {
  readonly part: SentenceTranslation;
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly lit: ReadonlyMap<number, number> | null;
}

const MirrorPart = memo(({ part, index, from, to, lit }: MirrorPartProps) => {
  const { source } = alignedSentence(part, from, to);
  return (
    <>
      {source.flatMap((word, at) => [
        part.source.slice(source[at - 1]?.end ?? 0, word.start),
        <span key={at} class={`word ${litClass(lit?.get(at) ?? 0)}`} data-word={`${index} ${at}`}>
          {part.source.slice(word.start, word.end)}
        </span>,
      ])}
      {part.source.slice(source[source.length - 1]?.end ?? 0)}
    </>
  );
});

function sameMirror(a: MirrorSectionProps, b: MirrorSectionProps): boolean {
  return (
    a.first === b.first &&
    a.lit === b.lit &&
    a.from === b.from &&
    a.to === b.to &&
    a.parts.length === b.parts.length &&
    a.parts.every((part, index) => part === b.parts[index])
  );
}

function isWithin(first: number, count: number, lit: Lit | null): boolean {
  return lit !== null && lit.part >= first && lit.part < first + count;
}

/** Keeps the text beneath where the field's is: the field scrolls and its scroll bar takes room. */
function followField(field: HTMLTextAreaElement, mirror: HTMLElement | null): () => void {
  const follow = () => {
    if (mirror === null) return;
    mirror.style.inlineSize = `${field.clientWidth}px`;
    mirror.style.translate = `0 ${-field.scrollTop}px`;
  };
  field.addEventListener('scroll', follow, { passive: true });
  const observer = new ResizeObserver(follow);
  observer.observe(field);
  field.addEventListener('input', follow);
  follow();
  return () => {
    observer.disconnect();
    field.removeEventListener('scroll', follow);
    field.removeEventListener('input', follow);
  };
}

/** The word of the text beneath that the mouse is over. */
function wordUnder({ clientX, clientY }: MouseEvent): WordPlace | null {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const place = placeOf(element);
    if (place !== null && element.closest('.mirror') !== null) return place;
  }
  return null;
}

/** The word of the sentence around character `at` of the text. */
function wordAt(
  parts: readonly SentenceTranslation[],
  at: number,
  from: string,
  to: string,
): WordPlace | null {
  let offset = 0;
  for (const [index, part] of parts.entries()) {
    const within = at - offset;
    if (within <= part.source.length) {
      const { source } = alignedSentence(part, from, to);
      const word = source.findIndex(({ start, end }) => start <= within && within <= end);
      if (word >= 0) return { part: index, word };
      if (within < part.source.length) return null;
    }
    offset += part.source.length;
  }
  return null;
}

function movesCaret(key: string): boolean {
  return key.startsWith('Arrow') || key === 'Home' || key === 'End' || key.startsWith('Page');
}
