/**
 * Speech as it is spoken → words that settle. The model is not a streaming one: the growing stretch
 * is decoded again and again, what successive hypotheses agree on settles, and what is settled
 * never changes. One decoding at a time, always of the newest audio, so that nothing backs up.
 */
import type { Segment, Word } from '../../../preload/transcript.ts';
import { checkCancelled, codedCancel } from './cancel.ts';
import { type Hearer, inLanguage } from './hearer.ts';
import { type Hearing, type HearingTask, startHearing } from './hearing.ts';
import type { Listening } from './listening.ts';
import { createLiveText } from './live-text.ts';
import { type HeardWord, shiftWords } from './recognise.ts';
import type { Heard } from './transcribe.ts';

export interface LiveOptions {
  /** Where the first sample lies in the recording. */
  readonly fromSeconds: number;
  readonly signal?: AbortSignal;
  /** Words of the stretch being spoken; `settled` only ever grows until its `onSegment`. */
  readonly onPartial: (settled: readonly Word[], unsettled: string) => void;
  /** A stretch closed by a pause: begins with the words that were settled. */
  readonly onSegment: (segment: Segment) => void;
}

export interface LiveSession {
  /** 16 kHz mono samples in −1…1, in order; returns at once. */
  push(samples: Float32Array): void;
  /**
   * No more audio comes: settles what is left.
   * @throws ParolaError `cancelled` when the signal fired, or what made recognition fail
   */
  stop(): Promise<Heard>;
  /** Settles when recognition ends; rejects as `stop` does, without waiting for it to be asked. */
  readonly finished: Promise<void>;
}

/** New audio that a new hypothesis is worth. */
const updateSeconds = 0.2;
/** So much silence may be a pause: the words are made ready before it is one, so that they settle at once. */
const readySeconds = 0.25;
/** The tail of a stretch, as it is decoded. */
const tailSeconds = 0.5;
/** Settled audio kept for the context of what follows; see live-window.ts. */
const keptSeconds = 8;

/** Starts listening to a stream of audio. */
export function startLive(listening: Listening, options: LiveOptions): LiveSession {
  const { fromSeconds, signal } = options;
  const hearing = startHearing(listening, fromSeconds);
  const hearer = listening.openHearer();
  signal?.addEventListener('abort', () => hearing.cancel(), { once: true });
  const finished = codedCancel(signal, () => settleAll(listening, hearer, hearing, options));
  // Whoever calls `stop` is told; until then a failure must not end the process.
  finished.catch(() => {});
  return {
    finished,
    push: (samples) => hearing.push(samples),
    async stop() {
      hearing.stop();
      await finished;
      return { language: hearer.language(), duration: hearing.end() };
    },
  };
}

/** Recognizes until no more audio comes. */
async function settleAll(
  listening: Listening,
  hearer: Hearer,
  hearing: Hearing,
  options: LiveOptions,
): Promise<void> {
  /** How long an update takes, lately. */
  let paceSeconds = 0;
  const { onPartial, onSegment } = options;
  const text = createLiveText({
    onPartial,
    onSegment: (segment) => onSegment(inLanguage(segment, hearer)),
    longestWindowSeconds: () => longestWindowSeconds(paceSeconds),
  });
  let isOpen = false;
  let triedUntil = 0;
  /** What the stretch ends with if its speech ended at `speechEnd`. */
  let ready: { readonly speechEnd: number; readonly words: readonly HeardWord[] } | null = null;

  async function follow(task: HearingTask): Promise<void> {
    isOpen = task.kind === 'open';
    if (task.kind === 'open') {
      text.open(task.start, task.speechStart);
      triedUntil = task.start;
    } else {
      const { end } = task.span;
      text.close(ready?.speechEnd === end ? ready.words : await hearEnd(end, task.end), task.span);
    }
    ready = null;
  }

  /** The words of a stretch whose speech ends at `speechEnd`, from audio up to `until`. */
  async function hearEnd(speechEnd: number, until: number): Promise<HeardWord[]> {
    const { from, prefix } = text.window();
    const heard = hearing.samples(from, until);
    const samples = new Float32Array(
      Math.max(heard.length, Math.round((speechEnd + tailSeconds - from) * listening.sampleRateHz)),
    );
    samples.set(heard);
    const newSpeech = { start: text.unsettledFrom() - from, end: speechEnd - from };
    return shiftWords(await hearer.hear(samples, idsOf(prefix), newSpeech, options.signal), from);
  }

  async function makeReady(speechEnd: number): Promise<void> {
    triedUntil = hearing.heardUntil();
    const words = await hearEnd(speechEnd, triedUntil);
    ready = { speechEnd, words };
    text.preview(words);
  }

  async function update(): Promise<void> {
    triedUntil = hearing.heardUntil();
    const outdated = hearing.outdated();
    const begin = performance.now();
    const { from, prefix } = text.window();
    try {
      const words = await hearer.recognise(hearing.samples(from, triedUntil), idsOf(prefix), outdated);
      paceSeconds += ((performance.now() - begin) / 1000 - paceSeconds) / 3;
      text.update(shiftWords(words, from), triedUntil);
    } catch (error) {
      // The stretch has ended: its end is decoded instead.
      if (!outdated.aborted) throw error;
    }
  }

  /** What is worth decoding now. Decided at once, so that no news is missed in between. */
  function nextDecoding(): (() => Promise<void>) | null {
    const silentSince = hearing.silentSince();
    const heardUntil = hearing.heardUntil();
    if (silentSince === null) return heardUntil - triedUntil < updateSeconds ? null : update;
    const isReady = ready?.speechEnd === silentSince;
    return isReady || heardUntil - silentSince < readySeconds ? null : () => makeReady(silentSince);
  }

  for (;;) {
    checkCancelled(options.signal);
    const task = hearing.nextTask();
    const decoding = task === undefined && isOpen ? nextDecoding() : null;
    if (task !== undefined) await follow(task);
    else if (decoding !== null) await decoding();
    else if (hearing.isOver()) return;
    else await hearing.news();
    hearing.release(Math.min(isOpen ? text.window().from : Infinity, hearing.heardUntil() - keptSeconds));
  }
}

/** Ten seconds where an update takes a quarter of one, less where it takes longer, down to a sentence. */
function longestWindowSeconds(paceSeconds: number): number {
  return Math.min(10, Math.max(5, 10 - (paceSeconds - 0.25) * 20));
}

function idsOf(words: readonly HeardWord[]): number[] {
  return words.flatMap((word) => word.ids);
}
