import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planTranslation } from './translation-plan.ts';

const context = {
  home: '/nowhere',
  isExact: () => false,
  models: {
    translatesFrom: () => ({ known: ['da', 'de', 'en', 'it', 'nl', 'pt', 'sv'], installed: ['en', 'pt'] }),
    translation: async (from: string, to: string, precision: 'quick' | 'exact') => ({
      precision,
      steps: [],
      from,
      to,
    }),
  },
};

async function found(text: string): Promise<string> {
  const { facts } = await planTranslation(context, text, null, 'fr');
  return facts.from;
}

test('a short sentence is read in a language that is installed, a clear one in its own', async () => {
  assert.equal(await found('The dog sleeps.'), 'en');
  assert.equal(await found('Bom dia'), 'pt');
  assert.equal(await found('Guten Tag'), 'de');
  assert.equal(await found('Hunden sover i haven, og katten drikker sin mælk.'), 'da');
});
