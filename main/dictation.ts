/**
 * A dictation from Speak to Stop: sound to the recording first, from the recording to recognition, words
 * to the library, then to the page. When recognition dies the recording goes on, and a new process is fed
 * from the end of the last finished stretch.
 */
import { randomUUID } from 'node:crypto';
import type { Segment, Word } from '../preload/transcript.ts';
import type { CleanSegment } from './dictation-cleaning.ts';
import type { TranslateSegment } from './dictation-translation.ts';
import type { Emit, Entries } from './entries.ts';
import { ParolaError, toErrorData } from './errors.ts';
import type { Inference } from './inference.ts';
import { recordingSampleRateHz, recordToFile, recordToMemory } from './recording.ts';
import type { RecordingsFolder } from './recordings-folder.ts';
import { feed, newTake, type Take } from './take.ts';
import type { ListeningModels } from './worker/protocol.ts';

export interface DictationContext {
  readonly entries: Entries;
  readonly inference: Inference;
  readonly recordings: RecordingsFolder;
  readonly emit: Emit;
  /** Told of each settled stretch after it is stored. */
  readonly translateSegment: TranslateSegment;
  readonly cleanSegment: CleanSegment;
  /** @throws ParolaError model-missing */
  readonly models: () => ListeningModels;
  /** A page that is gone sends no more sound; after so long its dictation is ended. */
  readonly abandonedSeconds: number;
}

export interface Dictations {
  /** @throws ParolaError model-missing, queue-full, disk-full, output-unwritable */
  start(offTheRecord: boolean): string;
  /** Kept when this returns. @throws ParolaError job-unknown, disk-full, output-unwritable */
  audio(id: string, samples: Float32Array): void;
  /** Resolves when the last word is stored. @throws ParolaError job-unknown, or why there are no words */
  stop(id: string): Promise<void>;
  cancel(id: string): Promise<void>;
  isActive(id: string): boolean;
  /** The program ends: what is recorded stays, and is offered again at the next start. */
  close(): void;
}

export function createDictations(context: DictationContext): Dictations {
  const takes = new Map<string, Take>();
  const take = (id: string): Take => {
    const found = takes.get(id);
    if (found === undefined) throw new ParolaError('job-unknown', 'this dictation has ended already');
    return found;
  };
  return {
    start(offTheRecord) {
      const started = startTake(context, takes, offTheRecord);
      return started.id;
    },
    audio: (id, samples) => hear(context, takes, take(id), samples),
    stop: (id) => stop(context, takes, id),
    async cancel(id) {
      cancelTake(context, takes, take(id));
    },
    isActive: (id) => takes.has(id),
    close() {
      for (const one of takes.values()) {
        clearTimeout(one.idleTimer);
        one.recording.finish();
        one.end();
      }
      takes.clear();
    },
  };
}

function startTake(context: DictationContext, takes: Map<string, Take>, offTheRecord: boolean): Take {
  const id = randomUUID();
  const name = `${id}.wav`;
  const models = context.models();
  const recording = offTheRecord ? recordToMemory() : recordToFile(context.recordings.pathOf(name));
  const take = newTake({ id, models, recording, offTheRecord });
  try {
    listen(context, takes, take);
  } catch (error) {
    recording.finish();
    void context.recordings.destroy(context.recordings.pathOf(name));
    throw error;
  }
  takes.set(id, take);
  const createdAt = Date.now();
  const stored = offTheRecord ? null : name;
  context.entries.add(
    { id, kind: 'dictation', title: '', createdAt, state: 'recording', recording: stored },
    offTheRecord,
  );
  watchForAbandonment(context, takes, take);
  return take;
}

/** Starts recognition from the last finished stretch on. */
function listen(context: DictationContext, takes: Map<string, Take>, take: Take): void {
  const listening = context.inference.live(
    { models: take.models, fromSeconds: take.settledSeconds },
    {
      onPartial: (settled, unsettled) => showPartial(context, take, settled, unsettled),
      onSegment: (segment) => keepSegment(context, take, segment),
    },
  );
  take.listening = listening;
  take.fed = Math.round(take.settledSeconds * recordingSampleRateHz);
  listening.finished.then(
    ({ language }) => {
      take.language = language;
      finish(context, takes, take);
    },
    (error: unknown) => onLost(context, takes, take, error),
  );
  feed(take);
  if (take.isStopping) void listening.stop().catch(() => {});
}

