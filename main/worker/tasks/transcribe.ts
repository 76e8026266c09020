/**
 * A recording of any length → segments with words and times: voice activity cuts the stream at
 * pauses, each stretch of speech is decoded by itself, and memory holds one stretch at a time.
 */
import type { Segment } from '../../../preload/transcript.ts';
import { createSampleBuffer } from '../input/sample-buffer.ts';
import { createSegmenter, type Frame, type Stretch } from '../input/segment.ts';
import { checkCancelled, codedCancel } from './cancel.ts';
import { isInvented, toSegment } from './heard-segment.ts';
import { type Hearer, inLanguage } from './hearer.ts';
import type { Listening } from './listening.ts';
import { type HeardWord, shiftWords } from './recognise.ts';

export interface TranscribeOptions {
  /** Where the first sample lies in the recording; times are counted from the recording's start. */
  readonly fromSeconds: number;
  /** Length of the whole recording, null where it is not known before the end. */
  readonly totalSeconds: number | null;
  /** The model alone, for comparison: the audio as it is, no voice activity, no checks. */
  readonly bare?: boolean;
  readonly signal?: AbortSignal;
  /** All before `doneSeconds` is finished: a job that breaks off can go on from there. */
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
 * A few words alone are heard badly or not at all ("ask not", between two pauses of a speech), so a
 * short stretch goes on over a longer pause; a long one ends at the first.
 */
function pauseSeconds(stretchSeconds: number): number {
  if (stretchSeconds < 6) return 2;
  return stretchSeconds < 15 ? 0.8 : 0.5;
}

/**
 * A model that takes a window of one length, however little is in it, does as much work for a word as for
 * half a minute: its stretches go on over pauses until they nearly fill one. It parts them itself.
 */
function windowPauseSeconds(stretchSeconds: number): number {
  return stretchSeconds < 20 ? 4 : 0.5;
}

/** Words that the model itself parted into pieces of text; all in one where it did not. */
function piecesOf(words: readonly HeardWord[]): HeardWord[][] {
  const pieces: HeardWord[][] = [];
  for (const word of words) {
    const last = pieces.at(-1);
    if (last === undefined || word.beginsPiece) pieces.push([word]);
    else last.push(word);
  }
  return pieces;
}

const startOf = (words: readonly HeardWord[]) => words[0]?.start ?? 0;
const endOf = (words: readonly HeardWord[]) => words.at(-1)?.end ?? 0;

/**
 * Transcribes 16 kHz mono `audio` (blocks of any size, −1…1).
 * @throws ParolaError `cancelled` when `signal` fires, and whatever `audio` throws
 */
export async function transcribe(
  listening: Listening,
  audio: AsyncIterable<Float32Array>,
  options: TranscribeOptions,
): Promise<Heard> {
  const run = options.bare === true ? transcribeBare : transcribeStretches;
  const hearer = listening.openHearer();
  const samples = await codedCancel(options.signal, () => run(listening, hearer, audio, options));
  return { language: hearer.language(), duration: options.fromSeconds + samples / listening.sampleRateHz };
}

async function transcribeStretches(
  listening: Listening,
  hearer: Hearer,
  audio: AsyncIterable<Float32Array>,
  { fromSeconds, totalSeconds, signal, onProgress, onSegment }: TranscribeOptions,
): Promise<number> {
  const { sampleRateHz, frameSamples, maxSeconds } = listening;
  const voice = listening.watchVoice();
  const segmenter = createSegmenter({
    frameSamples,
    sampleRateHz,
    pauseSeconds: listening.isWindowed ? windowPauseSeconds : pauseSeconds,
    maxSeconds,
  });
  const buffer = createSampleBuffer();
  let lastEnd = fromSeconds;

  async function handle(stretch: Stretch): Promise<void> {
    const speech = {
      start: (stretch.speechStart - stretch.start) / sampleRateHz,
      end: (stretch.speechEnd - stretch.start) / sampleRateHz,
    };
    const heard = await hearer.hear(buffer.slice(stretch.start, stretch.end), [], speech, signal);
    const seconds = (position: number) => fromSeconds + position / sampleRateHz;
    const pieces = piecesOf(shiftWords(heard, seconds(stretch.start)));
    for (const [index, words] of pieces.entries()) {
      if (isInvented(words, stretch.probability)) continue;
      const span = {
        start: index === 0 ? seconds(stretch.speechStart) : startOf(words),
        end: index === pieces.length - 1 ? seconds(stretch.speechEnd) : endOf(words),
        probability: stretch.probability,
        soundEnd: seconds(buffer.end),
      };
      const segment = toSegment(words, span, lastEnd);
      lastEnd = segment.end;
      onSegment(inLanguage(segment, hearer));
    }
  }

  async function follow(frames: readonly Frame[]): Promise<void> {
    for (const frame of frames) {
      for (const event of segmenter.push(frame)) if (event.kind === 'close') await handle(event.stretch);
    }
    buffer.dropBefore(segmenter.keepFrom());
    onProgress?.(fromSeconds + segmenter.keepFrom() / sampleRateHz, totalSeconds);
  }

  for await (const block of audio) {
    checkCancelled(signal);
    buffer.append(block);
    await follow(await voice.push(block));
  }
  const samples = buffer.end;
  await follow(await voice.finish());
  for (const event of segmenter.finish()) if (event.kind === 'close') await handle(event.stretch);
  onProgress?.(fromSeconds + samples / sampleRateHz, totalSeconds);
  return samples;
}

/** As long as the model takes at once, for a recording that is longer than that. */
const bareSeconds = 60;

async function transcribeBare(
  listening: Listening,
  hearer: Hearer,
  audio: AsyncIterable<Float32Array>,
  { fromSeconds, totalSeconds, signal, onProgress, onSegment }: TranscribeOptions,
): Promise<number> {
  const { sampleRateHz } = listening;
  const buffer = createSampleBuffer();
  let done = 0;
  async function hear(end: number): Promise<void> {
    if (end === done) return;
    const start = fromSeconds + done / sampleRateHz;
    const heard = shiftWords(await hearer.recognise(buffer.slice(done, end), [], signal), start);
    done = end;
    const reached = fromSeconds + end / sampleRateHz;
    if (heard.length > 0)
      onSegment(toSegment(heard, { start, end: reached, probability: 1, soundEnd: reached }, start));
    buffer.dropBefore(end);
    onProgress?.(reached, totalSeconds);
  }
  for await (const block of audio) {
    checkCancelled(signal);
    buffer.append(block);
    while (buffer.end - done > bareSeconds * sampleRateHz) await hear(done + bareSeconds * sampleRateHz);
  }
  await hear(buffer.end);
  return buffer.end;
}
