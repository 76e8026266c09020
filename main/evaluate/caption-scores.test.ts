import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captionScores } from './caption-scores.ts';
import golden from './fixtures/caption-scores.json' with { type: 'json' };
import { tokenizeTreebank } from './tokenize-treebank.ts';

// The figures were made with pycocoevalcap 1.2 (PTBTokenizer, Bleu(4), Cider, Rouge) on these very sentences.
for (const { name, captions, references, scores, tokens } of golden.sets) {
  test(`BLEU, CIDEr and ROUGE-L are those of COCO’s scorers: ${name}`, () => {
    const ours = captionScores(captions, references);
    const isSame = (a: number, b: number) => Math.abs(a - b) < 1e-9;
    assert.ok(
      scores.bleu.every((score, order) => isSame(score, ours.bleu[order] ?? Number.NaN)),
      String(ours.bleu),
    );
    assert.ok(isSame(scores.cider, ours.cider), String(ours.cider));
    assert.ok(isSame(scores.rougeL, ours.rougeL), String(ours.rougeL));
    assert.deepEqual(
      captions.map((caption) => tokenizeTreebank(caption).join(' ')),
      tokens,
    );
  });
}

// Each line was printed by that tokenizer.
for (const { caption, tokens } of golden.tokenizations) {
  test(`tokens are the Penn Treebank’s: ${caption}`, () => {
    assert.equal(tokenizeTreebank(caption).join(' '), tokens);
  });
}
