/** What can be done with an entry of the history: hear it again, save its words, delete it for good. */
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { CallInput, CallResults, Entry } from '../preload/contract.ts';
import type { Transcript } from '../preload/transcript.ts';
import type { Dictations } from './dictation.ts';
import type { Entries } from './entries.ts';
import { ParolaError } from './errors.ts';
import type { Files } from './files.ts';
import { pictureMimeType } from './picture-files.ts';
import type { Pictures } from './pictures.ts';
import type { RecordingsFolder } from './recordings-folder.ts';
import { subtitlesOf } from './scene-subtitles.ts';
import type { Summaries } from './summaries.ts';
import { formatFacts, formatTranscript } from './transcript-formats.ts';
import type { Translations } from './translations.ts';
import type { Watches } from './watches.ts';

export interface HistoryContext {
  readonly entries: Entries;
  readonly recordings: RecordingsFolder;
  readonly dictations: Dictations;
  readonly files: Files;
  readonly translations: Translations;
  readonly pictures: Pictures;
  readonly watches: Watches;
  readonly summaries: Summaries;
}

export interface History {
  /** Ends it first if it is under way; does nothing if it is gone already. */
  remove(id: string): Promise<void>;
  /** @throws ParolaError job-unknown, file-not-found */
  recording(id: string, offset: number, length: number): Promise<CallResults['history.recording']>;
  /** @throws ParolaError job-unknown */
  exported(input: CallInput<'history.export'>): CallResults['history.export'];
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.m4a': 'audio/mp4',
  '.mp4': 'audio/mp4',
  '.aac': 'audio/aac',
  '.webm': 'audio/webm',
};

export function createHistory(context: HistoryContext): History {
  const { entries, recordings, dictations, files, translations, pictures, watches, summaries } = context;
  return {
    async remove(id) {
      if (dictations.isActive(id)) await dictations.cancel(id);
      if (files.isActive(id)) await files.cancel(id);
      translations.forget(id);
      watches.end(id);
      summaries.forget(id);
      await pictures.forget(id);
      // A dictation off the record, or a file that had not arrived whole, is gone by now.
      if (!entries.has(id)) return;
      const name = entries.recordingOf(id);
      if (name !== null) await recordings.destroy(recordings.pathOf(name));
      entries.remove(id);
    },
    async recording(id, offset, length) {
      entries.get(id);
      const name = entries.recordingOf(id);
      if (name === null)
        throw new ParolaError('file-not-found', 'it has no recording; it was off the record');
      const file = recordings.pathOf(name);
      const handle = await open(file, 'r').catch((error: Error) => {
        throw new ParolaError('file-not-found', 'its recording is not there any more', error.message);
      });
      try {
        const { size } = await handle.stat();
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
        const mimeType = await mimeTypeOf(handle, name);
        return { bytes: bytes.subarray(0, bytesRead), totalBytes: size, mimeType };
      } finally {
        await handle.close();
      }
    },
    exported({ id, format, clean = false }) {
      const { entry, transcript: heard } = entries.open(id);
      const transcript = clean ? withoutCleaned(heard) : heard;
      const { extension, mimeType } = formatFacts[format];
      // What is seen is no speech: a caption stands as long as its scene.
      const text =
        entry.kind === 'watch' && (format === 'srt' || format === 'vtt')
          ? subtitlesOf(transcript.segments, format)
          : formatTranscript(transcript, format, entry.title);
      return { name: `${entryFileName(entry)}.${extension}`, mimeType, text };
    },
  };
}

/** Subtitles and times are made of the words, which stay. */
function withoutCleaned(transcript: Transcript): Transcript {
  const segments = transcript.segments.map((one) => ({ ...one, text: one.cleaned?.text ?? one.text }));
  return { ...transcript, segments };
}

/** What a picture is, its content says. */
async function mimeTypeOf(handle: FileHandle, name: string): Promise<string> {
  const head = new Uint8Array(16);
  await handle.read(head, 0, head.length, 0);
  return pictureMimeType(head) ?? mimeTypes[path.extname(name)] ?? 'application/octet-stream';
}

/** `interview.mp3` → `interview`; what has no name is called by its kind and its time. */
export function entryFileName({ kind, title, createdAt }: Entry): string {
  const named = path.basename(title, path.extname(title)).replace(/[\\/:*?"<>|]/g, '-');
  if (named !== '') return named;
  return `${kind} ${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ').replace(':', '.')}`;
}
