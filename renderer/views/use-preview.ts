/** A picture of an entry as an address that can be drawn. */
import { useEffect, useState } from 'preact/hooks';
import { useSurroundings } from '../context.ts';

export type Preview =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly address: string }
  /** It cannot be shown. */
  | { readonly kind: 'none' };

/** The preview of entry `id`; null: not yet, or not now. */
export function usePreview(id: string | null): Preview {
  const { previews } = useSurroundings();
  const [preview, setPreview] = useState<Preview>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    setPreview({ kind: 'loading' });
    if (id === null) return;
    void previews.addressOf(id).then((address) => {
      if (current) setPreview(address === null ? { kind: 'none' } : { kind: 'ready', address });
    });
    return () => {
      current = false;
    };
  }, [previews, id]);
  return preview;
}
