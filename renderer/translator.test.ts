import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Translation } from '../preload/contract.ts';
import type { SentenceTranslation } from '../preload/translation.ts';
import { blankTranslator, reduceTranslator, type Translator, targetText } from './translator.ts';

const part = (source: string, target: string): SentenceTranslation => ({
  source,
  target,
  score: -0.1,
  sourceTokens: [source],
  tokens: [{ text: target, logProbability: -0.1 }],
  alternatives: [],
  alignment: [[0, 0, 1]],
});
const one = part('One. ', 'Um. ');
const two = part('Two. ', 'Dois. ');
const three = part('Three.', 'Três.');
const answer = (parts: readonly SentenceTranslation[]): Translation => ({
  from: 'en',
  to: 'pt',
  detected: true,
  models: ['model'],
  parts,
});
const after = (...changes: Parameters<typeof reduceTranslator>[1][]): Translator =>
  changes.reduce(reduceTranslator, blankTranslator);
const typed = (text: string) => ({ kind: 'typed', text }) as const;
const translated = (parts: readonly SentenceTranslation[]) =>
  ({ kind: 'translated', entry: 'entry', translation: answer(parts), glossaryError: null }) as const;
const written = after(
  typed('One. Two. Three.'),
  { kind: 'running', offTheRecord: false },
  translated([one, two, three]),
);

test('the old translation stays while a newer text is being translated', () => {
  const next = [typed('One. Two. Four.'), { kind: 'running', offTheRecord: false } as const].reduce(
    reduceTranslator,
    written,
  );
  assert.equal(targetText(next.parts), 'Um. Dois. Três.');
  assert.equal(next.phase, 'running');
});

test('what comes replaces the old from its beginning, and the unchanged end stays where it is', () => {
  const changed = part('Nine. ', 'Nove. ');
  const next = [
    typed('Nine. Two. Three.'),
    { kind: 'running', offTheRecord: false } as const,
    { kind: 'arrived', index: 0, parts: [changed] } as const,
  ].reduce(reduceTranslator, written);
  assert.equal(targetText(next.parts), 'Nove. Dois. Três.');
  assert.ok(next.share > 0.3 && next.share < 0.5, String(next.share));
});

test('an answer without changes in a sentence draws that sentence no second time', () => {
  const next = reduceTranslator(written, translated([{ ...one }, part('Two. ', 'Duas. '), { ...three }]));
  assert.equal(next.parts[0], one);
  assert.equal(next.parts[1]?.target, 'Duas. ');
  assert.equal(next.parts[2], three);
});

test('a text that was emptied is a new one: nothing of the old stays, nor its entry', () => {
  const next = reduceTranslator(written, typed('  '));
  assert.deepEqual({ ...next, given: 0 }, { ...blankTranslator, text: '  ' });
});

test('an error leaves the translation there is, and goes when one types on', () => {
  const failed = reduceTranslator(written, {
    kind: 'failed',
    error: { code: 'engine-crashed', message: 'it ended; try again' },
  });
  assert.equal(targetText(failed.parts), 'Um. Dois. Três.');
  assert.equal(failed.phase, 'idle');
  assert.equal(reduceTranslator(failed, typed('One.')).error, null);
});

test('another wording takes its sentence’s place, and never another one’s', () => {
  const wording = part('Two. ', 'O segundo. ');
  const chosen = reduceTranslator(written, { kind: 'chosen', index: 1, part: wording });
  assert.equal(targetText(chosen.parts), 'Um. O segundo. Três.');
  assert.equal(reduceTranslator(written, { kind: 'chosen', index: 2, part: wording }), written);
});

test('whether a text is off the record is settled when its entry is made', () => {
  const typedOn = [typed('More.'), { kind: 'running', offTheRecord: true } as const].reduce(
    reduceTranslator,
    written,
  );
  assert.equal(typedOn.offTheRecord, false);
  assert.equal(after(typed('New.'), { kind: 'running', offTheRecord: true }).offTheRecord, true);
});

test('parts of a run that does not count any more change nothing', () => {
  assert.equal(reduceTranslator(written, { kind: 'arrived', index: 0, parts: [three] }), written);
});
