import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captionWords } from './caption-words.ts';
import { hedgeOf, likelihoodInWords, surenessInWords, surenessOf } from './hedging.ts';

test('the wording hedges as confidence falls', () => {
  assert.deepEqual(
    [0.9, 0.7, 0.6, 0.2].map((confidence) => hedgeOf(surenessOf({ confidence }))),
    ['', '', 'Perhaps:', 'Not sure, maybe:'],
  );
  assert.equal(surenessInWords({ confidence: 0.583 }), 'Not quite sure, 58 %');
});

test('an alternative is told by how likely it is beside the caption', () => {
  const words = [0.8, 0.8].map((confidence) => ({ text: 'a', confidence, attention: [] }));
  assert.match(likelihoodInWords(Math.log(0.75), words), /^nearly as likely, 7[45] %$/);
  assert.match(likelihoodInWords(Math.log(0.5), words), /^less likely/);
  assert.match(likelihoodInWords(Math.log(0.3), words), /^much less likely/);
});

test('the words of a caption are found in it whatever their case, each in its place', () => {
  const told = ['a', 'dog', 'and', 'a', 'dog'].map((text) => ({ text, confidence: 0.9, attention: [] }));
  const caption = 'A dog and a dog.';
  const placed = captionWords({
    caption,
    words: told,
    confidence: 1,
    abstained: false,
    kind: 'photograph',
    text: '',
    alternatives: [],
    grid: [0, 0],
    facts: { width: 1, height: 1, frames: 1, colours: [], brightness: 'medium' },
  });
  assert.deepEqual(
    placed.map(({ start, end }) => caption.slice(start, end)),
    ['A', 'dog', 'and', 'a', 'dog'],
  );
  assert.deepEqual(
    placed.map(({ start }) => start),
    [0, 2, 6, 10, 12],
  );
});
