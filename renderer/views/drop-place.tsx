/** A recording may be dropped anywhere in the window; while one hangs over it, the window says so. */
import { useEffect, useState } from 'preact/hooks';
import { useSurroundings, useView } from '../context.ts';
import type { Room } from '../view-state.ts';
import { words } from '../words.ts';

const hints: Record<Room, string> = {
  speak: words.speak.drop,
  see: words.see.drop,
  translate: words.translate.drop,
  summarize: words.summarize.drop,
  library: words.speak.drop,
  models: words.speak.drop,
  settings: words.speak.drop,
};

/** Listens on the whole window; draws only while a file hangs over it. */
export function DropPlace() {
  const { deeds } = useSurroundings();
  const { room } = useView();
  const [hovers, setHovers] = useState(false);
  useEffect(() => {
    const ends = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', hear: (event: DragEvent) => void) =>
      window.addEventListener(type, hear, { signal: ends.signal });
    listen('dragover', (event) => {
      // Without this the browser would open the file in place of the page.
      event.preventDefault();
      setHovers(event.dataTransfer?.types.includes('Files') ?? false);
    });
    listen('dragleave', (event) => event.relatedTarget === null && setHovers(false));
    listen('drop', (event) => {
      event.preventDefault();
      setHovers(false);
      void deeds.openFiles([...(event.dataTransfer?.files ?? [])]);
    });
    return () => ends.abort();
  }, [deeds]);
  return hovers ? (
    <div class="drop" aria-hidden="true">
      <p>{hints[room]}</p>
    </div>
  ) : null;
}
