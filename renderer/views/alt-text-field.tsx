/** The alternative text: the caption, until the user writes their own. */
import { Check, Undo2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

const maxCharacters = 5000;

interface AltTextFieldProps {
  readonly id: string;
  readonly caption: string;
  readonly altText: string | null;
}

/** The field; what is written is kept with the button, or with Ctrl+Enter. */
export function AltTextField({ id, caption, altText }: AltTextFieldProps) {
  const { deeds, announcer } = useSurroundings();
  const [written, setWritten] = useState(altText ?? caption);
  const isChanged = written.trim() !== (altText ?? caption).trim();
  const keep = async () => {
    const own = written.trim() === '' || written.trim() === caption.trim() ? null : written.trim();
    if (await deeds.setAltText(id, own)) announcer.say(words.see.alt.kept);
  };
  return (
    <section class="seen-part alt-text" aria-label={words.see.alt.label}>
      <h2>
        <label for="alt-text">{words.see.alt.label}</label>{' '}
        {altText !== null && <span class="quiet">{words.see.alt.own}</span>}
      </h2>
      <textarea
        id="alt-text"
        rows={2}
        maxLength={maxCharacters}
        value={written}
        aria-describedby="alt-text-note"
        dir="auto"
        onInput={({ currentTarget }) => setWritten(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          void keep();
        }}
      />
      <p class="quiet" id="alt-text-note">
        {words.see.alt.note}
      </p>
      {(isChanged || altText !== null) && (
        <div class="seen-buttons">
          {isChanged && (
            <Button look="outline" icon={Check} label={words.see.alt.keep} onPress={() => void keep()} />
          )}
          {altText !== null && (
            <Button
              icon={Undo2}
              label={words.see.alt.back}
              onPress={() => {
                document.querySelector<HTMLElement>('#alt-text')?.focus();
                void deeds.setAltText(id, null);
              }}
            />
          )}
        </div>
      )}
    </section>
  );
}
