/** What a text is translated with: its language, found where it is not given, the models, the user's terms. */
import { createHash } from 'node:crypto';
import type { ErrorData } from '../preload/error-data.ts';
import type { GlossaryRule, TranslateOptions } from '../preload/translation.ts';
import { detectLanguage } from './detect-language.ts';
import { ParolaError, toErrorData } from './errors.ts';
import { glossaryFile, readGlossary, rulesFor } from './glossary.ts';
import type { TranslationFacts } from './library-translations.ts';
import type { ModelViews } from './model-views.ts';
import type { TranslationModels } from './worker/protocol.ts';

export interface TranslationPlan {
  readonly models: TranslationModels;
  readonly options: TranslateOptions;
  readonly facts: TranslationFacts;
  /** Why the user's terms do not count, where they cannot be read. */
  readonly glossaryError: ErrorData | null;
}

export interface PlanContext {
  readonly home: string;
  readonly models: Pick<ModelViews, 'translation' | 'translatesFrom'>;
  readonly isExact: () => boolean;
}

/**
 * @param from BCP 47, as is `to`; null where it is to be found
 * @throws ParolaError language-unclear, language-unsupported, model-missing, request-invalid (the same
 * language twice)
 */
export async function planTranslation(
  { home, models, isExact }: PlanContext,
  text: string,
  from: string | null,
  to: string,
): Promise<TranslationPlan> {
  const source = from ?? (await findLanguage(models, text));
  const precision = isExact() ? 'exact' : 'quick';
  const needed = await models.translation(source, to, precision);
  const { rules, glossaryError } = await readRules(home, source, to);
  const ids = needed.steps.map(({ model }) => model.id);
  return {
    models: needed,
    options: rules.length === 0 ? {} : { glossary: rules },
    facts: { from: source, to, detected: from === null, models: ids, madeWith: nameOf(needed, rules) },
    glossaryError,
  };
}

/** A greeting, a short sentence: among fifty languages some other one is soon as likely. */
const fewCharacters = 24;

/**
 * Among all there are; what is still unclear then, or too short to look further for a language that is not
 * installed, among those that can be translated now.
 */
async function findLanguage(models: PlanContext['models'], text: string): Promise<string> {
  const { known, installed } = models.translatesFrom();
  try {
    const found = await detectLanguage(text, known);
    const isSure = installed.includes(found) || installed.length < 2 || text.trim().length > fewCharacters;
    return isSure ? found : await detectLanguage(text, installed).catch(() => found);
  } catch (error) {
    if (!(error instanceof ParolaError) || error.code !== 'language-unclear' || installed.length < 2)
      throw error;
    return detectLanguage(text, installed);
  }
}

/** A glossary that cannot be read is no reason not to translate. */
async function readRules(
  home: string,
  from: string,
  to: string,
): Promise<{ rules: GlossaryRule[]; glossaryError: ErrorData | null }> {
  try {
    return { rules: rulesFor(await readGlossary(glossaryFile(home)), from, to), glossaryError: null };
  } catch (error) {
    return { rules: [], glossaryError: toErrorData(error) };
  }
}

/** The same name: the same words come out. Files' hashes, because an id's files can be made anew. */
function nameOf({ steps, precision }: TranslationModels, rules: readonly GlossaryRule[]): string {
  const files = steps.map(({ model }) => [model.id, model.files.map(({ sha256 }) => sha256)]);
  return createHash('sha256')
    .update(JSON.stringify([files, precision, rules]))
    .digest('hex');
}
