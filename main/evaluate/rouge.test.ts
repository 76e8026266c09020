import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stemOf } from './porter.ts';
import { rouge } from './rouge.ts';

/** What NLTK's PorterStemmer says (3.10.4). */
const stems = {
  caresses: 'caress',
  ponies: 'poni',
  ties: 'tie',
  cats: 'cat',
  feed: 'feed',
  agreed: 'agre',
  plastered: 'plaster',
  motoring: 'motor',
  sing: 'sing',
  conflated: 'conflat',
  troubled: 'troubl',
  sized: 'size',
  hopping: 'hop',
  falling: 'fall',
  hissing: 'hiss',
  fizzed: 'fizz',
  failing: 'fail',
  filing: 'file',
  happy: 'happi',
  sky: 'sky',
  skies: 'sky',
  enjoy: 'enjoy',
  by: 'by',
  relational: 'relat',
  conditional: 'condit',
  rational: 'ration',
  valenci: 'valenc',
  digitizer: 'digit',
  radically: 'radic',
  biologically: 'biolog',
  analogously: 'analog',
  vietnamization: 'vietnam',
  predication: 'predic',
  operator: 'oper',
  feudalism: 'feudal',
  decisiveness: 'decis',
  hopefulness: 'hope',
  callousness: 'callous',
  formality: 'formal',
  sensitivity: 'sensit',
  sensibility: 'sensibl',
  triplicate: 'triplic',
  formative: 'form',
  formalize: 'formal',
  electricity: 'electr',
  electrical: 'electr',
  hopeful: 'hope',
  goodness: 'good',
  revival: 'reviv',
  allowance: 'allow',
  inference: 'infer',
  airliner: 'airlin',
  gyroscopic: 'gyroscop',
  adjustable: 'adjust',
  defensible: 'defens',
  irritant: 'irrit',
  replacement: 'replac',
  adjustment: 'adjust',
  dependent: 'depend',
  adoption: 'adopt',
  communism: 'commun',
  activate: 'activ',
  angularity: 'angular',
  homologous: 'homolog',
  effective: 'effect',
  bowdlerize: 'bowdler',
  probate: 'probat',
  rate: 'rate',
  cease: 'ceas',
  controll: 'control',
  roll: 'roll',
  dying: 'die',
  lying: 'lie',
  tying: 'tie',
  news: 'news',
  innings: 'inning',
  outings: 'outing',
  proceed: 'proceed',
  exceed: 'exceed',
  succeed: 'succeed',
  spied: 'spi',
  died: 'die',
  cried: 'cri',
  apologies: 'apolog',
  apology: 'apolog',
  geology: 'geolog',
  fully: 'fulli',
  gratefully: 'grate',
  really: 'realli',
  generally: 'gener',
};

/** Summary, reference, and what rouge-score 0.1.2 with stemming says: ROUGE-1, ROUGE-2, ROUGE-L. */
const scores: readonly (readonly [string, string, number, number, number])[] = [
  [
    'The quick brown fox jumps over the lazy dog.',
    'A quick brown dog jumped over the lazy foxes.',
    0.888888889,
    0.5,
    0.666666667,
  ],
  [
    'We decided to drop the second battery, and Anna will write to the supplier by Friday.',
    'The team agreed to drop one of the batteries; Anna writes to suppliers on Friday.',
    0.64516129,
    0.137931034,
    0.580645161,
  ],
  [
    'Dying skies and news of the innings: proceeding successfully, biologically and fully.',
    'He died under the sky; the news succeeded fully in biology.',
    0.52173913,
    0.0,
    0.347826087,
  ],
  ['', 'Something.', 0.0, 0.0, 0],
  ['Something else entirely', 'Nothing shared here', 0.0, 0.0, 0.0],
  ['one one one two', 'one two two', 0.571428571, 0.4, 0.571428571],
  [
    "Café naïve, it's 3.5 % — isn't it?",
    'The café is naive: 3 5 percent',
    0.352941176,
    0.133333333,
    0.352941176,
  ],
  [
    'Happily the enjoyable employees were hopping, hoping, falling, agreed and tied relational conditional',
    'Happiness enjoys employing hop hope fall agree tie relate condition',
    0.695652174,
    0.476190476,
    0.695652174,
  ],
];

test('stems are those of the stemmer that rouge-score uses', () => {
  const found = Object.fromEntries(Object.keys(stems).map((word) => [word, stemOf(word)]));
  assert.deepEqual(found, stems);
});

for (const [summary, reference, rouge1, rouge2, rougeL] of scores) {
  test(`scores are those of rouge-score: "${summary}"`, () => {
    const found = rouge(summary, [reference]);
    assert.ok(Math.abs(found.rouge1 - rouge1) < 1e-8, `${found.rouge1}`);
    assert.ok(Math.abs(found.rouge2 - rouge2) < 1e-8, `${found.rouge2}`);
    assert.ok(Math.abs(found.rougeL - rougeL) < 1e-8, `${found.rougeL}`);
  });
}

test('of several references the best counts', () => {
  const alone = rouge('one two three', ['one two three']);
  assert.deepEqual(rouge('one two three', ['nothing', 'one two three', 'two']), alone);
  assert.equal(alone.rougeL, 1);
});
