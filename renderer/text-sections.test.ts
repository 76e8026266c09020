import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentenceTranslation } from '../preload/translation.ts';
import { sectionsOf } from './text-sections.ts';

const part = (source: string): SentenceTranslation => ({
  source,
  target: source.toUpperCase(),
  score: 0,
  sourceTokens: [],
  tokens: [],
  alternatives: [],
  alignment: [],
});
const sentence = part('A sentence of forty characters, or nearly.');
const line = part('\n');

test('sections hold every part once, in order, and end with a line', () => {
  const parts = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? sentence : line));
  const sections = sectionsOf(parts);
  assert.deepEqual(
    sections.flatMap((one) => one.parts),
    parts,
  );
  assert.ok(sections.length > 2);
  for (const { first, parts: held } of sections) {
    assert.equal(parts[first], held[0]);
    assert.equal(held.at(-1)?.source, '\n');
  }
});

test('a text without any line end is cut all the same', () => {
  assert.ok(sectionsOf(Array.from({ length: 1000 }, () => sentence)).length > 2);
});
