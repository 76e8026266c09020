/**
 * A dropped file, a recording or a document, from its first piece to its last word: stored whole before it
 * is a job, heard or translated in its turn, and once more from the stored copy when that is asked for.
 */
import { randomUUID } from 'node:crypto';
import { factsBefore, maxDocumentBytes } from './document-job.ts';
import { ParolaError, toErrorData } from './errors.ts';
import { type FileWorkContext, hearFile, translateFile } from './file-work.ts';
import type { RecordingsFolder } from './recordings-folder.ts';
import { createTurns, type Turns } from './turns.ts';
import { beginUpload, type Upload } from './upload.ts';

export interface FilesContext extends FileWorkContext {
  readonly recordings: RecordingsFolder;
  readonly isOffTheRecord: () => boolean;
}

/** Of a document; what has none is a recording. BCP 47, null: to be found. */
export interface DocumentLanguages {
  readonly from: string | null;
  readonly to: string;
}

export interface Files {
  /** @throws ParolaError queue-full, text-too-long */
  begin(name: string, bytes: number, languages?: DocumentLanguages): Promise<string>;
  chunk(id: string, bytes: Uint8Array): Promise<void>;
  /** Stored; resolves when it is a job, not when it has been heard. */
  end(id: string): Promise<void>;
  /** @throws ParolaError job-unknown */
  cancel(id: string): Promise<void>;
  /** @throws ParolaError job-unknown, file-not-found */
  retry(id: string): void;
  isActive(id: string): boolean;
  /** Work in flight stays `running` in the library, so that the next start offers it again. */
  close(): Promise<void>;
}

interface State {
  readonly uploads: Map<string, { readonly upload: Upload; readonly languages: DocumentLanguages | null }>;
  readonly jobs: Map<string, AbortController>;
  /** Files off the record: where they are until they have been heard. */
  readonly temporary: Map<string, string>;
  /** Each takes both processes for text, so two at once would only both be late. */
  readonly documents: Turns;
  closing: boolean;
}

const maxUploads = 8;
const maxDocuments = 64;

export function createFiles(context: FilesContext): Files {
  const state: State = {
    uploads: new Map(),
    jobs: new Map(),
    temporary: new Map(),
    documents: createTurns(),
    closing: false,
  };
  return {
    async begin(name, bytes, languages) {
      if (languages !== undefined && bytes > maxDocumentBytes) {
        throw new ParolaError('text-too-long', 'the document is longer than 4 MiB; cut it into several');
      }
      if (languages !== undefined && state.documents.length >= maxDocuments) {
        throw new ParolaError(
          'queue-full',
          'too many documents are waiting; add this one when some are done',
        );
      }
      if (state.uploads.size >= maxUploads) {
        throw new ParolaError('queue-full', 'too many files are arriving at once; add this one afterwards');
      }
      const id = randomUUID();
      const offTheRecord = context.isOffTheRecord();
      const fileName = `${id}${safeExtension(name)}`;
      const { recordings } = context;
      const path = offTheRecord ? recordings.temporaryPath(fileName) : recordings.pathOf(fileName);
      const upload = beginUpload({
        title: name,
        bytes,
        path,
        offTheRecord,
        onAbandoned: () => drop(state, id),
      });
      state.uploads.set(id, { upload, languages: languages ?? null });
      return id;
    },
    chunk: (id, bytes) => arriving(state, id).upload.add(bytes),
    end: (id) => end(context, state, id),
    cancel: (id) => cancel(context, state, id),
    retry: (id) => retry(context, state, id),
    isActive: (id) => state.jobs.has(id) || state.uploads.has(id),
    async close() {
      state.closing = true;
      for (const job of state.jobs.values()) job.abort();
      await Promise.all([...state.uploads.keys()].map((id) => drop(state, id)));
    },
  };
}

function arriving(state: State, id: string) {
  const found = state.uploads.get(id);
  if (found === undefined) throw new ParolaError('job-unknown', 'this file is not arriving any more');
  return found;
}

async function drop(state: State, id: string): Promise<void> {
  const found = state.uploads.get(id);
  state.uploads.delete(id);
  await found?.upload.discard();
}

async function end(context: FilesContext, state: State, id: string): Promise<void> {
  const { upload, languages } = arriving(state, id);
  try {
    await upload.finish();
  } catch (error) {
    await drop(state, id);
    throw error;
  }
  state.uploads.delete(id);
  const { title, fileName, path, offTheRecord } = upload;
  if (offTheRecord) state.temporary.set(id, path);
  const recording = offTheRecord ? null : fileName;
  const kind = languages === null ? 'file' : 'document';
  const { entries } = context;
  entries.add({ id, kind, title, createdAt: Date.now(), state: 'waiting', recording }, offTheRecord);
  if (languages !== null) {
    const facts = factsBefore(languages.from, languages.to);
    entries.inTranslations(id, (translations) => translations.describe(id, facts));
  }
  void run(context, state, id, path, 0);
}

/** One file from waiting to its single end. */
async function run(
  context: FilesContext,
  state: State,
  id: string,
  path: string,
  fromSeconds: number,
): Promise<void> {
  const { entries } = context;
  const job = new AbortController();
  state.jobs.set(id, job);
  try {
    const result =
      entries.get(id).kind === 'document'
        ? await state.documents.take(job.signal, () => translateFile(context, id, path, job.signal))
        : await hearFile(context, id, path, fromSeconds, job.signal);
    settle(context, state, id);
    entries.change(id, { ...result, state: 'done', error: null });
  } catch (thrown) {
    settle(context, state, id);
    if (state.closing) return;
    const error = toErrorData(thrown);
    const isCancel = error.code === 'cancelled';
    try {
      entries.change(id, isCancel ? { state: 'cancelled' } : { state: 'failed', error });
    } catch {
      // The disk is full, or the entry was deleted while it was heard; neither can be noted there.
    }
  }
}

function settle(context: FilesContext, state: State, id: string): void {
  state.jobs.delete(id);
  context.entries.setProgress(id, null);
  const temporary = state.temporary.get(id);
  state.temporary.delete(id);
  if (temporary !== undefined) void context.recordings.destroy(temporary);
}

async function cancel(context: FilesContext, state: State, id: string): Promise<void> {
  const job = state.jobs.get(id);
  if (job !== undefined) {
    job.abort();
  } else if (state.uploads.has(id)) {
    await drop(state, id);
  } else if (context.entries.get(id).state === 'interrupted') {
    context.entries.change(id, { state: 'cancelled' });
  }
}

/** A recording that was interrupted goes on where it was; anything else begins anew. */
function retry(context: FilesContext, state: State, id: string): void {
  const { entries, recordings } = context;
  const { entry, transcript } = entries.open(id);
  if (state.jobs.has(id) || entry.state === 'recording') {
    throw new ParolaError('request-invalid', 'it is under way already');
  }
  const name = entries.recordingOf(id);
  if (name === null) {
    throw new ParolaError(
      'file-not-found',
      'it was off the record, so there is nothing to begin with again; give it once more',
    );
  }
  if (entry.kind !== 'document') context.models();
  const goesOn = entry.state === 'interrupted';
  if (!goesOn) entries.clearSegments(id);
  const fromSeconds = goesOn ? (transcript.segments.at(-1)?.end ?? 0) : 0;
  entries.change(id, { state: 'waiting', error: null });
  void run(context, state, id, recordings.pathOf(name), fromSeconds);
}

/** Kept for the user who looks into the folder; what the file is, its content says. */
function safeExtension(name: string): string {
  return /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0].toLowerCase() ?? '';
}
