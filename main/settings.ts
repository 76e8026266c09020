/** What the user chose, kept in the library; anything unreadable there is as if it had not been chosen. */
import * as v from 'valibot';
import type { CallInput, Settings } from '../preload/contract.ts';
import { calls } from '../preload/contract.ts';
import type { Library } from './library.ts';

const defaults: Settings = {
  microphoneLabel: null,
  cameraLabel: null,
  offTheRecord: false,
  sounds: true,
  letterKeys: true,
  theme: 'system',
  speechModel: 'moonshine-tiny',
  translateFrom: null,
  translateTo: 'pt',
  dictationTranslation: null,
  exactTranslation: false,
  captionModel: 'parola-captioner',
  cleanDictation: false,
  summaryModel: null,
  sceneVoice: 'screen-reader',
  provider: 'auto',
};

const row = 'settings';

export function readSettings(library: Library): Settings {
  const stored = v.safeParse(calls['settings.set'], library.readSetting(row) ?? {});
  return stored.success ? merged(defaults, stored.output) : defaults;
}

/** Changes what `patch` names and answers with the whole. */
export function changeSettings(library: Library, patch: CallInput<'settings.set'>): Settings {
  const settings = merged(readSettings(library), patch);
  library.writeSetting(row, settings);
  return settings;
}

function merged(settings: Settings, patch: CallInput<'settings.set'>): Settings {
  const named = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(named) };
}
