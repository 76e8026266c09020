/**
 * Summaries: each an entry of the library that keeps its text and, once it is made, its digest. The text is
 * stored before it is read, the digest before it is told; of two runs of one entry the newer wins.
 */
import { randomUUID } from 'node:crypto';
import type { CallInput, CallResults } from '../preload/contract.ts';
import type { ShownLength, SummaryView } from '../preload/summary-calls.ts';
import { ParolaError, toErrorData } from './errors.ts';
import type { StoredSummary, SummaryInput } from './library-summaries.ts';
import { type TextsToRead, textsOfEntries } from './summary-entries.ts';
import { exportSummary } from './summary-export.ts';
import { textsOfFile } from './summary-files.ts';
import { digestEntry, type SummaryRunContext } from './summary-run.ts';
import { inputOf, titleOf } from './summary-sources.ts';
import { createSummaryUploads, type SummaryUploads } from './summary-uploads.ts';
import type { SummaryModels } from './worker/protocol.ts';

export interface SummariesContext extends SummaryRunContext {
  /**
   * @param model null: sentences that were really said
   * @throws ParolaError model-unknown, model-wrong-task, model-missing
   */
  readonly summaryModels: (model: string | null) => Promise<SummaryModels>;
  /** What the user chose. */
  readonly summaryModel: () => string | null;
}

export interface Summaries {
  /**
   * @throws ParolaError cancelled (also by a newer run), job-unknown, request-invalid, text-too-long,
   * model-missing; as the engine
   */
  run(input: CallInput<'summary.run'>): Promise<CallResults['summary.run']>;
  /** @throws ParolaError queue-full, text-too-long */
  begin(input: CallInput<'summary.begin'>): string;
  isArriving(id: string): boolean;
  chunk(id: string, bytes: Uint8Array): Promise<void>;
  /**
   * Stored; resolves when it is a job, not when it has been summarized.
   * @throws ParolaError text-unreadable, data-malformed, request-invalid without words
   */
  end(id: string): Promise<void>;
  cancel(id: string): void;
  /**
   * Once more from the stored text, with what the user chose by now.
   * @throws ParolaError job-unknown, request-invalid while it is under way
   */
  retry(id: string): void;
  /** @throws ParolaError job-unknown, request-invalid for what is no summary */
  open(id: string): SummaryView;
  setLength(id: string, length: ShownLength): void;
  /** @throws ParolaError job-unknown, request-invalid where there is no digest yet */
  exported(input: CallInput<'summary.export'>): CallResults['summary.export'];
  isActive(id: string): boolean;
  /** It is to be deleted: ends its run. */
  forget(id: string): void;
  /** Work in flight stays `running` in the library, so that the next start offers it again. */
  close(): void;
}

interface State {
  readonly uploads: SummaryUploads;
  readonly running: Map<string, AbortController>;
  closing: boolean;
}

const maxWaiting = 64;

export function createSummaries(context: SummariesContext): Summaries {
  const state: State = { uploads: createSummaryUploads(), running: new Map(), closing: false };
  return {
    run: (input) => run(context, state, input),
    begin(input) {
      if (state.running.size >= maxWaiting) {
        throw new ParolaError('queue-full', 'too many texts are waiting; add this one when some are done');
      }
      return state.uploads.begin(input);
    },
    isArriving: (id) => state.uploads.has(id),
    chunk: (id, bytes) => state.uploads.add(id, bytes),
    end: (id) => end(context, state, id),
    cancel: (id) => cancel(context, state, id),
    retry: (id) => retry(context, state, id),
    open: (id) => viewOf(context, id),
    setLength(id, length) {
      checkSummary(context, id);
      context.entries.inSummaries(id, (summaries) => summaries.setLength(id, length));
    },
    exported: (input) => exportSummary(context.entries.get(input.id), readStored(context, input.id), input),
    isActive: (id) => state.running.has(id) || state.uploads.has(id),
    forget(id) {
      state.uploads.drop(id);
      state.running.get(id)?.abort();
    },
    close() {
      state.closing = true;
      state.uploads.clear();
      for (const controller of state.running.values()) controller.abort();
    },
  };
}

async function run(
  context: SummariesContext,
  state: State,
  { id: asked, source, model, offTheRecord }: CallInput<'summary.run'>,
): Promise<CallResults['summary.run']> {
  if (asked !== null) checkSummary(context, asked);
  const read = 'text' in source ? typed(source.text) : textsOfEntries(context.entries, source.entries);
  const input = inputOf(read.texts, model);
  // What is off the record does not become part of an entry that is on it.
  const isOff = read.offTheRecord || (asked === null && offTheRecord);
  const isSame = asked !== null && (!isOff || context.entries.get(asked).offTheRecord);
  const id = isSame ? asked : randomUUID();
  await digest(context, state, id, async () => {
    const models = await context.summaryModels(model);
    return { models, input, keep: () => store(context, id, { title: titleOf(read.texts), isOff }, input) };
  });
  return { id, view: viewOf(context, id) };
}

