/**
 * Translates what is dictated, sentence by sentence, once it is settled. It comes after the words and never
 * in their way: what cannot be translated is simply not.
 */
import type { Segment } from '../preload/transcript.ts';
import type { Entries } from './entries.ts';
import type { Inference } from './inference.ts';
import type { TranslationPlan } from './translation-plan.ts';

export interface DictationTranslationContext {
  readonly entries: Entries;
  readonly inference: Pick<Inference, 'translate'>;
  readonly plan: (text: string, from: string | null, to: string) => Promise<TranslationPlan>;
  /** BCP 47; null: no translation is wanted. */
  readonly to: () => string | null;
}

/** What settled in a dictation that is spoken in `language`. */
export type TranslateSegment = (id: string, segment: Segment, language: string) => void;

export function createDictationTranslation(context: DictationTranslationContext): TranslateSegment {
  return (id, segment, language) => {
    const to = context.to();
    if (to === null || to === language || segment.text.trim() === '') return;
    // Without a translation the words are there all the same; the page knows which models are missing.
    void translate(context, id, segment, language, to).catch(() => {});
  };
}

async function translate(
  { entries, inference, plan }: DictationTranslationContext,
  id: string,
  { start, text }: Segment,
  from: string,
  to: string,
): Promise<void> {
  const { models, options } = await plan(text, from, to);
  await inference.translate(
    { models, texts: [text], options, urgent: true },
    {
      onTranslated(_text, parts) {
        entries.translateSegment(id, start, { to, text: parts.map(({ target }) => target).join('') });
      },
    },
  );
}
