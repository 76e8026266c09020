import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allows } from './clean-guard.ts';
import { finishRepairs } from './clean-repairs.ts';
import { wordsOf } from './clean-words.ts';

/** What stays of a sentence in which the words that go stand in brackets. */
function asked(marked: string): { words: ReturnType<typeof wordsOf>; keep: boolean[] } {
  const words = wordsOf(marked.replaceAll(/[[\]]/g, ''));
  let goes = false;
  const keep = marked.split(' ').map((word) => {
    goes ||= word.startsWith('[');
    const stays = !goes;
    if (word.endsWith(']')) goes = false;
    return stays;
  });
  return { words, keep };
}

function finished(marked: string): string {
  const { words, keep } = asked(marked);
  const stays = finishRepairs(words, keep);
  return words.flatMap(({ text }, at) => (stays[at] ? [text] : [])).join(' ');
}

test('a number that was taken back does not stand beside the one that replaces it', () => {
  assert.equal(finished('two [more weeks, no sorry,] three more weeks'), 'three more weeks');
  assert.equal(finished('The price is forty, [I mean] fifty dollars.'), 'The price is fifty dollars.');
  assert.equal(finished('We have twenty five, [no,] thirty people.'), 'We have thirty people.');
});

test('numbers that were not taken back stay', () => {
  assert.equal(finished('two [uh] three weeks'), 'two three weeks');
  assert.equal(finished('I have two, [I mean] nice dogs'), 'I have two, nice dogs');
  assert.equal(finished('one two three'), 'one two three');
});

const guard = { atLeast: 0.9, atLeastForWeighty: 0.99, atLeastForCorrected: 0.8 };
const isAllowed = (marked: string, confidence: number) => {
  const { words, keep } = asked(marked);
  return allows(guard, confidence, words, keep);
};

test('a number goes more easily where it was taken back and another stands in its place', () => {
  assert.ok(isAllowed('[Two more weeks, no sorry,] three more weeks', 0.85));
  assert.ok(!isAllowed('[Two more weeks, no sorry,] three more weeks', 0.75));
  assert.ok(!isAllowed('[Two more weeks and] three more weeks', 0.95));
  assert.ok(!isAllowed('[Two more weeks, no sorry,] more weeks', 0.95));
});

test('a negation or a name goes only where the model is all but certain', () => {
  assert.ok(!isAllowed('We do [not] go', 0.95));
  assert.ok(isAllowed('We do [not] go', 0.995));
  assert.ok(!isAllowed('Send it [to Anna, no,] to Peter', 0.95));
  assert.ok(isAllowed('We [uh] go', 0.92));
});
