import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readSamples } from '../../main/evaluate/clips.ts';
import { installedModel, parolaHome } from '../../main/models.ts';
import { decode, finish } from '../../main/worker/decode/decode.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { loadEncoderDecoder } from '../../main/worker/runtime/encoder-decoder.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';
import { speech } from '../command-line.ts';

test('the default model decodes by beams too: one beam is greedy search, four find a better answer or the same', async () => {
  const model = await installedModel(parolaHome(), 'moonshine-tiny');
  assert.ok(model?.graphs.kind === 'encoder-decoder', 'npm start installs the default model');
  const loaded = await loadEncoderDecoder(model as InstalledModel<EncoderDecoderGraphs>);
  try {
    const { start, end } = model.graphs.tokens;
    const limits = { startToken: start, endToken: end, maxTokens: 60 };
    for (const file of ['boat.flac', 'umbrella.flac']) {
      const encoded = await loaded.encode(await readSamples(path.join(speech, file)));
      const search = async (beams: number) => {
        const options = { kind: 'beam', ...limits, beams, lengthPenalty: 0, hypotheses: beams } as const;
        return finish(decode(loaded.decoder, encoded, options));
      };
      const [greedy] = await finish(decode(loaded.decoder, encoded, { kind: 'greedy', ...limits }));
      const [single] = await search(1);
      const four = await search(4);
      assert.ok(greedy && single);
      assert.deepEqual(single.ids, greedy.ids, file);
      assert.ok(Math.abs(single.score - greedy.score) < 1e-3, `${file}: ${single.score}, ${greedy.score}`);
      assert.equal(new Set(four.map(({ ids }) => ids.join())).size, 4, 'four different answers');
      const scores = four.map(({ score }) => score);
      assert.deepEqual(
        scores,
        [...scores].sort((a, b) => b - a),
      );
      assert.ok((scores[0] as number) >= greedy.score - 1e-3, `${file}: ${scores}, greedy ${greedy.score}`);
      for (const { ids, attention } of four) assert.equal(attention.length, ids.length);
    }
  } finally {
    await loaded.dispose();
  }
});
