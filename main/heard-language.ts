/** Which language a speech model is told to hear. */
import type { Manifest } from '../models/schema.ts';

/**
 * The model's own language; null where it hears several and finds out for itself which is spoken.
 */
export function usualLanguage({ graphs, languages }: Manifest): string | null {
  const isTold = graphs?.kind === 'encoder-decoder' && Object.keys(graphs.speech?.languages ?? {}).length > 1;
  return isTold ? null : (languages[0] ?? 'en');
}

/** Can the model write English, whatever is spoken? */
export function hearsIntoEnglish({ graphs }: Manifest): boolean {
  return graphs?.kind === 'encoder-decoder' && graphs.speech?.tasks.translate !== undefined;
}
