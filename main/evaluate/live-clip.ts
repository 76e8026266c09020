/** One recording through the streaming path, fed as a microphone would feed it, and how late its words came. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Segment, Word } from '../../preload/transcript.ts';
import type { Inference } from '../inference.ts';
import type { ListeningModels } from '../worker/protocol.ts';
import { sampleRateHz } from './clips.ts';
import { normalizedWords } from './normalize.ts';

export interface LiveClip {
  readonly text: string;
  /** Per word, from its end as spoken until it was first shown. */
  readonly partialLagMilliseconds: readonly number[];
  /** Per segment. */
  readonly settledLagMilliseconds: readonly number[];
}

/** The chunk of the window's own microphone (renderer/capture/worklet.ts). */
const chunkSamples = 1280;
/** Silence after the recording: at least, and at most while something is not settled. */
const minClosingSeconds = 1.5;
const maxClosingSeconds = 3;
/** Silence that belongs to a segment before it may settle. */
const tailSeconds = 0.5;
/** A segment's end lies this much after its last speech. */
const segmentSlackSeconds = 0.1;
/** A word may move by this many places between being shown and being settled. */
const shownWithinPlaces = 2;

interface Shown {
  readonly atSeconds: number;
  readonly words: readonly string[];
}

/** @throws ParolaError when the inference process fails, or `signal` has fired */
export async function hearLive(
  inference: Inference,
  models: ListeningModels,
  samples: Float32Array,
  signal?: AbortSignal,
): Promise<LiveClip> {
  const segments: {
    readonly atSeconds: number;
    readonly segment: Segment;
    readonly shown: readonly Shown[];
  }[] = [];
  let shown: Shown[] = [];
  const begin = performance.now();
  const now = () => (performance.now() - begin) / 1000;
  const live = inference.live(
    { models, fromSeconds: 0 },
    {
      onPartial: (settled, unsettled) =>
        shown.push({ atSeconds: now(), words: shownWords(settled, unsettled) }),
      onSegment: (segment) => {
        segments.push({ atSeconds: now(), segment, shown });
        shown = [];
      },
    },
  );
  try {
    await feed(samples, live.push, now, () => shown.length === 0 && segments.length > 0, signal);
  } catch (error) {
    live.cancel();
    throw error;
  }
  await live.stop();
  return {
    text: segments.map(({ segment }) => segment.text).join(' '),
    partialLagMilliseconds: segments.flatMap(wordLags),
    settledLagMilliseconds: segments.map(
      ({ atSeconds, segment }) => 1000 * (atSeconds - (segment.end - segmentSlackSeconds + tailSeconds)),
    ),
  };
}

/** Pushes a chunk whenever its last sample has been spoken, then silence until all is settled. */
async function feed(
  samples: Float32Array,
  push: (samples: Float32Array) => void,
  now: () => number,
  isSettled: () => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const end = samples.length + maxClosingSeconds * sampleRateHz;
  for (let at = 0; at < end; at += chunkSamples) {
    const dueSeconds = (at + chunkSamples) / sampleRateHz;
    await sleep(Math.max(0, (dueSeconds - now()) * 1000));
    signal?.throwIfAborted();
    if (at > samples.length + minClosingSeconds * sampleRateHz && isSettled()) return;
    const chunk = new Float32Array(chunkSamples);
    chunk.set(samples.subarray(at, at + chunkSamples));
    push(chunk);
  }
}

function shownWords(settled: readonly Word[], unsettled: string): string[] {
  return normalizedWords(`${settled.map((word) => word.text).join(' ')} ${unsettled}`);
}

/** When each word of a segment was first shown, at or near its place; at the latest with the segment itself. */
function wordLags({
  atSeconds,
  segment,
  shown,
}: {
  readonly atSeconds: number;
  readonly segment: Segment;
  readonly shown: readonly Shown[];
}): number[] {
  const lags: number[] = [];
  let place = 0;
  for (const word of segment.words) {
    const parts = normalizedWords(word.text);
    const first = shown.find(({ words }) =>
      parts.every((part) =>
        words
          .slice(Math.max(0, place - shownWithinPlaces), place + parts.length + shownWithinPlaces)
          .includes(part),
      ),
    );
    place += parts.length;
    if (parts.length > 0) lags.push(1000 * ((first?.atSeconds ?? atSeconds) - word.end));
  }
  return lags;
}
