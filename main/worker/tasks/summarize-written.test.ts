import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestWritten } from './summarize-written.ts';

/** A model that takes `most` words and writes the first word of what it was given, in capitals. */
function writer(most: number) {
  const asked: string[] = [];
  const countTokens = (text: string) => text.split(/\s+/).length;
  return {
    asked,
    maxSourceTokens: most,
    countTokens,
    async write(text: string) {
      asked.push(text);
      const word = (text.split(/\s+/)[0] ?? '').toUpperCase();
      const half = { text: word, logProbability: Math.log(0.5) };
      return [{ text: word, score: 0, tokens: [half, half] }];
    },
  };
}

const text = 'Ana: One two three four. Five six seven. Eight nine ten eleven twelve thirteen.';

test('a long text is read in stretches of whole sentences, and each point says where it is from', async () => {
  const model = writer(8);
  const digest = await digestWritten(model, 'x', [{ text, language: 'en' }], { options: {} });
  assert.deepEqual(model.asked, [
    'One two three four. Five six seven.',
    'Eight nine ten eleven twelve thirteen.',
  ]);
  assert.deepEqual(
    digest.sentences.map(({ text: point, source, confidence }) => [point, text.slice(...source), confidence]),
    [
      ['ONE', model.asked[0], 0.5],
      ['EIGHT', model.asked[1], 0.5],
    ],
  );
  assert.deepEqual(digest.notes, [{ kind: 'read-in-parts', parts: 2 }]);
  assert.equal(digest.model, 'x');
});

test('a sentence that is too long by itself is halved, and nothing of it is lost', async () => {
  const model = writer(3);
  await digestWritten(model, 'x', [{ text, language: 'en' }], { options: {} });
  assert.equal(model.asked.join(' ').replace(/\s+/g, ' '), text.slice('Ana: '.length));
  assert.ok(model.asked.every((one) => model.countTokens(one.trim()) <= 3));
});

test('several texts are read as one, with an empty line between them', async () => {
  const moments = [{ range: [0, 8] as const, start: 4, end: 5 }];
  const sources = [
    { text: 'One two.', language: 'en' },
    { text: 'Six ten.', moments },
  ];
  const digest = await digestWritten(writer(2), 'x', sources, { options: {} });
  assert.deepEqual(
    digest.sentences.map(({ source }) => 'One two.\n\nSix ten.'.slice(...source)),
    ['One two.', 'Six ten.'],
  );
  assert.equal(digest.sentences[1]?.seconds, 4);
});

test('nothing is nothing', async () => {
  const digest = await digestWritten(writer(5), 'x', [{ text: '' }], { options: {} });
  assert.deepEqual([digest.sentences, digest.read], [[], 0]);
});