/** After a crash the stretch is heard anew; until it has caught up, what was shown as settled stays. */
function showPartial(
  context: DictationContext,
  take: Take,
  settled: readonly Word[],
  unsettled: string,
): void {
  if (settled.length < take.settledWords) return;
  take.settledWords = settled.length;
  context.emit('partial', { id: take.id, settled, unsettled });
}

function keepSegment(context: DictationContext, take: Take, segment: Segment): void {
  take.settledSeconds = segment.end;
  take.settledWords = 0;
  take.crashes = 0;
  take.recording.forget(Math.floor(segment.end * recordingSampleRateHz));
  context.entries.addSegment(take.id, segment);
  const language = segment.language ?? take.models.language ?? 'und';
  context.translateSegment(take.id, segment, language);
  context.cleanSegment(take.id, segment, language);
}

function hear(context: DictationContext, takes: Map<string, Take>, take: Take, samples: Float32Array): void {
  if (take.isStopping) throw new ParolaError('job-unknown', 'this dictation is ending');
  watchForAbandonment(context, takes, take);
  try {
    take.recording.append(samples);
  } catch (error) {
    take.failure = error as ParolaError;
    void stop(context, takes, take.id).catch(() => {});
    throw error;
  }
  feed(take);
}

async function stop(context: DictationContext, takes: Map<string, Take>, id: string): Promise<void> {
  const take = takes.get(id);
  if (take !== undefined) {
    take.isStopping = true;
    clearTimeout(take.idleTimer);
    // Without a process to settle the rest there is nothing to wait for.
    if (take.listening === null) finish(context, takes, take);
    else void take.listening.stop().catch(() => {});
    await take.ended;
    if (take.failure !== null) throw take.failure;
    return;
  }
  const { error } = context.entries.get(id);
  if (error !== null) throw new ParolaError(error.code, error.message, error.detail);
}

/** The process went, or refused: once more from the recording, then the words are given up, not the sound. */
function onLost(context: DictationContext, takes: Map<string, Take>, take: Take, error: unknown): void {
  if (!takes.has(take.id)) return;
  take.listening = null;
  const { code } = toErrorData(error);
  const isGone = code === 'engine-crashed' || code === 'engine-hung';
  if (isGone && take.crashes === 0) {
    take.crashes++;
    try {
      listen(context, takes, take);
      return;
    } catch (second) {
      take.failure = asParolaError(second);
    }
  } else {
    take.failure ??= asParolaError(error);
  }
  if (take.isStopping) finish(context, takes, take);
}

/** The single end of a take that was not cancelled. */
function finish(context: DictationContext, takes: Map<string, Take>, take: Take): void {
  if (!takes.delete(take.id)) return;
  clearTimeout(take.idleTimer);
  const { entries } = context;
  const durationSeconds = take.recording.length / recordingSampleRateHz;
  try {
    take.recording.finish();
    if (durationSeconds === 0) {
      dropEmpty(context, take);
      return;
    }
    const error = take.failure === null ? null : toErrorData(take.failure);
    const state = error === null ? 'done' : 'failed';
    entries.change(take.id, { state, durationSeconds, language: take.language, error });
  } catch (error) {
    take.failure ??= asParolaError(error);
  } finally {
    take.end();
  }
}

/** Nothing was heard and nothing can be heard again: no entry is better than an empty one. */
function dropEmpty(context: DictationContext, take: Take): void {
  const name = context.entries.recordingOf(take.id);
  context.entries.remove(take.id);
  if (name !== null) void context.recordings.destroy(context.recordings.pathOf(name));
}

/** Words are given up; the recording stays unless it is off the record. */
function cancelTake(context: DictationContext, takes: Map<string, Take>, take: Take): void {
  takes.delete(take.id);
  clearTimeout(take.idleTimer);
  take.listening?.cancel();
  const durationSeconds = take.recording.length / recordingSampleRateHz;
  take.recording.finish();
  take.end();
  if (take.offTheRecord) {
    context.entries.remove(take.id);
    return;
  }
  context.entries.clearSegments(take.id);
  context.entries.change(take.id, { state: 'cancelled', durationSeconds });
}

function watchForAbandonment(context: DictationContext, takes: Map<string, Take>, take: Take): void {
  clearTimeout(take.idleTimer);
  take.idleTimer = setTimeout(() => {
    void stop(context, takes, take.id).catch(() => {});
  }, context.abandonedSeconds * 1000);
  take.idleTimer.unref();
}

function asParolaError(error: unknown): ParolaError {
  const { code, message, detail } = toErrorData(error);
  return new ParolaError(code, message, detail);
}
