/** The bar below: where a picture can come from. */
import { ClipboardPaste } from 'lucide-preact';
import { useKeyHint, useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

/** The bar of See. */
export function SeeBar() {
  const { deeds } = useSurroundings();
  const keyHint = useKeyHint();
  return (
    <section class="bar see-bar" aria-label={words.see.bar}>
      <div class="see-sources">
        <Button
          icon={ClipboardPaste}
          label={words.see.paste}
          keyAction="paste"
          onPress={() => void deeds.pastePicture()}
        />
      </div>
      <button
        type="button"
        class="speak-button look-button"
        aria-keyshortcuts="Space Control+Enter"
        data-tip={keyHint('toggle')}
        onClick={deeds.chooseFiles}
      >
        <span>{words.see.open}</span>
      </button>
      <div class="bar-end" />
    </section>
  );
}
