/** Text jobs: texts to translate, and other ways to go on with one sentence. */
import type { TranslationModels, WorkerRequest } from '../protocol.ts';
import { loadTranslation, type TranslationEngine } from '../tasks/translate.ts';
import type { Loader, RunningJob } from './running.ts';

type Request<Kind extends WorkerRequest['kind']> = Extract<WorkerRequest, { kind: Kind }>;

/** Each text by itself, in order, told as soon as it is there. */
export async function translateTexts(
  loader: Loader<TranslationEngine>,
  request: Request<'translate'>,
  job: RunningJob,
): Promise<null> {
  const { signal } = job;
  const engine = await load(loader, request.models, request.threads ?? 1, job);
  const options = { ...request.options, remember: request.remember, signal };
  for (const [text, words] of request.texts.entries()) {
    const parts = await engine.translate(words, options);
    job.send({ kind: 'translated', job: job.id, text, parts });
  }
  return null;
}

export async function suggest(
  loader: Loader<TranslationEngine>,
  request: Request<'suggest'>,
  job: RunningJob,
): Promise<null> {
  const { sentence, before, count, options } = request;
  const { signal } = job;
  const engine = await load(loader, request.models, 1, job);
  const suggestions = await engine.suggest(sentence, before, count, { ...options, signal });
  job.send({ kind: 'suggested', job: job.id, suggestions });
  return null;
}

function load(
  loader: Loader<TranslationEngine>,
  models: TranslationModels,
  threads: number,
  job: RunningJob,
): Promise<TranslationEngine> {
  const key = [models.precision, ...models.steps.map(({ model }) => model.folder)].join('\n');
  return loader.get(key, () => loadTranslation(models, { threads }), job);
}
