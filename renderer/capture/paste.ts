/** A picture that is pasted in the room See is described. */
import type { SeeControl } from '../see-control.ts';
import type { Store } from '../store.ts';

/** Listens for the life of the window. Copied files come with their names, copied pictures without. */
export function listenToPaste(store: Store, see: SeeControl): void {
  document.addEventListener('paste', (event) => {
    if (store.get().room !== 'see' || isWritten(event.target)) return;
    const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
    const [only] = files;
    if (only === undefined) return;
    event.preventDefault();
    // The browser calls a copied picture, which has no name, `image.png`.
    if (files.length === 1 && only.name === 'image.png') see.describe(only, 'clipboard', '');
    else see.open(files);
  });
}

/** Where one writes, a paste is a paste of text. */
function isWritten(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}

/**
 * The picture on the clipboard, for who presses the button; null where there is none. The browser may ask whether
 * the page may read it.
 * @throws DOMException where it may not
 */
export async function readClipboardPicture(): Promise<Blob | null> {
  for (const item of await navigator.clipboard.read()) {
    const type = item.types.find((one) => one.startsWith('image/'));
    if (type !== undefined) return item.getType(type);
  }
  return null;
}
