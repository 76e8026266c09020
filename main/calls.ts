/** Each call of the contract and what answers it; an input that does not fit never gets that far. */
import * as v from 'valibot';
import {
  type Answer,
  type AppState,
  type CallInput,
  type CallName,
  type CallResults,
  calls,
  type Entry,
  isCallName,
  type Settings,
} from '../preload/contract.ts';
import type { Dictations } from './dictation.ts';
import type { Entries } from './entries.ts';
import { toErrorData } from './errors.ts';
import type { Files } from './files.ts';
import type { History } from './history.ts';
import type { ModelViews } from './model-views.ts';
import type { Pictures } from './pictures.ts';
import type { Summaries } from './summaries.ts';
import type { Translations } from './translations.ts';
import type { Watches } from './watches.ts';

export type Handlers = {
  readonly [Name in CallName]: (input: CallInput<Name>) => CallResults[Name] | Promise<CallResults[Name]>;
};

export interface GlossaryCalls {
  get(input: CallInput<'glossary.get'>): Promise<CallResults['glossary.get']>;
  set(input: CallInput<'glossary.set'>): Promise<void>;
}

export interface Parts {
  readonly state: () => AppState;
  readonly entries: Entries;
  readonly dictations: Dictations;
  readonly files: Files;
  readonly history: History;
  readonly models: ModelViews;
  readonly translations: Translations;
  readonly pictures: Pictures;
  readonly watches: Watches;
  readonly summaries: Summaries;
  readonly glossary: GlossaryCalls;
  readonly testProviders: () => Promise<void>;
  readonly changeSettings: (patch: CallInput<'settings.set'>) => Promise<Settings>;
}

export function createHandlers({ entries, dictations, files, history, models, ...rest }: Parts): Handlers {
  const { translations, glossary, pictures, watches, summaries } = rest;
  const done = () => null;
  const receiver = (id: string) => [pictures, summaries].find((one) => one.isArriving(id)) ?? files;
  const isKind = (id: string, kind: Entry['kind']) => entries.has(id) && entries.get(id).kind === kind;
  return {
    'state.get': rest.state,
    'dictation.start': ({ offTheRecord }) => ({ id: dictations.start(offTheRecord) }),
    'dictation.audio': ({ id, samples }) => {
      dictations.audio(id, samples);
      return null;
    },
    'dictation.stop': ({ id }) => dictations.stop(id).then(done),
    'dictation.cancel': ({ id }) => dictations.cancel(id).then(done),
    'file.begin': async ({ name, bytes }) => ({ id: await files.begin(name, bytes) }),
    'file.chunk': ({ id, bytes }) => receiver(id).chunk(id, bytes).then(done),
    'file.end': ({ id }) => receiver(id).end(id).then(done),
    'job.cancel': async ({ id }) => {
      if (translations.isActive(id)) translations.cancel(id);
      else if (watches.isActive(id)) watches.end(id);
      else if (summaries.isActive(id) || isKind(id, 'summary')) summaries.cancel(id);
      else if (pictures.isActive(id) || isKind(id, 'picture')) await pictures.cancel(id);
      else await (dictations.isActive(id) ? dictations : files).cancel(id);
      return null;
    },
    'job.retry': ({ id }) => {
      if (entries.get(id).kind === 'translation') translations.retry(id);
      else if (isKind(id, 'picture')) pictures.retry(id);
      else if (isKind(id, 'summary')) summaries.retry(id);
      else files.retry(id);
      return null;
    },
    'history.list': ({ query, limit, offset }) => entries.list(query, limit, offset),
    'history.open': ({ id }) => entries.open(id),
    'history.delete': ({ id }) => history.remove(id).then(done),
    'history.recording': ({ id, offset, length }) => history.recording(id, offset, length),
    'history.export': history.exported,
    'translate.run': translations.run,
    'translate.suggest': translations.suggest,
    'translate.choose': ({ id, index, part }) => {
      translations.choose(id, index, part);
      return null;
    },
    'document.begin': async ({ name, bytes, from, to }) => ({
      id: await files.begin(name, bytes, { from, to }),
    }),
    'translation.open': ({ id }) => translations.open(id),
    'translation.export': ({ id, format }) => translations.exported(id, format),
    'picture.begin': (input) => ({ id: pictures.begin(input) }),
    'picture.open': ({ id }) => pictures.open(id),
    'picture.preview': ({ id }) => pictures.preview(id),
    'picture.set-alt': ({ id, altText }) => {
      pictures.setAltText(id, altText);
      return null;
    },
    'picture.export': ({ id, format }) => pictures.exported(id, format),
    'watch.start': async (input) => ({ id: await watches.start(input) }),
    'watch.frame': watches.frame,
    'watch.stop': ({ id, seconds }) => {
      watches.stop(id, seconds);
      return null;
    },
    'summary.run': summaries.run,
    'summary.begin': (input) => ({ id: summaries.begin(input) }),
    'summary.open': ({ id }) => summaries.open(id),
    'summary.set-length': ({ id, length }) => {
      summaries.setLength(id, length);
      return null;
    },
    'summary.export': summaries.exported,
    // On loopback the browser chooses; the desktop window answers this itself.
    'screen.prepare': () => ({ chooses: false }),
    'providers.test': () => rest.testProviders().then(done),
    'glossary.get': glossary.get,
    'glossary.set': (input) => glossary.set(input).then(done),
    'models.install': ({ id }) => models.install(id).then(done),
    'models.cancel': ({ id }) => {
      models.cancel(id);
      return null;
    },
    'models.remove': ({ id }) => models.remove(id).then(done),
    'models.verify': ({ id }) => models.verify(id),
    'settings.set': rest.changeSettings,
  };
}

/**
 * Checks a call, makes it, and turns whatever is thrown into data. What a handler does before its first
 * `await` is done when this returns, so audio stays in order.
 */
export async function answerCall<Name extends CallName>(
  handlers: Handlers,
  name: Name,
  input: unknown,
): Promise<Answer<Name>> {
  if (!isCallName(name)) return refuse('there is no such call');
  const checked = v.safeParse(calls[name] as v.GenericSchema, input);
  if (!checked.success) return refuse(`the call ${name} does not fit: ${checked.issues[0].message}`);
  try {
    return { ok: true, value: await handlers[name](checked.output as CallInput<Name>) };
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) };
  }
}

function refuse(message: string): { ok: false; error: { code: 'request-invalid'; message: string } } {
  return { ok: false, error: { code: 'request-invalid', message } };
}
