/**
 * Exports of other models, as their makers publish them: each tiny one must be tokenized, searched and scored
 * as Hugging Face's own libraries do, by what `models/huggingface/tiny.py` wrote down.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { decode, finish } from '../../main/worker/decode/decode.ts';
import { readModelTokenizer } from '../../main/worker/input/model-tokenizer.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder } from '../../main/worker/runtime/encoder-decoder.ts';
import { ownRules, ownSearch } from '../../main/worker/tasks/own-search.ts';
import { decodeOf } from '../../models/huggingface/generation.ts';
import { manifestFrom } from '../../models/huggingface/manifest.ts';
import type { Generation } from '../../models/huggingface/settings.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';

interface Golden {
  readonly tokenizer: readonly {
    readonly text: string;
    readonly ids: readonly number[];
    readonly decoded: string;
  }[];
  readonly searches: readonly {
    readonly settings: Generation;
    readonly results: readonly {
      readonly input: string;
      readonly source: readonly number[];
      readonly answers: readonly { readonly ids: readonly number[]; readonly score: number | null }[];
    }[];
  }[];
}

const folderOf = (family: string) => path.join(import.meta.dirname, '../fixtures/huggingface', family);

for (const family of ['t5', 'bart', 'marian']) {
  let golden: Golden;
  let model: InstalledModel<EncoderDecoderGraphs>;
  let usual: Generation;
  let loaded: LoadedEncoderDecoder;

  before(async () => {
    const folder = folderOf(family);
    golden = JSON.parse(await readFile(path.join(folder, 'golden.json'), 'utf8'));
    usual = JSON.parse(await readFile(path.join(folder, 'generation_config.json'), 'utf8'));
    const { manifest, files } = await manifestFrom(folder);
    assert.equal(manifest.graphs?.kind, 'encoder-decoder');
    const hashed = files.map(async ({ name, path: at, bytes }) => {
      const sha256 = createHash('sha256')
        .update(await readFile(at))
        .digest('hex');
      return { name, bytes, sha256 };
    });
    model = { id: manifest.id, folder, graphs: manifest.graphs, files: await Promise.all(hashed) };
    loaded = await loadEncoderDecoder(model);
  });
  after(() => loaded.dispose());

  test(`${family}: text becomes the tokens that Python's library makes of it, and these the text again`, async () => {
    const tokenizer = readModelTokenizer(await readFile(path.join(folderOf(family), 'tokenizer.json')));
    assert.ok(golden.tokenizer.length > 15);
    for (const { text, ids, decoded } of golden.tokenizer) {
      assert.deepEqual(tokenizer.encode(text), ids, JSON.stringify(text));
      assert.equal(tokenizer.decode(ids).trim(), decoded.trim(), JSON.stringify(text));
    }
  });

  test(`${family}: every search gives the answers and the scores that transformers gives`, async () => {
    const texts = new Set<string>();
    let early = 0;
    for (const { settings, results } of golden.searches) {
      const { tokens } = model.graphs;
      const graphs = { ...model.graphs, decode: decodeOf({ ...usual, ...settings }, tokens.end, null) };
      for (const { input, source, answers } of results) {
        const what = `${JSON.stringify(settings)} ${input}`;
        const plan = ownSearch(graphs, { answers: answers.length });
        const encoded = await loaded.encodeIds(Int32Array.from(source));
        const found = await finish(decode(loaded.decoder, encoded, plan, ownRules(graphs)));
        assert.equal(found.length, answers.length);
        for (const [rank, { ids, ending, score }] of found.entries()) {
          const expected = answers[rank];
          const written = ending === 'end' ? [...ids, tokens.end] : ids;
          assert.deepEqual(written, expected?.ids, `${what}, answer ${rank}`);
          if (expected?.score !== null)
            assert.ok(Math.abs(score - (expected?.score ?? 0)) < 1e-3, `${what}: ${score}`);
          if (ending === 'end' && ids.length + 1 < graphs.decode.maxTokens) early++;
          texts.add(ids.join());
        }
      }
    }
    assert.ok(texts.size > 30 && early > 60, `${texts.size} different answers, ${early} of them ended early`);
  });
}
