/** What is done with a picture that has arrived: described, and what came of it stored, with its preview. */
import { readFile } from 'node:fs/promises';
import type { CallResults } from '../preload/contract.ts';
import type { PictureDescription } from '../preload/description.ts';
import { fromErrorData, ParolaError } from './errors.ts';
import { writeWhole } from './picture-files.ts';
import type { PictureState, PicturesContext } from './pictures.ts';
import type { Described, PictureSource } from './worker/protocol.ts';

/** What the page shows beside the caption. */
const alternatives = 3;

/**
 * Describes the picture of entry `id`; when this returns, the result is stored.
 * @throws ParolaError model-missing; picture-…; as the engine; disk-full, output-unwritable
 */
export async function describeEntry(
  { entries, recordings, inference, seeing }: PicturesContext,
  state: Pick<PictureState, 'previews'>,
  id: string,
  source: PictureSource,
  { signal, urgent }: { readonly signal: AbortSignal; readonly urgent: boolean },
): Promise<PictureDescription> {
  const models = await seeing();
  let result: Described | null = null;
  const onBegun = (): void => {
    try {
      if (!signal.aborted) entries.change(id, { state: 'running' });
    } catch {
      // Whether the disk takes more will show when there is something to keep.
    }
  };
  await inference.describe(
    { models, pictures: [source], options: { alternatives }, preview: true, urgent },
    {
      signal,
      onBegun,
      onDescribed(_, described) {
        result = described;
      },
    },
  );
  const { description, preview } = good(result);
  if (signal.aborted) throw new ParolaError('cancelled', 'stopped');
  const isRecorded = !entries.get(id).offTheRecord;
  const name = isRecorded && preview !== null ? `${id}.preview.webp` : null;
  if (name !== null && preview !== null) await writeWhole(recordings.pathOf(name), preview);
  else if (preview !== null) state.previews.set(id, preview);
  if (!entries.has(id)) {
    // It was deleted while its preview was written.
    state.previews.delete(id);
    if (name !== null) await recordings.destroy(recordings.pathOf(name));
    throw new ParolaError('cancelled', 'stopped');
  }
  entries.inPictures(id, (pictures) => pictures.describe(id, description, name));
  return description;
}

/** @throws ParolaError job-unknown, file-not-found */
export async function readPreview(
  { entries, recordings }: PicturesContext,
  state: Pick<PictureState, 'previews'>,
  id: string,
): Promise<CallResults['picture.preview']> {
  entries.get(id);
  const mimeType = 'image/webp';
  const kept = state.previews.get(id);
  if (kept !== undefined) return { bytes: new Uint8Array(kept), mimeType };
  const name = entries.inPictures(id, (pictures) => pictures.read(id)?.preview ?? null);
  const bytes = name === null ? null : await readFile(recordings.pathOf(name)).catch(() => null);
  if (bytes === null) throw new ParolaError('file-not-found', 'there is no preview of this picture');
  return { bytes: new Uint8Array(bytes), mimeType };
}

function good(result: Described | null): Extract<Described, { ok: true }> {
  if (result === null) throw new ParolaError('unknown', 'the engine said nothing of the picture; try again');
  if (!result.ok) throw fromErrorData(result.error);
  return result;
}
