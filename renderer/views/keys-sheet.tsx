/** The sheet that lists every key. */
import { X } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSurroundings } from '../context.ts';
import { keys } from '../keys.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

/** The list, as a dialog that Escape closes; the focus goes back to where it was. */
export function KeysSheet() {
  const { deeds } = useSurroundings();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="keys-title" onClose={() => deeds.showKeys(false)}>
      <div class="sheet-head">
        <h2 id="keys-title">{words.keys.title}</h2>
        <Button look="icon" icon={X} label={words.keys.close} onPress={() => dialog.current?.close()} />
      </div>
      <dl>
        {keys.map((key) => (
          <div key={key.shown}>
            <dt>
              <kbd>{key.shown}</kbd>
            </dt>
            <dd>{key.does}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
