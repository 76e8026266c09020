/** Which models translate from one language into another, what is missing of them, and how they are named to a user. */
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import { plainLanguage } from '../preload/plain-language.ts';
import { routeBetween, type TranslationChoice, targetsFrom } from '../preload/translation-route.ts';
import { ParolaError } from './errors.ts';
import {
  downloadBytes,
  findModel,
  type Graphs,
  languageName,
  listModels,
  missingModel,
  readInstalled,
} from './models.ts';
import { unusableModel } from './runnable-model.ts';
import type { InstalledModel, TranslationModels } from './worker/protocol.ts';

/** Every translation model of the catalogue, as far as choosing one goes. */
export async function translationChoices(home: string): Promise<TranslationChoice[]> {
  const rows = await listModels(home, 'translate');
  return rows.map(({ manifest: { id, languages, quality }, state }) => ({
    id,
    from: plainLanguage(languages[0] ?? ''),
    to: plainLanguage(languages[1] ?? ''),
    installed: state.kind === 'installed',
    quality: quality.find(({ measure }) => measure === 'BLEU')?.value ?? 0,
  }));
}

/**
 * The installed models that lead from one language to the other, one or two.
 * @param from BCP 47, as is `to`; a region is looked past ("pt-BR" is "pt"), a script is not
 * @throws ParolaError language-unsupported, request-invalid (the same language twice), model-missing naming what to install
 */
export async function translationModels(
  home: string,
  from: string,
  to: string,
  precision: TranslationModels['precision'],
): Promise<TranslationModels> {
  const steps = await translationSteps(home, from, to);
  const missing = steps.filter(({ installed }) => !installed);
  if (missing.length > 0) throw (await damagedModel(home, missing)) ?? missingModels(from, to, missing);
  return {
    precision,
    steps: await Promise.all(
      steps.map(async (step) => {
        const model = await readInstalled(home, findModel(step.id, home));
        // It may have been removed since the choice was made.
        if (model === null || !isEncoderDecoder(model)) throw missingModels(from, to, [step]);
        return { model, from: step.from, to: step.to };
      }),
    ),
  };
}

/**
 * The installed model of that name alone, whatever others there are for its languages.
 * @throws ParolaError model-unknown, model-wrong-task, model-missing
 */
export async function translationModelNamed(
  home: string,
  id: string,
  precision: TranslationModels['precision'],
): Promise<TranslationModels> {
  const { from, to } = languagesOfModel(home, id);
  const model = await readInstalled(home, findModel(id, home));
  if (model === null || !isEncoderDecoder(model)) throw missingModel(id);
  return { precision, steps: [{ model, from, to }] };
}

/** From which language into which a model translates. @throws ParolaError model-unknown, model-wrong-task */
export function languagesOfModel(home: string, id: string): { readonly from: string; readonly to: string } {
  const { task, languages } = findModel(id, home);
  const [from, to] = languages;
  if (task === 'translate' && from !== undefined && to !== undefined) return { from, to };
  throw new ParolaError('model-wrong-task', `the model ${id} does not translate; choose one that does`);
}

/**
 * The models to go through, installed or not.
 * @throws ParolaError language-unsupported, request-invalid
 */
export async function translationSteps(
  home: string,
  from: string,
  to: string,
): Promise<readonly TranslationChoice[]> {
  const choices = await translationChoices(home);
  const [source, target] = [plainLanguage(from), plainLanguage(to)];
  const sources = new Set(choices.map((choice) => choice.from));
  if (!sources.has(source)) {
    throw unsupported(`Parola does not translate from ${named(from)}; it does from ${listed([...sources])}`);
  }
  if (source === target) {
    throw new ParolaError(
      'request-invalid',
      `the text is in ${languageName(source)} and is to be in ${languageName(target)}; choose two languages`,
    );
  }
  const route = routeBetween(choices, source, target);
  if (route.kind !== 'none') return route.steps;
  const targets = targetsFrom(choices, source);
  throw unsupported(
    `Parola does not translate from ${named(from)} into ${named(to)}; it does into ${listed(targets)}`,
  );
}

/** The languages that texts can be translated from, installed or not. */
export async function sourceLanguages(home: string): Promise<string[]> {
  return [...new Set((await translationChoices(home)).map(({ from }) => from))];
}

/** The error that names a model of one of these pairs that is here and cannot be used; null where there is none. */
async function damagedModel(
  home: string,
  missing: readonly TranslationChoice[],
): Promise<ParolaError | null> {
  for (const { manifest, state } of await listModels(home, 'translate')) {
    const [from, to] = manifest.languages.map(plainLanguage);
    if (state.kind !== 'unusable' || !missing.some((step) => step.from === from && step.to === to)) continue;
    return unusableModel(manifest.id, state.reason);
  }
  return null;
}

function missingModels(from: string, to: string, missing: readonly TranslationChoice[]): ParolaError {
  const models = missing.map(({ id }) => {
    const megabytes = Math.ceil(downloadBytes(findModel(id)) / 1e6);
    return `${id} (${megabytes} MB)`;
  });
  const verb = missing.length > 1 ? 'are' : 'is';
  return new ParolaError(
    'model-missing',
    `translating ${named(from)} into ${named(to)} needs ${models.join(' and ')}, which ${verb} not installed; run "parola models install ${missing.map(({ id }) => id).join(' ')}"`,
    missing.map(({ id }) => id).join(' '),
  );
}

function unsupported(message: string): ParolaError {
  return new ParolaError('language-unsupported', message);
}

function isEncoderDecoder(model: InstalledModel<Graphs>): model is InstalledModel<EncoderDecoderGraphs> {
  return model.graphs.kind === 'encoder-decoder';
}

/** "pt" → "Portuguese"; what is no language is quoted. */
function named(tag: string): string {
  const plain = plainLanguage(tag);
  if (plain === '') return `"${tag}"`;
  const name = languageName(plain);
  return name === plain ? `"${tag}"` : name;
}

function listed(codes: readonly string[]): string {
  return [...codes].sort().join(', ');
}
