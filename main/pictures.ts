/**
 * A picture from its first piece to what is said of it: stored whole before it is looked at, what came of it
 * stored before it is told, and looked at once more from the stored copy when that is asked for. Off the
 * record it stays in memory.
 */
import { randomUUID } from 'node:crypto';
import type { CallInput, CallResults } from '../preload/contract.ts';
import type { PictureFormat, PictureView } from '../preload/picture-calls.ts';
import {
  describedAsHtml,
  describedAsJson,
  describedAsText,
  descriptionFacts,
} from './description-formats.ts';
import type { Emit, Entries } from './entries.ts';
import { ParolaError, toErrorData } from './errors.ts';
import { entryFileName } from './history.ts';
import type { Inference } from './inference.ts';
import type { LibraryPictures } from './library-pictures.ts';
import { keepInMemory, type MemoryUpload, maxPictureBytes } from './picture-files.ts';
import { describeEntry, readPreview } from './picture-job.ts';
import type { RecordingsFolder } from './recordings-folder.ts';
import { beginUpload, type Upload } from './upload.ts';
import type { PictureSource, SeeingModels } from './worker/protocol.ts';

export interface PicturesContext {
  readonly entries: Entries;
  readonly recordings: RecordingsFolder;
  readonly inference: Pick<Inference, 'describe'>;
  readonly emit: Emit;
  /** @throws ParolaError model-missing, model-unknown */
  readonly seeing: () => Promise<SeeingModels>;
}

export interface Pictures {
  /** @throws ParolaError queue-full, picture-too-large */
  begin(input: CallInput<'picture.begin'>): string;
  isArriving(id: string): boolean;
  chunk(id: string, bytes: Uint8Array): Promise<void>;
  /** Stored; resolves when it is a job, not when it has been described. */
  end(id: string): Promise<void>;
  /** @throws ParolaError job-unknown */
  cancel(id: string): Promise<void>;
  /** @throws ParolaError job-unknown, file-not-found, request-invalid while it is under way */
  retry(id: string): void;
  /** @throws ParolaError job-unknown */
  open(id: string): PictureView;
  /** @throws ParolaError job-unknown, file-not-found */
  preview(id: string): Promise<CallResults['picture.preview']>;
  setAltText(id: string, altText: string | null): void;
  /** @throws ParolaError job-unknown, request-invalid where nothing is said of it yet */
  exported(id: string, format: PictureFormat): CallResults['picture.export'];
  isActive(id: string): boolean;
  /** It is to be deleted: ends its job, and deletes what lies beside the entry. */
  forget(id: string): Promise<void>;
  /** Work in flight stays `running` in the library, so that the next start offers it again. */
  close(): Promise<void>;
}

export interface PictureState {
  readonly uploads: Map<string, Upload | MemoryUpload>;
  readonly jobs: Map<string, AbortController>;
  /** Off the record: the picture until it was described, and its preview until the program ends. */
  readonly bytes: Map<string, Uint8Array>;
  readonly previews: Map<string, Uint8Array>;
  closing: boolean;
}

const maxUploads = 8;
/** What arrives into memory and has not come whole by then. */
const abandonedMilliseconds = 10 * 60 * 1000;

export function createPictures(context: PicturesContext): Pictures {
  const { entries } = context;
  const state: PictureState = {
    uploads: new Map(),
    jobs: new Map(),
    bytes: new Map(),
    previews: new Map(),
    closing: false,
  };
  return {
    begin: (input) => begin(context, state, input),
    isArriving: (id) => state.uploads.has(id),
    chunk: (id, bytes) => arriving(state, id).add(bytes),
    end: (id) => end(context, state, id),
    async cancel(id) {
      const job = state.jobs.get(id);
      if (job !== undefined) job.abort();
      else if (state.uploads.has(id)) await drop(state, id);
      else if (entries.get(id).state === 'interrupted') entries.change(id, { state: 'cancelled' });
    },
    retry: (id) => retry(context, state, id),
    open: (id) => open(context, id),
    preview: (id) => readPreview(context, state, id),
    setAltText(id, altText) {
      open(context, id);
      entries.inPictures(id, (pictures: LibraryPictures) => pictures.setAltText(id, altText));
      // Told as a change of the entry, whose first words it may be.
      entries.change(id, {});
    },
    exported: (id, format) => exported(context, id, format),
    isActive: (id) => state.jobs.has(id) || state.uploads.has(id),
    async forget(id) {
      state.jobs.get(id)?.abort();
      await drop(state, id);
      state.bytes.delete(id);
      state.previews.delete(id);
      if (!entries.has(id)) return;
      const preview = entries.inPictures(id, (pictures) => pictures.read(id)?.preview ?? null);
      if (preview !== null) await context.recordings.destroy(context.recordings.pathOf(preview));
    },
    async close() {
      state.closing = true;
      for (const job of state.jobs.values()) job.abort();
      await Promise.all([...state.uploads.keys()].map((id) => drop(state, id)));
    },
  };
}

