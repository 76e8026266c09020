import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PictureDescription, PictureKind } from '../preload/description.ts';
import { sayAnew } from './scene-words.ts';

function seen(caption: string, kind: PictureKind = 'photograph'): PictureDescription {
  const facts = { width: 1, height: 1, frames: 1, colours: [], brightness: 'dark' } as const;
  const rest = { confidence: 1, abstained: kind !== 'photograph', text: '', alternatives: [], words: [] };
  return { caption, kind, ...rest, grid: [1, 1], facts };
}

test('what is seen first is said, and said again only when other things are seen', () => {
  assert.equal(sayAnew(seen('A dog runs.'), null), 'A dog runs.');
  assert.equal(sayAnew(seen('The dog runs'), 'A dog runs.'), null);
  assert.equal(sayAnew(seen('A dog on the grass runs.'), 'A dog runs in the grass'), null);
  assert.equal(sayAnew(seen('Two dogs run.'), 'A dog runs.'), 'Two dogs run.');
  assert.equal(sayAnew(seen('A cat runs.'), 'A dog runs.'), 'A cat runs.');
});

test('a covered or shaken lens is no scene, a page held before it is', () => {
  assert.equal(sayAnew(seen('A blank picture.', 'blank'), null), null);
  assert.equal(sayAnew(seen('A blurred picture.', 'blurred'), 'A dog runs.'), null);
  assert.equal(sayAnew(seen('A document, light.', 'document'), 'A dog runs.'), 'A document, light.');
});
