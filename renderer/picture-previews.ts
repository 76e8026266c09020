/** Pictures as the page can draw them, fetched once: addresses of what the program decoded. */
import type { Program } from '../preload/contract.ts';

/** So many are kept; of older ones the address is given back, and asked for again when they are shown again. */
const mostKept = 80;

export interface PicturePreviews {
  /** The address of entry `id`'s picture, or null where it cannot be shown. */
  addressOf(id: string): Promise<string | null>;
}

/** The previews of one window. */
export function createPicturePreviews(program: Program): PicturePreviews {
  const kept = new Map<string, Promise<string | null>>();
  const fetchOne = async (id: string) => {
    const answer = await program.call('picture.preview', { id });
    if (!answer.ok || answer.value === null) {
      kept.delete(id);
      return null;
    }
    const { bytes, mimeType } = answer.value;
    return URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mimeType }));
  };
  return {
    addressOf: (id) => {
      const known = kept.get(id) ?? fetchOne(id);
      kept.delete(id);
      kept.set(id, known);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) {
        void kept.get(oldest)?.then((address) => address !== null && URL.revokeObjectURL(address));
        kept.delete(oldest);
      }
      return known;
    },
  };
}