function typed(text: string): TextsToRead {
  return { texts: [{ title: '', entry: null, source: { text } }], offTheRecord: false };
}

/** Makes the entry where there is none, and keeps what is to be read. */
function store(
  { entries }: SummariesContext,
  id: string,
  { title, isOff }: { readonly title: string; readonly isOff: boolean },
  input: SummaryInput,
): void {
  if (!entries.has(id)) {
    const entry = { id, kind: 'summary', title, createdAt: Date.now(), state: 'waiting' } as const;
    entries.add({ ...entry, recording: null }, isOff);
  }
  entries.inSummaries(id, (summaries) => summaries.begin(id, input));
  entries.change(id, { state: 'running', error: null, title });
}

interface Prepared {
  readonly models: SummaryModels;
  readonly input: SummaryInput;
  /** Stores the text; what is there already needs it not. */
  readonly keep: () => void;
}

/** From a text to its digest, and to the single end of it; ends an older run of the same entry. */
async function digest(
  context: SummariesContext,
  state: State,
  id: string,
  prepare: () => Promise<Prepared>,
): Promise<void> {
  state.running.get(id)?.abort();
  const controller = new AbortController();
  state.running.set(id, controller);
  const { entries } = context;
  const isNewest = (): boolean => state.running.get(id) === controller;
  try {
    const { models, input, keep } = await prepare();
    if (controller.signal.aborted) throw new ParolaError('cancelled', 'stopped before it began');
    keep();
    const { language } = await digestEntry(context, id, input, models, controller.signal);
    entries.setProgress(id, null);
    entries.change(id, { state: 'done', language, error: null });
  } catch (thrown) {
    if (isNewest() && !state.closing) noteFailure(context, id, thrown);
    throw thrown;
  } finally {
    if (isNewest()) state.running.delete(id);
  }
}

/** The text is kept, so that it can be tried again. */
function noteFailure({ entries }: SummariesContext, id: string, thrown: unknown): void {
  entries.setProgress(id, null);
  try {
    if (!entries.has(id) || entries.get(id).state === 'done') return;
    const error = toErrorData(thrown);
    entries.change(id, error.code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', error });
  } catch {
    // The disk is full: it cannot be noted there.
  }
}

async function end(context: SummariesContext, state: State, id: string): Promise<void> {
  const { title, bytes, offTheRecord: isOff } = await state.uploads.finish(id);
  const input = inputOf(textsOfFile(title, bytes), context.summaryModel());
  store(context, id, { title, isOff }, input);
  goOn(context, state, id, input);
}

function retry(context: SummariesContext, state: State, id: string): void {
  const stored = readStored(context, id);
  if (state.running.has(id)) throw new ParolaError('request-invalid', 'it is under way already');
  // The one that was missing may be why another was chosen since.
  const input = { ...stored, model: context.summaryModel() };
  context.entries.inSummaries(id, (summaries) => summaries.begin(id, input));
  context.entries.change(id, { state: 'running', error: null });
  goOn(context, state, id, input);
}

/** What is stored becomes a digest; how it ends, the entry tells. */
function goOn(context: SummariesContext, state: State, id: string, input: SummaryInput): void {
  const prepare = async (): Promise<Prepared> => ({
    models: await context.summaryModels(input.model),
    input,
    keep() {},
  });
  digest(context, state, id, prepare).then(
    () => context.emit('summarized', { id }),
    () => {},
  );
}

function cancel({ entries }: SummariesContext, state: State, id: string): void {
  const running = state.running.get(id);
  if (running !== undefined) running.abort();
  else if (!state.uploads.drop(id) && entries.get(id).state === 'interrupted') {
    entries.change(id, { state: 'cancelled' });
  }
}

function viewOf(context: SummariesContext, id: string): SummaryView {
  const { text, texts, digest, length } = readStored(context, id);
  const shown = texts.map(({ startCharacter, endCharacter, entry, title }) => ({
    ...{ startCharacter, endCharacter, entry, title },
  }));
  return { entry: context.entries.get(id), text, texts: shown, digest, length };
}

/** @throws ParolaError job-unknown, request-invalid */
function checkSummary({ entries }: SummariesContext, id: string): void {
  if (entries.get(id).kind !== 'summary') throw new ParolaError('request-invalid', 'it is no summary');
}

/** @throws ParolaError job-unknown, request-invalid */
function readStored(context: SummariesContext, id: string): StoredSummary {
  checkSummary(context, id);
  const stored = context.entries.inSummaries(id, (summaries) => summaries.read(id));
  if (stored === null) throw new ParolaError('request-invalid', 'its text was not kept; give it once more');
  return stored;
}
