/**
 * The words of what is being spoken: which are settled, which may change, and the segments they end
 * up in. What is settled is never taken back. No audio and no model: hypotheses come in, words go out.
 */
import type { Segment, Word } from '../../../preload/transcript.ts';
import { createAgreement } from './agreement.ts';
import {
  isInvented,
  joinWords,
  placeWords,
  type SpeechSpan,
  segmentStart,
  toSegment,
  toWord,
} from './heard-segment.ts';
import { chooseWindow, type LiveWindow } from './live-window.ts';
import type { HeardWord } from './recognise.ts';

export interface LiveTextOptions {
  /** A window longer than this is begun anew, after words that are settled; shorter on a slow machine. */
  readonly longestWindowSeconds: () => number;
  readonly onPartial: (settled: readonly Word[], unsettled: string) => void;
  readonly onSegment: (segment: Segment) => void;
}

/** All times are seconds of the recording. */
export interface LiveText {
  /** A stretch begins: its audio at `start`, its speech at `speechStart`. */
  open(start: number, speechStart: number): void;
  /** What to decode next: audio from `from` on, whose first words are `prefix`. */
  window(): LiveWindow;
  /** The words after the window's prefix, in audio up to `heardUntil`. */
  update(hypothesis: readonly HeardWord[], heardUntil: number): void;
  /** Shows the same without settling any: the stretch may be over. */
  preview(hypothesis: readonly HeardWord[]): void;
  /** Where the speech begins that has not settled. */
  unsettledFrom(): number;
  /** The stretch is over, and these are the words after the window's prefix: all settle. */
  close(hypothesis: readonly HeardWord[], span: SpeechSpan): void;
}

/** What has not settled after this part of the longest window settles as it is. */
const longestUnsettled = 0.65;
/** This part of it is settled speech, kept for the context of the new. */
const context = 0.4;
/** … but for its last moments. */
const stillUnsureSeconds = 1.5;
/** A segment without a pause ends after a settled word. */
const longestSegmentSeconds = 27;
/** Settled words that later windows may begin with. */
const rememberedWords = 40;

/** Text with nothing said yet. */
export function createLiveText({ onPartial, onSegment, longestWindowSeconds }: LiveTextOptions): LiveText {
  const agreement = createAgreement();
  /** Settled words, of earlier segments too. */
  let said: HeardWord[] = [];
  /** Those of the segment being spoken. */
  let current: HeardWord[] = [];
  let stretch = { start: 0, speechStart: 0 };
  let window: LiveWindow = { from: 0, prefix: [] };
  let lastEnd = 0;
  /** False until something of the stretch has settled: until then it may turn out to be no speech. */
  let isCertain = false;

  function settle(heard: readonly HeardWord[]): void {
    if (heard.length === 0) return;
    isCertain = true;
    const reached = current.at(-1)?.end ?? segmentStart(stretch.speechStart, lastEnd);
    const words = placeWords(heard, reached, Number.POSITIVE_INFINITY);
    current.push(...words);
    said = [...said, ...words].slice(-rememberedWords);
    window = { from: window.from, prefix: [...window.prefix, ...words] };
  }

  function emit(words: readonly HeardWord[], span: SpeechSpan): void {
    const segment = toSegment(words, span, lastEnd);
    lastEnd = segment.end;
    onSegment(segment);
  }

  function unsettledFrom(): number {
    return current.at(-1)?.end ?? stretch.speechStart;
  }

  /** Words that settle because the window would grow without bound. */
  function overdue(hypothesis: readonly HeardWord[], heardUntil: number): readonly HeardWord[] {
    if (heardUntil - Math.max(unsettledFrom(), window.from) < longestUnsettled * longestWindowSeconds())
      return [];
    return hypothesis.filter((word) => word.end <= heardUntil - stillUnsureSeconds);
  }

  function shorten(heardUntil: number): void {
    const longest = longestWindowSeconds();
    if (heardUntil - window.from <= longest) return;
    const settledUntil = said.at(-1)?.end;
    if (settledUntil !== undefined && settledUntil > heardUntil - longestUnsettled * longest) {
      window = chooseWindow(said, settledUntil, settledUntil, context * longest);
    } else {
      // Nothing was understood for long: that audio is given up.
      window = { from: heardUntil - stillUnsureSeconds, prefix: [] };
    }
    agreement.reset();
  }

  function split(): void {
    const first = current[0];
    const last = current.at(-1);
    if (first === undefined || last === undefined || last.end - first.start < longestSegmentSeconds) return;
    emit(current, { start: stretch.speechStart, end: last.end, probability: 1 });
    stretch = { start: last.end, speechStart: last.end };
    current = [];
  }

  return {
    open(start, speechStart) {
      stretch = { start, speechStart };
      current = [];
      isCertain = false;
      window = chooseWindow(said, start, speechStart, context * longestWindowSeconds());
      agreement.reset();
    },
    window: () => window,
    update(hypothesis, heardUntil) {
      if (!isCertain && isInvented(hypothesis, 1)) return;
      const agreed = agreement.settle(hypothesis, heardUntil);
      const late = overdue(hypothesis, heardUntil);
      const settled = late.length > agreed.length ? late : agreed;
      settle(settled);
      if (late === settled) agreement.reset();
      onPartial(current.map(toWord), joinWords(hypothesis.slice(settled.length)));
      split();
      shorten(heardUntil);
    },
    preview(hypothesis) {
      if (!isCertain && isInvented(hypothesis, 1)) return;
      onPartial(current.map(toWord), joinWords(hypothesis));
    },
    unsettledFrom,
    close(hypothesis, span) {
      const isKept = isCertain || (hypothesis.length > 0 && !isInvented(hypothesis, span.probability));
      if (isKept) settle(hypothesis);
      if (current.length > 0) emit(current, span);
      else onPartial([], '');
      current = [];
    },
  };
}
