/** Hands a file to the program piece by piece, so that a recording of hours never lies in memory whole. */
import type { Answer, Program } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';

const pieceBytes = 1024 * 1024;

/** What is sent: a `File`, or anything that can be read in slices. */
export interface Sendable {
  readonly name: string;
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export type SendResult =
  | { readonly kind: 'sent'; readonly id: string }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** Tells the program what is to come: how large, and what for. */
export type BeginSending = (name: string, bytes: number) => Promise<Answer<'file.begin'>>;

/** Sends `file`; `onProgress` hears its id and the share sent, first with 0. Cancel with `job.cancel`: the next piece then fails. */
export async function sendFile(
  program: Program,
  file: Sendable,
  onProgress: (id: string, share: number) => void,
  begin: BeginSending = (name, bytes) => program.call('file.begin', { name, bytes }),
): Promise<SendResult> {
  const begun = await begin(file.name.slice(-255), file.size);
  if (!begun.ok) return { kind: 'failed', error: begun.error };
  const { id } = begun.value;
  onProgress(id, 0);
  for (let from = 0; from < file.size; from += pieceBytes) {
    const to = Math.min(from + pieceBytes, file.size);
    const piece = await readPiece(file, from, to);
    if (piece === null) {
      await program.call('job.cancel', { id });
      const message =
        'The file could not be read to its end. Check that it is still there and open it again.';
      return { kind: 'failed', error: { code: 'file-unreadable', message } };
    }
    const taken = await program.call('file.chunk', { id, bytes: piece });
    if (!taken.ok) return { kind: 'failed', error: taken.error };
    onProgress(id, to / file.size);
  }
  const ended = await program.call('file.end', { id });
  return ended.ok ? { kind: 'sent', id } : { kind: 'failed', error: ended.error };
}

async function readPiece(file: Sendable, from: number, to: number): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch {
    return null;
  }
}
