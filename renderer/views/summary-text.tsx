/** The text that was read, with the stretch that a point came from lit and in view. */
import { memo } from 'preact/compat';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { CharacterRange } from '../../preload/summary.ts';
import type { SummaryView } from '../../preload/summary-calls.ts';
import { paragraphsOf, textTitle } from '../summary-paragraphs.ts';

interface SummaryTextProps {
  readonly view: Pick<SummaryView, 'text' | 'texts' | 'digest'>;
  /** In characters of the whole text. */
  readonly lit: CharacterRange | null;
}

/** The text, in paragraphs; several texts have a heading each. How much is shown beside it changes nothing here. */
export const SummaryText = memo(({ view, lit }: SummaryTextProps) => {
  const { text, texts, digest } = view;
  const root = useRef<HTMLDivElement>(null);
  const paragraphs = useMemo(() => paragraphsOf(text), [text]);
  const headings = useMemo(
    () => new Map(texts.length < 2 ? [] : texts.map((one, at) => [one.startCharacter, textTitle(one, at)])),
    [texts],
  );
  useEffect(() => {
    // The nearest edge is not enough: what is lit should have what stands around it in view.
    if (lit !== null) root.current?.querySelector('.source-lit')?.scrollIntoView({ block: 'center' });
  }, [lit]);
  return (
    <div class="heard summary-text" ref={root} dir="auto" lang={digest?.language}>
      {paragraphs.map(([start, end]) => (
        <Paragraph
          key={start}
          text={text.slice(start, end)}
          heading={headings.get(start) ?? ''}
          from={cut(lit?.[0], start, end)}
          to={cut(lit?.[1], start, end)}
        />
      ))}
    </div>
  );
}, isSame);

function isSame(before: SummaryTextProps, after: SummaryTextProps): boolean {
  const [a, b] = [before.view, after.view];
  return a.text === b.text && a.texts === b.texts && a.digest === b.digest && before.lit === after.lit;
}

interface ParagraphProps {
  readonly text: string;
  readonly heading: string;
  /** What of it is lit; equal where nothing is. */
  readonly from: number;
  readonly to: number;
}

/** Of a long text only the paragraphs whose light changes are drawn again. */
const Paragraph = memo(({ text, heading, from, to }: ParagraphProps) => (
  <>
    {heading !== '' && <h2>{heading}</h2>}
    <p>
      {from === to ? (
        text
      ) : (
        <>
          {text.slice(0, from)}
          <mark class="source-lit">{text.slice(from, to)}</mark>
          {text.slice(to)}
        </>
      )}
    </p>
  </>
));

function cut(character: number | undefined, start: number, end: number): number {
  return character === undefined ? 0 : Math.max(0, Math.min(end, character) - start);
}
