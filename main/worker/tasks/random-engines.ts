/** For tests: engines over a random model, one straight from English to Portuguese, one on to French. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { smallShape } from '../../../models/marian/fixture.ts';
import { installRandomModel } from '../../../models/marian/installed-fixture.ts';
import { loadTranslation, type TranslationEngine } from './translate.ts';

export interface RandomEngines {
  readonly engine: TranslationEngine;
  /** Through Portuguese into French, with the same weights. */
  readonly twice: TranslationEngine;
}

/** Engines for all tests of a file; there once they run. */
export function useRandomEngines(): RandomEngines {
  const engines = {} as { engine: TranslationEngine; twice: TranslationEngine };
  let home = '';
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'parola-random-'));
    const model = await installRandomModel(home, { ...smallShape, tokens: 40 }, 'quick');
    const there = { model, from: 'en', to: 'pt' };
    engines.engine = await loadTranslation({ steps: [there], precision: 'quick' }, { threads: 1 });
    const back = { model, from: 'pt', to: 'fr' };
    engines.twice = await loadTranslation({ steps: [there, back], precision: 'quick' }, { threads: 1 });
  });
  after(async () => {
    await Promise.all([engines.engine.dispose(), engines.twice.dispose()]);
    await rm(home, { recursive: true });
  });
  return engines;
}
