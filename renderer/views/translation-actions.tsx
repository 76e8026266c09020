/** The row of actions of a translation. */
import { useSurroundings } from '../context.ts';
import { type Translator, targetText } from '../translator.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';

/** The row. */
export function TranslationActions({ translator }: { readonly translator: Translator }) {
  const { deeds, summarize } = useSurroundings();
  const { entry, parts } = translator;
  const formats = ['text', 'json'] as const;
  return (
    <Actions
      text={() => targetText(parts)}
      {...(entry === null ? {} : { onSummarize: () => summarize.summarizeEntries([entry]) })}
      saves={
        entry === null
          ? []
          : formats.map((format) => ({
              label: words.translate.formats[format],
              choose: () => void deeds.saveTranslation(entry, format),
            }))
      }
    />
  );
}
