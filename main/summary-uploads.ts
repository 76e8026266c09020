/** Texts to be summarized that arrive in pieces: in memory until they are whole, as they are small. */
import { randomUUID } from 'node:crypto';
import type { CallInput } from '../preload/contract.ts';
import { maxDocumentBytes } from './document-job.ts';
import { ParolaError } from './errors.ts';
import { keepInMemory, type MemoryUpload } from './picture-files.ts';

/** A text that has arrived whole. */
export interface ArrivedText {
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly offTheRecord: boolean;
}

export interface SummaryUploads {
  /** @throws ParolaError queue-full, text-too-long */
  begin(input: CallInput<'summary.begin'>): string;
  has(id: string): boolean;
  /** @throws ParolaError job-unknown, request-invalid */
  add(id: string, bytes: Uint8Array): Promise<void>;
  /** @throws ParolaError job-unknown, request-invalid when bytes are missing */
  finish(id: string): Promise<ArrivedText>;
  /** @returns whether it was arriving */
  drop(id: string): boolean;
  clear(): void;
}

const maxUploads = 8;
/** What has not come whole by then is given up. */
const abandonedMilliseconds = 10 * 60 * 1000;

export function createSummaryUploads(): SummaryUploads {
  const uploads = new Map<string, { readonly upload: MemoryUpload; readonly offTheRecord: boolean }>();
  const arriving = (id: string) => {
    const found = uploads.get(id);
    if (found === undefined) throw new ParolaError('job-unknown', 'this text is not arriving any more');
    return found;
  };
  return {
    begin({ name, bytes, offTheRecord }) {
      if (bytes > maxDocumentBytes) {
        throw new ParolaError('text-too-long', 'the text is longer than 4 MiB; cut it into several');
      }
      if (uploads.size >= maxUploads) {
        throw new ParolaError('queue-full', 'too many texts are arriving at once; add this one afterwards');
      }
      const id = randomUUID();
      uploads.set(id, { upload: keepInMemory(name, bytes), offTheRecord });
      setTimeout(() => uploads.delete(id), abandonedMilliseconds).unref();
      return id;
    },
    has: (id) => uploads.has(id),
    add: async (id, bytes) => arriving(id).upload.add(bytes),
    async finish(id) {
      const { upload, offTheRecord } = arriving(id);
      try {
        await upload.finish();
      } finally {
        uploads.delete(id);
      }
      return { title: upload.title, bytes: upload.bytes(), offTheRecord };
    },
    drop: (id) => uploads.delete(id),
    clear: () => uploads.clear(),
  };
}