function begin(
  { recordings }: PicturesContext,
  state: PictureState,
  { name, bytes, offTheRecord }: CallInput<'picture.begin'>,
): string {
  if (bytes > maxPictureBytes) {
    throw new ParolaError('picture-too-large', 'the picture is larger than 512 MiB; give a smaller one');
  }
  if (state.uploads.size >= maxUploads) {
    throw new ParolaError('queue-full', 'too many pictures are arriving at once; add this one afterwards');
  }
  const id = randomUUID();
  const extension = /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0].toLowerCase() ?? '';
  const onAbandoned = (): void => void drop(state, id);
  const path = recordings.pathOf(`${id}${extension}`);
  const upload = offTheRecord
    ? keepInMemory(name, bytes)
    : beginUpload({ title: name, bytes, path, offTheRecord, onAbandoned });
  if (offTheRecord) setTimeout(onAbandoned, abandonedMilliseconds).unref();
  state.uploads.set(id, upload);
  return id;
}

function arriving(state: PictureState, id: string): Upload | MemoryUpload {
  const found = state.uploads.get(id);
  if (found === undefined) throw new ParolaError('job-unknown', 'this picture is not arriving any more');
  return found;
}

async function drop(state: PictureState, id: string): Promise<void> {
  const found = state.uploads.get(id);
  state.uploads.delete(id);
  await found?.discard();
}

async function end(context: PicturesContext, state: PictureState, id: string): Promise<void> {
  const upload = arriving(state, id);
  try {
    await upload.finish();
  } catch (error) {
    await drop(state, id);
    throw error;
  }
  state.uploads.delete(id);
  if ('bytes' in upload) state.bytes.set(id, upload.bytes());
  const { title, offTheRecord, fileName } = upload;
  const recording = offTheRecord ? null : fileName;
  const { entries } = context;
  entries.add(
    { id, kind: 'picture', title, createdAt: Date.now(), state: 'waiting', recording },
    offTheRecord,
  );
  entries.inPictures(id, (pictures) => pictures.add(id));
  void run(context, state, id);
}

/** One picture from waiting to its single end. */
async function run(context: PicturesContext, state: PictureState, id: string): Promise<void> {
  const { entries } = context;
  const job = new AbortController();
  // Of several at once only the first is waited for; the others may be a folder.
  const urgent = state.jobs.size === 0;
  state.jobs.set(id, job);
  try {
    const description = await describeEntry(context, state, id, sourceOf(context, state, id), {
      signal: job.signal,
      urgent,
    });
    state.jobs.delete(id);
    state.bytes.delete(id);
    context.emit('described', { id, description });
    entries.change(id, { state: 'done', language: 'en', error: null });
  } catch (thrown) {
    state.jobs.delete(id);
    if (state.closing) return;
    const error = toErrorData(thrown);
    try {
      entries.change(id, error.code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', error });
    } catch {
      // The disk is full, or the entry was deleted meanwhile; neither can be noted there.
    }
  }
}

/** @throws ParolaError file-not-found */
function sourceOf({ entries, recordings }: PicturesContext, state: PictureState, id: string): PictureSource {
  const name = entries.recordingOf(id);
  if (name !== null) return { path: recordings.pathOf(name) };
  const bytes = state.bytes.get(id);
  if (bytes !== undefined) return { bytes };
  throw new ParolaError(
    'file-not-found',
    'the picture is not kept any more, so there is nothing to begin with again; give it once more',
  );
}

function retry(context: PicturesContext, state: PictureState, id: string): void {
  open(context, id);
  if (state.jobs.has(id)) throw new ParolaError('request-invalid', 'it is under way already');
  sourceOf(context, state, id);
  context.entries.change(id, { state: 'waiting', error: null });
  void run(context, state, id);
}

function open({ entries }: PicturesContext, id: string): PictureView {
  const entry = entries.get(id);
  const stored = entries.inPictures(id, (pictures) => pictures.read(id));
  if (stored === null) throw new ParolaError('request-invalid', 'it is no picture');
  const { description, altText } = stored;
  return { entry, description, altText };
}

function exported(
  context: PicturesContext,
  id: string,
  format: PictureFormat,
): CallResults['picture.export'] {
  const { entry, description, altText } = open(context, id);
  if (description === null) throw new ParolaError('request-invalid', 'nothing is said of this picture yet');
  const described = { description, altText, name: entry.title };
  const writers = { text: describedAsText, json: describedAsJson, html: describedAsHtml };
  const { extension, mimeType } = descriptionFacts[format];
  return { name: `${entryFileName(entry)}.${extension}`, mimeType, text: writers[format](described) };
}
