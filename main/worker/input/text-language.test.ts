import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from './text-language.ts';

test('English is known by its small words, other languages by their letters; too little counts as English if it could be', async () => {
  const texts: readonly (readonly [string, string])[] = [
    ['So we talked about it, and the plan is that you and I will go there in the morning.', 'en'],
    ['Ontem eu fui ao mercado comprar pão, e o preço subiu muito este ano para toda a gente.', 'pt'],
    ['Gestern bin ich auf den Markt gegangen, und der Preis ist in diesem Jahr sehr gestiegen.', 'de'],
    ['今天天气很好，我们去公园散步，然后一起吃午饭。', 'zh'],
    ['Hello', 'en'],
    ['', 'en'],
    ['42', 'en'],
  ];
  for (const [text, language] of texts) assert.equal(await languageOf(text), language, text);
});
