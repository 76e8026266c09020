/** The models and the terms for one pair of languages, fetched first where a default one is missing. */
import { access } from 'node:fs/promises';
import type { GlossaryRule } from '../../preload/translation.ts';
import { ParolaError } from '../errors.ts';
import { glossaryFile, readGlossary, rulesFor } from '../glossary.ts';
import { translationModelNamed, translationModels } from '../translation-models.ts';
import type { TranslationModels } from '../worker/protocol.ts';
import { type CommandContext, installMissingDefaults } from './context.ts';

export interface PairOptions {
  /** The one to translate with; absent: the best that is installed. */
  readonly model?: string;
  readonly exact?: boolean;
  /** A glossary's file; false: none; absent: the user's own, where there is one. */
  readonly glossary?: string | boolean;
}

/** What translates between two languages. */
export interface TranslationPair {
  readonly models: TranslationModels;
  readonly rules: readonly GlossaryRule[];
}

/**
 * @param from BCP 47, as is `to`
 * @throws ParolaError language-unsupported, request-invalid, model-missing, install-failed, install-offline,
 * and what the glossary is wrong with
 */
export async function translationPair(
  from: string,
  to: string,
  options: PairOptions,
  context: CommandContext,
): Promise<TranslationPair> {
  const precision = options.exact ? 'exact' : 'quick';
  const { model } = options;
  const find = () =>
    model === undefined
      ? translationModels(context.home, from, to, precision)
      : translationModelNamed(context.home, model, precision);
  const models = await find().catch(async (error: unknown) => {
    if (!(error instanceof ParolaError) || error.code !== 'model-missing' || model !== undefined) throw error;
    // Only what every first start fetches comes unasked.
    const isThere = await installMissingDefaults(from, to, context).catch((failure: unknown) => {
      // Of a model that is here and cannot be used, that is the better thing to say.
      throw /cannot be used/.test(error.message) ? error : failure;
    });
    if (!isThere) throw error;
    return find();
  });
  return { models, rules: await rulesOf(from, to, options.glossary, context) };
}

async function rulesOf(
  from: string,
  to: string,
  glossary: PairOptions['glossary'],
  { home }: CommandContext,
): Promise<GlossaryRule[]> {
  if (glossary === false) return [];
  if (typeof glossary !== 'string') return rulesFor(await readGlossary(glossaryFile(home)), from, to);
  const there = await access(glossary).then(
    () => true,
    () => false,
  );
  if (!there) throw new ParolaError('file-not-found', `there is no glossary at ${glossary}; check the name`);
  return rulesFor(await readGlossary(glossary), from, to);
}
