import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentenceTranslation } from '../preload/translation.ts';
import { facingLines } from './facing-lines.ts';

function part(source: string, target = source): SentenceTranslation {
  return { source, target, score: 0, sourceTokens: [], tokens: [], alternatives: [], alignment: [] };
}

test('sentences of one line stand together, lines beside their translations', () => {
  const parts = [part('One. ', 'Um. '), part('Two.', 'Dois.'), part('\n'), part('Three.', 'Três.')];
  assert.deepEqual(facingLines(parts), [
    { source: 'One. Two.', target: 'Um. Dois.', begins: true },
    { source: 'Three.', target: 'Três.', begins: false },
  ]);
});

test('an empty line begins a paragraph and is none itself', () => {
  const parts = [part('One.', 'Um.'), part('\n\n'), part('Two.\n', 'Dois.\n'), part('  \n')];
  assert.deepEqual(facingLines(parts), [
    { source: 'One.', target: 'Um.', begins: true },
    { source: 'Two.', target: 'Dois.', begins: true },
  ]);
});

test('what is not translated yet keeps its place', () => {
  assert.deepEqual(facingLines([part('One.\n', '')]), [{ source: 'One.', target: '', begins: true }]);
  assert.deepEqual(facingLines([]), []);
});
