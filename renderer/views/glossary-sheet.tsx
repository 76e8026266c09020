/** The user's own terms for a pair of languages: how each is translated always, and how never. */
import { X } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSurroundings } from '../context.ts';
import { languageNames } from '../languages.ts';
import type { LanguagePair } from '../view-state.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

/** The sheet, as a dialog that Escape closes; the focus goes back to where it was. */
export function GlossarySheet({ pair }: { readonly pair: LanguagePair }) {
  const { deeds } = useSurroundings();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sheet glossary"
      aria-labelledby="glossary-title"
      onClose={() => deeds.showGlossary(null)}
    >
      <div class="sheet-head">
        <h2 id="glossary-title">{words.glossary.title}</h2>
        <Button look="icon" icon={X} label={words.keys.close} onPress={() => dialog.current?.close()} />
      </div>
      <p class="quiet">{languageNames([pair.from, pair.to]).join(' → ')}</p>
    </dialog>
  );
}
