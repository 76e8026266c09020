/** A file that arrives in pieces: written as they come, whole and on the disk before it has its name. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from './errors.ts';
import { flush } from './install/durable.ts';
import { diskError } from './recording.ts';

export interface Upload {
  readonly title: string;
  readonly path: string;
  readonly fileName: string;
  readonly offTheRecord: boolean;
  /** @throws ParolaError request-invalid, disk-full, output-unwritable */
  add(bytes: Uint8Array): Promise<void>;
  /** @throws ParolaError request-invalid when bytes are missing, disk-full, output-unwritable */
  finish(): Promise<void>;
  discard(): Promise<void>;
}

export interface UploadPlan {
  readonly title: string;
  /** As announced; neither more nor fewer are taken. */
  readonly bytes: number;
  /** Where it will be; until it is whole, `.part` is added. */
  readonly path: string;
  readonly offTheRecord: boolean;
  /** Nothing came for a long time. */
  readonly onAbandoned: () => void;
}

const abandonedMilliseconds = 10 * 60 * 1000;

export function beginUpload({ title, bytes, path: target, offTheRecord, onAbandoned }: UploadPlan): Upload {
  const part = `${target}.part`;
  let received = 0;
  let handle: FileHandle | null = null;
  // Pieces are written one after the other, whatever the caller does.
  let last: Promise<unknown> = Promise.resolve();
  const timer = setTimeout(onAbandoned, abandonedMilliseconds);
  timer.unref();
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work).catch((error: unknown) => {
      throw error instanceof ParolaError ? error : diskError(error as NodeJS.ErrnoException);
    });
    last = turn.catch(() => {});
    return turn;
  }
  async function write(piece: Uint8Array): Promise<void> {
    handle ??= await open(part, 'wx', 0o600);
    for (let done = 0; done < piece.length; ) done += (await handle.write(piece, done)).bytesWritten;
    received += piece.length;
  }
  return {
    title,
    path: target,
    fileName: path.basename(target),
    offTheRecord,
    add(piece) {
      timer.refresh();
      return inTurn(async () => {
        if (received + piece.length > bytes) {
          throw new ParolaError('request-invalid', 'the file grew while it was read; add it again');
        }
        await write(piece);
      });
    },
    finish() {
      clearTimeout(timer);
      return inTurn(async () => {
        if (received !== bytes) {
          throw new ParolaError('request-invalid', 'the file did not arrive whole; add it again');
        }
        // An empty file has no pieces.
        await write(new Uint8Array(0));
        await handle?.datasync();
        await handle?.close();
        handle = null;
        await rename(part, target);
        await flush(path.dirname(target));
      });
    },
    async discard() {
      clearTimeout(timer);
      await last;
      await handle?.close();
      handle = null;
      await rm(part, { force: true });
    },
  };
}
