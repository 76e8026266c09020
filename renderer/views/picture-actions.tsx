/** The row of actions of a described picture. */
import type { ComponentChildren } from 'preact';
import type { PictureDescription } from '../../preload/description.ts';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';

interface PictureActionsProps {
  readonly id: string;
  readonly description: PictureDescription;
  readonly altText: string | null;
  readonly children?: ComponentChildren;
}

const formats = ['text', 'html', 'json'] as const;

/** The row. What is copied, read out and translated is the alternative text: without any hedging. */
export function PictureActions({ id, description, altText, children }: PictureActionsProps) {
  const { deeds, summarize } = useSurroundings();
  const text = altText ?? description.caption;
  return (
    <Actions
      text={text}
      onTranslate={() => void deeds.sendToTranslator(text, altText === null ? 'en' : null)}
      // A caption is a sentence already; what is written in the picture may be a page.
      {...(description.text === '' ? {} : { onSummarize: () => summarize.summarizeEntries([id]) })}
      readOut={{ text, language: 'en' }}
      saves={formats.map((format) => ({
        label: words.see.formats[format],
        choose: () => void deeds.savePicture(id, format),
      }))}
    >
      {children}
    </Actions>
  );
}
