/** Words that were heard, set as a page: paragraphs, uncertain words underlined, what may still change in quiet ink. */
import { memo } from 'preact/compat';
import { useRef } from 'preact/hooks';
import type { Segment, Word } from '../../preload/transcript.ts';
import { type CleanedWord, shownWords } from '../cleaned-segments.ts';
import { paragraphs, uncertainBelow } from '../text.ts';
import { hasTranslation } from '../translated-segments.ts';
import { words } from '../words.ts';
import { LeftOut } from './cleaned-pieces.tsx';
import { TranslatedLine } from './dictation-translation.tsx';

interface HeardTextProps {
  readonly segments: readonly Segment[];
  readonly settled?: readonly Word[];
  readonly unsettled?: string;
  /** Draws the caret: more is coming. */
  readonly isLive?: boolean;
  /** Sentences stand one below the other, each with its translation below it, which may be still to come. */
  readonly translates?: boolean;
  /** What was cleaned away is struck through; else hidden. */
  readonly showsLeftOut?: boolean;
}

/** The page of words. Never a live region: while one speaks, nothing may be read aloud. */
export function HeardText(props: HeardTextProps) {
  const { segments, settled = [], unsettled = '', isLive = false, translates = false } = props;
  const showsLeftOut = props.showsLeftOut ?? true;
  const groups = paragraphs(segments);
  const hasMore = settled.length > 0 || unsettled !== '' || isLive;
  // Once laid out by sentences it stays so: what is shown does not jump when the take ends.
  const bySentence = useRef(false);
  bySentence.current ||= translates || hasTranslation(segments);
  return (
    <div class="heard">
      {bySentence.current
        ? groups.map((group) => (
            <Sentences key={group[0]?.start} segments={group} isComing={isLive} showsLeftOut={showsLeftOut} />
          ))
        : groups.map((group, index) => (
            <p key={group[0]?.start}>
              {group.map((segment) => (
                <SegmentText key={segment.start} segment={segment} showsLeftOut={showsLeftOut} />
              ))}
              {index === groups.length - 1 && hasMore && <Unfinished {...{ settled, unsettled, isLive }} />}
            </p>
          ))}
      {(groups.length === 0 || bySentence.current) && hasMore && (
        <p>
          <Unfinished {...{ settled, unsettled, isLive }} />
        </p>
      )}
      <span id="unsettled-note" hidden>
        {words.speak.unsettled}
      </span>
      <span id="uncertain-note" hidden>
        {words.speak.uncertain}
      </span>
    </div>
  );
}

/** A paragraph whose sentences have each its translation below. */
function Sentences({
  segments,
  isComing,
  showsLeftOut,
}: {
  readonly segments: readonly Segment[];
  readonly isComing: boolean;
  readonly showsLeftOut: boolean;
}) {
  return (
    <div class="sentences">
      {segments.map((segment) => (
        <div key={segment.start}>
          <p>
            <SegmentText segment={segment} showsLeftOut={showsLeftOut} />
          </p>
          <TranslatedLine segment={segment} isComing={isComing} />
        </div>
      ))}
    </div>
  );
}

/** The end of the page while more is coming. */
function Unfinished(props: {
  readonly settled: readonly Word[];
  readonly unsettled: string;
  readonly isLive: boolean;
}) {
  return (
    <>
      <WordRun words={props.settled.map((word) => ({ ...word, isLeftOut: false }))} />
      {props.unsettled !== '' && (
        <mark class="unsettled" aria-describedby="unsettled-note">
          {props.unsettled}
        </mark>
      )}
      {props.isLive && <span class="caret" aria-hidden="true" />}
    </>
  );
}

/** A settled stretch never changes but that what was cleaned away is struck through: it is drawn once or twice. */
const SegmentText = memo((props: { readonly segment: Segment; readonly showsLeftOut: boolean }) => (
  <WordRun words={shownWords(props.segment, props.showsLeftOut)} />
));

/** Words one after another; certain ones are plain text, so that a long page stays light. */
function WordRun({ words: run }: { readonly words: readonly CleanedWord[] }) {
  const parts: (string | CleanedWord)[] = [];
  for (const word of run) {
    const last = parts[parts.length - 1];
    if (word.isLeftOut) {
      // Those that were left out together are one stroke, and are said once.
      const open = parts[parts.length - 2];
      if (typeof open === 'object' && open.isLeftOut && last === ' ') {
        parts.splice(-2, 1, { ...open, text: `${open.text.trim()} ${word.text.trim()}` });
      } else parts.push(word, ' ');
    } else if (word.confidence < uncertainBelow) parts.push(word, ' ');
    else if (typeof last === 'string') parts[parts.length - 1] = `${last}${word.text.trim()} `;
    else parts.push(`${word.text.trim()} `);
  }
  return (
    <>
      {parts.map((part) =>
        typeof part === 'string' ? (
          part
        ) : part.isLeftOut ? (
          <LeftOut key={part.start} text={part.text.trim()} />
        ) : (
          <mark key={part.start} class="uncertain" aria-describedby="uncertain-note">
            {part.text.trim()}
          </mark>
        ),
      )}
    </>
  );
}
