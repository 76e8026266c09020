import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bleu } from './bleu.ts';
import { chrf } from './chrf.ts';
import golden from './fixtures/sacrebleu.json' with { type: 'json' };
import { tokenize13a } from './tokenize-13a.ts';

// The figures were made with sacreBLEU's `BLEU()` and `CHRF()`, each with its defaults, on these very lines.
for (const { name, hypotheses, references, bleu: expectedBleu, chrf: expectedChrf } of golden.sets) {
  test(`BLEU and chrF are sacreBLEU’s to the last digit printed: ${name}`, () => {
    assert.ok(Math.abs(bleu(hypotheses, references).score - expectedBleu) < 1e-9);
    assert.ok(Math.abs(chrf(hypotheses, references) - expectedChrf) < 1e-9);
  });
}

test('the same lines score 100, and lose by what is left out', () => {
  const lines = ['The library opens at nine in the morning.', 'It closes at six, as libraries do.'];
  assert.ok(Math.abs(bleu(lines, lines).score - 100) < 1e-9);
  assert.ok(Math.abs(chrf(lines, lines) - 100) < 1e-9);
  const shorter = lines.map((line) => line.slice(0, -8));
  const { score, brevityPenalty } = bleu(shorter, lines);
  assert.ok(score < 90 && brevityPenalty < 1);
});

test('numbers keep their points, everything else stands alone', () => {
  assert.deepEqual(tokenize13a('It cost 3,500.25 (not $4.00), e.g.'), [
    'It',
    'cost',
    '3,500.25',
    '(',
    'not',
    '$',
    '4.00',
    ')',
    ',',
    'e',
    '.',
    'g',
    '.',
  ]);
});
