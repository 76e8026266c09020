import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { LoadedEncoderDecoder } from './encoder-decoder.ts';
import { loadOnProvider, wantedProvider } from './providers.ts';

const graphs = { tokens: { start: 1, end: 2, vocabularySize: 4 } } as EncoderDecoderGraphs;

/** A model that says token 3 for ever with the given logit; `failsAfter` steps it breaks. */
function model(provider: string, logit: number, failsAfter = Number.POSITIVE_INFINITY) {
  let steps = 0;
  let disposed = false;
  const loaded: LoadedEncoderDecoder = {
    provider,
    encode: async () => new Map(),
    encodeIds: async () => new Map(),
    decoder: {
      start: () => new Map(),
      reorder: (state) => state,
      step: async (_, __, state) => {
        steps += 1;
        if (steps > failsAfter) throw new Error('device lost');
        return { logits: Float32Array.of(0, 0, 0, logit), state };
      },
    },
    dispose: async () => {
      disposed = true;
    },
  };
  return { loaded, isDisposed: () => disposed };
}

test('the processor computes unless the user names something that this build has', () => {
  assert.equal(wantedProvider({}), 'cpu');
  assert.equal(wantedProvider({ PAROLA_PROVIDER: 'no-such-thing' }), 'cpu');
});

test('a provider that agrees with the processor is used', async () => {
  const loaded = await loadOnProvider('gpu', graphs, async (name) => model(name, 5).loaded);
  assert.equal(loaded.provider, 'gpu');
});

test('one that computes something else, or does not load, is not', async () => {
  const wrong = model('gpu', 1);
  const loaded = await loadOnProvider('gpu', graphs, async (name) =>
    name === 'cpu' ? model(name, 5).loaded : wrong.loaded,
  );
  assert.equal(loaded.provider, 'cpu');
  assert.ok(wrong.isDisposed());
  const refused = await loadOnProvider('gpu', graphs, async (name) => {
    if (name !== 'cpu') throw new Error('no device');
    return model(name, 5).loaded;
  });
  assert.equal(refused.provider, 'cpu');
});

test('one that fails in the middle of a job leaves the job to the processor', async () => {
  // Six steps are the test of it; the seventh is the job's.
  const loaded = await loadOnProvider('gpu', graphs, async (name) =>
    name === 'cpu' ? model(name, 5).loaded : model(name, 5, 6).loaded,
  );
  const { logits } = await loaded.decoder.step(Int32Array.of(1), 0, loaded.decoder.start(new Map(), 1));
  assert.equal(logits[3], 5);
  assert.equal(loaded.provider, 'cpu');
});
