/** Each call of the contract and what answers it; an input that does not fit never gets that far. */
import * as v from 'valibot';
import {
  type Answer,
  type AppState,
  type CallInput,
  type CallName,
  type CallResults,
  calls,
  isCallName,
  type Settings,
} from '../preload/contract.ts';
import type { Dictations } from './dictation.ts';
import type { Entries } from './entries.ts';
import { ParolaError, toErrorData } from './errors.ts';
import type { Files } from './files.ts';
import type { History } from './history.ts';
import type { ModelViews } from './model-views.ts';
import type { Translations } from './translations.ts';

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
  readonly glossary: GlossaryCalls;
  readonly changeSettings: (patch: CallInput<'settings.set'>) => Promise<Settings>;
}

export function createHandlers({ entries, dictations, files, history, models, ...rest }: Parts): Handlers {
  const { translations, glossary } = rest;
  const done = () => null;
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
    'file.chunk': ({ id, bytes }) => files.chunk(id, bytes).then(done),
    'file.end': ({ id }) => files.end(id).then(done),
    'job.cancel': async ({ id }) => {
      if (translations.isActive(id)) translations.cancel(id);
      else await (dictations.isActive(id) ? dictations : files).cancel(id);
      return null;
    },
    'job.retry': ({ id }) => {
      if (entries.get(id).kind === 'translation') translations.retry(id);
      else files.retry(id);
      return null;
    },
    'history.list': ({ query, limit, offset }) => entries.list(query, limit, offset),
    'history.open': ({ id }) => entries.open(id),
    'history.delete': ({ id }) => history.remove(id).then(done),
    'history.recording': ({ id, offset, length }) => history.recording(id, offset, length),
    'history.export': ({ id, format }) => history.exported(id, format),
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
    'picture.begin': notYet,
    'picture.open': notYet,
    'picture.preview': notYet,
    'picture.set-alt': notYet,
    'picture.export': notYet,
    'watch.start': notYet,
    'watch.frame': notYet,
    'watch.stop': notYet,
    'providers.test': notYet,
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

function notYet(): never {
  throw new ParolaError('request-invalid', 'pictures are not described by this version yet');
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
