/**
 * Speech probabilities, frame by frame → stretches of speech to decode. A stretch ends at a pause;
 * one that has no pause is cut where speech is least likely. Arithmetic only: no model, no audio.
 */

/** What is known of one frame of audio. */
export interface Frame {
  /** That somebody speaks in it, 0–1. */
  readonly probability: number;
  /** Mean square of its samples. */
  readonly power: number;
}

export interface SegmentLimits {
  /** Samples in a frame. */
  readonly frameSamples: number;
  readonly sampleRateHz: number;
  /** The silence that ends a stretch which is `stretchSeconds` long so far. */
  readonly pauseSeconds: (stretchSeconds: number) => number;
  /** Longest stretch, what is kept around it included; `Infinity` where the caller cuts. */
  readonly maxSeconds: number;
}

/** A piece of audio with speech in it; positions are samples from the first frame on. */
export interface Stretch {
  /** What to decode: up to half a second more than the speech on both sides. */
  readonly start: number;
  readonly end: number;
  /** Where the speech itself lies. */
  readonly speechStart: number;
  readonly speechEnd: number;
  /** Mean probability of its speech frames. */
  readonly probability: number;
}

export type SegmentEvent =
  /** Speech is certain; its audio begins at `start`. */
  | { readonly kind: 'open'; readonly start: number; readonly speechStart: number }
  | { readonly kind: 'close'; readonly stretch: Stretch };

export interface Segmenter {
  /** What one more frame decides. */
  push(frame: Frame): SegmentEvent[];
  /** No more frames come: closes what is open. */
  finish(): SegmentEvent[];
  /** Since when nobody has spoken, in samples; null while speech goes on or none is open. */
  silentSince(): number | null;
  /** The first sample that may still be asked for. */
  keepFrom(): number;
}

/** A stretch being spoken; all in frames. */
interface OpenStretch {
  readonly start: number;
  readonly speechStart: number;
  lastSpeech: number;
  /** Sum of the probabilities of all frames since `speechStart`, and of those up to `lastSpeech`. */
  sum: number;
  spokenSum: number;
}

/** Onset and release differ so that a soft syllable does not end a word. */
const onsetProbability = 0.5;
const releaseProbability = 0.35;
/** Speech frames in a row that make an onset: a click or a note fools the model for less. */
const minOnsetSeconds = 0.12;
/** Kept before and after: words begin before the model is sure, and end after. */
const rollSeconds = 0.5;

/** A segmenter with nothing heard yet. */
export function createSegmenter(limits: SegmentLimits): Segmenter {
  const frames = (seconds: number) =>
    Math.max(1, Math.round((seconds * limits.sampleRateHz) / limits.frameSamples));
  const roll = frames(rollSeconds);
  const onsetFrames = frames(minOnsetSeconds);
  const maxFrames = limits.maxSeconds === Infinity ? Infinity : frames(limits.maxSeconds);
  const sample = (frame: number) => frame * limits.frameSamples;

  /** Frames from `base` on, as far as they may be needed. */
  let kept: Frame[] = [];
  let base = 0;
  let count = 0;
  /** No stretch begins before this frame: the end of the last one's speech, or a cut. */
  let floor = 0;
  let onsetRun = 0;
  let open: OpenStretch | null = null;

  function push(frame: Frame): SegmentEvent[] {
    kept.push(frame);
    count++;
    return judge(frame, count - 1);
  }

  function judge(frame: Frame, at: number): SegmentEvent[] {
    if (open === null) return lookForOnset(frame, at);
    open.sum += frame.probability;
    if (frame.probability >= releaseProbability) {
      open.lastSpeech = at;
      open.spokenSum = open.sum;
    }
    if (maxFrames === Infinity) forget(at);
    const spokenSeconds = sample(open.lastSpeech + 1 - open.speechStart) / limits.sampleRateHz;
    if (at - open.lastSpeech >= frames(limits.pauseSeconds(spokenSeconds))) return [close(open, at + 1)];
    if (at + 1 - open.start >= maxFrames) return cut(open, at);
    return [];
  }

  function lookForOnset(frame: Frame, at: number): SegmentEvent[] {
    onsetRun = frame.probability >= onsetProbability ? onsetRun + 1 : 0;
    if (onsetRun < onsetFrames) {
      forget(at - onsetRun - roll - 1);
      return [];
    }
    const speechStart = at + 1 - onsetRun;
    const start = Math.max(floor, speechStart - roll);
    const sum = kept.slice(speechStart - base).reduce((total, { probability }) => total + probability, 0);
    open = { start, speechStart, lastSpeech: at, sum, spokenSum: sum };
    onsetRun = 0;
    return [{ kind: 'open', start: sample(start), speechStart: sample(speechStart) }];
  }

  /** Ends the stretch after its last speech frame; `heard` frames are there. */
  function close({ start, speechStart, lastSpeech, spokenSum }: OpenStretch, heard: number): SegmentEvent {
    const speechEnd = lastSpeech + 1;
    open = null;
    floor = speechEnd;
    forget(speechEnd);
    const stretch: Stretch = {
      start: sample(start),
      end: sample(Math.min(heard, speechEnd + roll)),
      speechStart: sample(speechStart),
      speechEnd: sample(speechEnd),
      probability: spokenSum / (speechEnd - speechStart),
    };
    return { kind: 'close', stretch };
  }

  /** Closes a stretch that has grown too long at its quietest place, and judges what follows that afresh. */
  function cut(whole: OpenStretch, at: number): SegmentEvent[] {
    const earliest = Math.max(whole.speechStart + 1, whole.start + Math.floor(maxFrames / 2));
    const place = base + quietestFrame(kept, earliest - base, at + 1 - base);
    const after = kept.slice(place - base);
    const spokenSum = kept
      .slice(whole.speechStart - base, place - base)
      .reduce((total, { probability }) => total + probability, 0);
    const events = [close({ ...whole, lastSpeech: place - 1, spokenSum }, place)];
    after.forEach((frame, index) => {
      events.push(...judge(frame, place + index));
    });
    return events;
  }

  function forget(before: number): void {
    const drop = Math.min(before - base, kept.length);
    // In larger pieces, so that a frame costs no copy of all others.
    if (drop < 64) return;
    kept = kept.slice(drop);
    base += drop;
  }

  return {
    push,
    finish: () => (open === null ? [] : [close(open, count)]),
    silentSince: () => (open === null || open.lastSpeech === count - 1 ? null : sample(open.lastSpeech + 1)),
    keepFrom: () => sample(open?.start ?? Math.max(floor, count - onsetRun - roll)),
  };
}

/**
 * The frame in [`from`, `to`) at whose beginning speech is least likely: the smallest mean of
 * probability and relative loudness over its neighbourhood, the latest of equals.
 */
export function quietestFrame(frames: readonly Frame[], from: number, to: number): number {
  const loudness = (frame: Frame) => Math.log10(frame.power + 1e-10);
  const levels = frames.slice(from, to).map(loudness);
  const lowest = Math.min(...levels);
  const range = Math.max(...levels) - lowest || 1;
  const reach = 2;
  let best = to - 1;
  let bestCost = Infinity;
  for (let at = from; at < to; at++) {
    let cost = 0;
    let near = 0;
    for (const frame of frames.slice(Math.max(from, at - reach), Math.min(to, at + reach + 1))) {
      cost += frame.probability + (loudness(frame) - lowest) / range;
      near++;
    }
    if (cost / near <= bestCost) {
      bestCost = cost / near;
      best = at;
    }
  }
  return best;
}
