/** The microphone's side of live listening: voice activity over the stream, at its own pace between the steps of a decoding. */
import { createSampleBuffer } from '../input/sample-buffer.ts';
import { createSegmenter, type Frame, type SegmentEvent } from '../input/segment.ts';
import type { SpeechSpan } from './heard-segment.ts';
import type { Listening } from './listening.ts';

/** What voice activity has decided and recognition has yet to do; times are seconds of the recording. */
export type HearingTask =
  | { readonly kind: 'open'; readonly start: number; readonly speechStart: number }
  | { readonly kind: 'close'; readonly end: number; readonly span: SpeechSpan };

export interface Hearing {
  push(samples: Float32Array): void;
  /** No more audio comes. */
  stop(): void;
  /** Nobody wants to know any more. */
  cancel(): void;
  /** Where the audio that came so far ends. */
  end(): number;
  /** Where the audio that was judged so far ends. */
  heardUntil(): number;
  /** Since when nobody speaks in the open stretch; null while somebody does. */
  silentSince(): number | null;
  samples(from: number, to: number): Float32Array;
  /** Audio before this is not asked for again. */
  release(before: number): void;
  /**
   * The oldest decision that was not taken yet.
   * @throws what made voice activity fail
   */
  nextTask(): HearingTask | undefined;
  /** Fires when a decoding under way is out of date: the stretch has ended. */
  outdated(): AbortSignal;
  /** True once all audio is judged and no more comes. */
  isOver(): boolean;
  /** Resolves when something has changed. */
  news(): Promise<void>;
}

/** Silence that ends a stretch: the tail kept after the last word. */
const pauseSeconds = () => 0.5;

/** Listens to a stream whose first sample lies `fromSeconds` into the recording. */
export function startHearing(listening: Listening, fromSeconds: number): Hearing {
  const { sampleRateHz, frameSamples } = listening;
  const voice = listening.watchVoice();
  const segmenter = createSegmenter({ frameSamples, sampleRateHz, pauseSeconds, maxSeconds: Infinity });
  const buffer = createSampleBuffer();
  const tasks: HearingTask[] = [];
  const seconds = (position: number) => fromSeconds + position / sampleRateHz;
  const position = (time: number) => Math.round((time - fromSeconds) * sampleRateHz);
  let judged = 0;
  let work: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown } | null = null;
  let isStopped = false;
  let isOver = false;
  let outdated = new AbortController();
  let wake = (): void => {};

  function take(events: readonly SegmentEvent[]): void {
    for (const event of events) {
      if (event.kind === 'open') {
        tasks.push({ kind: 'open', start: seconds(event.start), speechStart: seconds(event.speechStart) });
        continue;
      }
      const { end, speechStart, speechEnd, probability } = event.stretch;
      const soundEnd = seconds(buffer.end);
      const span = { start: seconds(speechStart), end: seconds(speechEnd), probability, soundEnd };
      tasks.push({ kind: 'close', end: seconds(end), span });
      outdated.abort();
      outdated = new AbortController();
    }
  }

  function follow(frames: readonly Frame[]): void {
    for (const frame of frames) take(segmenter.push(frame));
    judged += frames.length * frameSamples;
  }

  function enqueue(next: () => Promise<void>): void {
    work = work
      .then(next)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .then(() => wake());
  }

  function stop(): void {
    if (isStopped) return;
    isStopped = true;
    enqueue(async () => {
      follow(await voice.finish());
      take(segmenter.finish());
      isOver = true;
    });
  }

  return {
    push(samples) {
      if (isStopped) return;
      buffer.append(samples);
      enqueue(async () => follow(await voice.push(samples)));
    },
    stop,
    cancel() {
      outdated.abort();
      stop();
    },
    end: () => seconds(buffer.end),
    heardUntil: () => seconds(Math.min(judged, buffer.end)),
    silentSince() {
      const since = segmenter.silentSince();
      return since === null ? null : seconds(since);
    },
    samples: (from, to) => buffer.slice(position(from), position(to)),
    release: (before) => buffer.dropBefore(position(before)),
    nextTask() {
      if (failure !== null) throw failure.error;
      return tasks.shift();
    },
    outdated: () => outdated.signal,
    isOver: () => isOver,
    news: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}
