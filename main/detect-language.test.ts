import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectLanguage } from './detect-language.ts';
import { ParolaError } from './errors.ts';

const among = [
  'en',
  'pt',
  'es',
  'fr',
  'de',
  'it',
  'ru',
  'uk',
  'ja',
  'zh',
  'nb',
  'nn',
  'hr',
  'bs',
  'id',
  'ms',
];
const unclear = (words: RegExp) => (error: unknown) =>
  error instanceof ParolaError && error.code === 'language-unclear' && words.test(error.message);

test('a sentence’s language is found', async () => {
  const sentences: [string, string][] = [
    ['en', 'The library opens at nine in the morning.'],
    ['pt', 'A biblioteca abre às nove da manhã e fecha às seis.'],
    ['es', 'La biblioteca abre a las nueve de la mañana.'],
    ['fr', 'La bibliothèque ouvre à neuf heures du matin.'],
    ['de', 'Die Bücherei öffnet um neun Uhr morgens.'],
    ['ru', 'Библиотека открывается в девять часов утра.'],
    ['uk', 'Бібліотека відчиняється о дев’ятій годині ранку.'],
    ['ja', '図書館は朝九時に開きます。'],
    ['nb', 'Biblioteket åpner klokken ni om morgenen, og jeg vet ikke hvorfor.'],
  ];
  for (const [language, sentence] of sentences) {
    assert.equal(await detectLanguage(sentence, among), language, sentence);
  }
});

test('only a language that was asked about is answered', async () => {
  const spanish = 'La biblioteca abre a las nueve de la mañana y cierra a las seis de la tarde.';
  assert.equal(await detectLanguage(spanish, ['en', 'pt', 'ja']), 'pt');
  assert.equal(await detectLanguage('Saya tidak tahu di mana stasiun kereta api.', ['en', 'id']), 'id');
});

test('a foreign title or a link does not decide about a long text', async () => {
  const portuguese = 'A biblioteca abre às nove da manhã e fecha às seis da tarde. '.repeat(40);
  const text = `The Importance of Being Earnest\nhttps://www.example.com/the-english-address\n\n${portuguese}`;
  assert.equal(await detectLanguage(text, among), 'pt');
});

test('what has no language, or could be two, is asked back', async () => {
  const nothing = ['', '   \n', '123 456', '😀😀', 'https://www.example.com', '\ud800\ud800', '\0\0\0'];
  for (const text of nothing) {
    await assert.rejects(detectLanguage(text, among), unclear(/cannot be told.*--from/), text);
  }
  await assert.rejects(
    detectLanguage('Saya tidak tahu di mana stasiun kereta api.', among),
    unclear(/Indonesian or Malay/),
  );
});
