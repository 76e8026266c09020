import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinWords } from './heard-segment.ts';
import { type Written, wordsOf } from './whisper-words.ts';

// Times are the tokens from 100 on, a tenth of a second each.
const at = (seconds: number) => 100 + Math.round(seconds * 10);
const endToken = 99;

/** What was written, from the texts of its tokens and times. */
function written(tokens: readonly (string | number)[], more: Partial<Written> = {}): Written {
  const texts = tokens.filter((token): token is string => typeof token === 'string');
  let count = 0;
  const ids = tokens.map((token) => (typeof token === 'number' ? at(token) : count++));
  return {
    answer: { ids, logProbabilities: ids.map(() => -0.1), attention: [] },
    prefix: [],
    timestamps: { begin: 100, stepSeconds: 0.1 },
    endToken,
    seconds: 10,
    secondsPerFrame: 0.02,
    tokenTexts: (some) => some.map((id) => texts[id] as string),
    ...more,
  };
}

test('words come with their pieces, their tokens and the probability of all of them', () => {
  const { words, goesOnFrom } = wordsOf(
    written([0, ' Take', ' an', ' umb', 'rella', ';', 2.4, 2.8, ' It', ' rains', '.', 6]),
  );
  assert.deepEqual(
    words.map(({ text }) => text),
    ['Take', 'an', 'umbrella;', 'It', 'rains.'],
  );
  assert.deepEqual(
    words.map(({ beginsPiece = false }) => beginsPiece),
    [true, false, false, true, false],
  );
  assert.deepEqual(words[2]?.ids, [2, 3, 4]);
  assert.ok(Math.abs((words[2]?.confidence ?? 0) - Math.exp(-0.3)) < 1e-9);
  assert.equal(goesOnFrom, 10);
});

test('without attention words share the time of their piece by their length', () => {
  const { words } = wordsOf(written([1, ' ab', ' cdef', 4]));
  assert.deepEqual(
    words.map(({ start, end }) => [start, end].map((seconds) => Math.round(seconds * 100) / 100)),
    [
      [1, 2],
      [2, 4],
    ],
  );
});

test('with attention a word is where its tokens were listened to, within its piece', () => {
  const row = (peak: number) =>
    Float32Array.from({ length: 500 }, (_, frame) => Math.max(0, 1 - Math.abs(frame - peak) / 10));
  const base = written([1, ' one', ' two', 4]);
  const attention = [row(0), row(75), row(130), row(0)];
  const { words } = wordsOf({ ...base, answer: { ...base.answer, attention } });
  assert.ok(Math.abs((words[0]?.start ?? 0) - 1.4) < 0.11, `${words[0]?.start}`);
  assert.ok(Math.abs((words[1]?.start ?? 0) - 2.5) < 0.11, `${words[1]?.start}`);
  assert.ok((words[1]?.end ?? 9) <= 4);
});

test('a letter made of several tokens stays whole', () => {
  const { words } = wordsOf(written([0, ' Atravess', '', 'á', 'mos', 1]));
  assert.deepEqual(
    words.map(({ text, ids }) => [text, ids.length]),
    [['Atravessámos', 4]],
  );
});

test('a script without spaces is kept without them', () => {
  const { words } = wordsOf(written([0, '鳥', 'が', '歌', 'う', '。', '空', 'は', '青', 'い', '。', 3]));
  assert.deepEqual(
    words.map(({ text }) => text),
    ['鳥が歌う。', '空は青い。'],
  );
  assert.equal(joinWords(words), '鳥が歌う。空は青い。');
});

test('words that were settled before are not given again, nor one that lengthens them', () => {
  const base = written([' My', ' fel', 'low', ' friends', 3]);
  const { words } = wordsOf({
    ...base,
    prefix: [at(0), 0, 1],
    answer: { ids: [2, 3, at(3)], logProbabilities: [-1, -0.2, -1], attention: [] },
  });
  assert.deepEqual(
    words.map(({ text, ids, logProbabilities }) => [text, ids, logProbabilities]),
    [['friends', [3], [-0.2]]],
  );
});

test('where another piece begins and no words follow there is more to hear', () => {
  assert.equal(wordsOf(written([0, ' one', 4, 4.2])).goesOnFrom, 4.2);
  assert.equal(wordsOf(written([0, ' one', 4])).goesOnFrom, 10);
});

test('a piece that breaks off lasts to the end of the sound', () => {
  const { words, goesOnFrom } = wordsOf(written([0, ' one', 1, 2, ' two']));
  assert.equal(goesOnFrom, 2);
  assert.equal(words.at(-1)?.end, 10);
});

test('punctuation alone is no word', () => {
  assert.deepEqual(wordsOf(written([0, ' …', 2])).words, []);
  assert.deepEqual(
    wordsOf(written([0, ' “', 'Yes', '”', ' –', ' no', 2])).words.map(({ text }) => text),
    ['“Yes” –', 'no'],
  );
});
