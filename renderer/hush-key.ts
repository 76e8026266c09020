/** Escape first stops the voice that tells what is seen, then the watching; then it means what it always does. */
import type { WatchControl } from './watch-control.ts';

/** Listens for the life of the window. */
export function listenToHush(watch: WatchControl): void {
  const hear = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.repeat || document.querySelector('dialog[open], [role=menu]')) return;
    if (!watch.hush()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Before every other listener: whoever wants silence wants it now.
  window.addEventListener('keydown', hear, { capture: true });
}
