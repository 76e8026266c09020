/** What is written in a picture, in its own lines, with what can be done with it. */
import { Copy, Languages } from 'lucide-preact';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

/** The text; while it is still looked for, that. */
export function TextInPicture(props: { readonly text: string; readonly isComing: boolean }) {
  const { deeds } = useSurroundings();
  const { text, isComing } = props;
  return (
    <section class="seen-part" aria-label={words.see.text.title} aria-busy={isComing}>
      <h2>{words.see.text.title}</h2>
      {text === '' ? (
        <p class="quiet">{words.see.text.reading}</p>
      ) : (
        <>
          <p class="seen-text" dir="auto">
            {text}
          </p>
          <div class="seen-buttons">
            <Button icon={Copy} label={words.see.text.copy} onPress={() => void deeds.copy(text)} />
            <Button
              icon={Languages}
              label={words.see.text.translate}
              onPress={() => void deeds.sendToTranslator(text, null)}
            />
          </div>
        </>
      )}
    </section>
  );
}
