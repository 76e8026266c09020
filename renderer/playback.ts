/** Fetches a stored recording in pieces, to be played from memory by the browser's own player. */
import type { Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';

const pieceBytes = 2 * 1024 * 1024;

export type Recording =
  | { readonly kind: 'ready'; readonly blob: Blob }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** The recording of entry `id`, or null when `signal` ended it first. */
export async function fetchRecording(
  program: Program,
  id: string,
  signal: AbortSignal,
): Promise<Recording | null> {
  const pieces: BlobPart[] = [];
  let offset = 0;
  for (;;) {
    const answer = await program.call('history.recording', { id, offset, length: pieceBytes });
    if (signal.aborted) return null;
    if (!answer.ok) return { kind: 'failed', error: answer.error };
    const { bytes, totalBytes, mimeType } = answer.value;
    pieces.push(new Uint8Array(bytes));
    offset += bytes.length;
    if (offset >= totalBytes || bytes.length === 0) {
      return { kind: 'ready', blob: new Blob(pieces, { type: mimeType }) };
    }
  }
}
