import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PictureDescription } from '../preload/description.ts';
import {
  describedAsHtml,
  describedAsJson,
  describedAsText,
  descriptionRecord,
  oneLine,
} from './description-formats.ts';

const photograph: PictureDescription = {
  caption: 'A dog runs through the grass',
  confidence: 0.71239,
  abstained: false,
  kind: 'photograph',
  text: '',
  alternatives: [{ caption: 'A brown dog runs', score: -0.912345 }],
  grid: [1, 3],
  words: [{ text: 'A', confidence: 0.98765, attention: [0.333336, 0.333336, 0.333328] }],
  facts: { width: 640, height: 480, frames: 1, colours: ['green'], brightness: 'medium' },
};
const sign: PictureDescription = {
  ...photograph,
  caption: 'A document, 640 × 480 pixels, light, mostly white.',
  confidence: 0,
  abstained: true,
  kind: 'document',
  text: 'Opening hours\n9 – 18  h\n',
  alternatives: [],
  grid: [0, 0],
  words: [],
};

test('one line holds the sentence, and of a picture without one the facts and its text', () => {
  assert.equal(oneLine(photograph), 'A dog runs through the grass');
  assert.equal(oneLine({ ...photograph, text: 'K9' }), 'A dog runs through the grass');
  assert.equal(
    oneLine(sign),
    'A document, 640 × 480 pixels, light, mostly white. Text: Opening hours 9 – 18 h',
  );
  assert.equal(oneLine({ ...sign, text: ' \n' }), sign.caption);
});

test('text keeps the lines of what is written, and the user’s own words go before the caption', () => {
  assert.equal(describedAsText({ description: photograph, altText: null }), 'A dog runs through the grass\n');
  assert.equal(
    describedAsText({ description: sign, altText: 'The sign at the door' }),
    'The sign at the door\n\nOpening hours\n9 – 18  h\n',
  );
});

test('an alternative text can say anything and stays one attribute of one element', () => {
  const html = describedAsHtml({
    description: photograph,
    altText: 'A "dog" <b>&amp;\na cat',
    name: 'my dog & "cat".jpg',
  });
  assert.equal(
    html,
    '<img src="my%20dog%20%26%20%22cat%22.jpg" width="640" height="480" alt="A &quot;dog&quot; &lt;b&gt;&amp;amp;&#10;a cat">\n',
  );
  assert.match(
    describedAsHtml({ description: sign, altText: null, name: '\ud800.png' }),
    /src="%EF%BF%BD.png"/,
  );
});

test('a picture’s JSON has the fields of the contract in their order, and weights of at most all', () => {
  const record = descriptionRecord('dog.jpg', photograph);
  assert.deepEqual(Object.keys(record), [
    'file',
    'caption',
    'confidence',
    'abstained',
    'kind',
    'text',
    'alternatives',
    'grid',
    'words',
  ]);
  assert.equal(record.confidence, 0.7124);
  assert.deepEqual(record.alternatives, [{ caption: 'A brown dog runs', score: -0.9123 }]);
  assert.deepEqual(record.words, [{ text: 'A', confidence: 0.9877, attention: [0.33333, 0.33333, 0.33332] }]);
  const exported = { description: photograph, name: 'dog.jpg' };
  assert.deepEqual(
    JSON.parse(describedAsJson({ ...exported, altText: null })),
    JSON.parse(JSON.stringify(record)),
  );
  assert.equal(JSON.parse(describedAsJson({ ...exported, altText: 'Rex' })).altText, 'Rex');
});
