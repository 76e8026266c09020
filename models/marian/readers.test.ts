import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParolaError } from '../../main/errors.ts';
import { randomModel, randomNumbers, sentencePieces, shortlistFile, smallShape as small } from './fixture.ts';
import { configurationText, floatsOf, matrixOf, readMarianFile, tokenRowsOf } from './read-model.ts';
import { shapeOf } from './shape.ts';
import { readShortlist, targetsOf } from './shortlist.ts';
import { convertTokenizer } from './tokenizer.ts';

/** The settings of a model as its file says them. */
function settings(changes: Record<string, unknown>): string {
  return configurationText(readMarianFile(randomModel(small, 1, changes).model));
}

const refused = (words: RegExp) => (error: unknown) =>
  error instanceof ParolaError && error.code === 'model-unsupported' && words.test(error.message);
const damaged = (error: unknown) => error instanceof ParolaError && error.code === 'model-corrupt';

test('every number of a model file is read as it was meant, whatever fills the gaps', () => {
  const { model, weights } = randomModel(small, 3);
  const file = readMarianFile(model);
  const matrix = matrixOf(file, 'encoder_l1_ffn_W1', 32, 32);
  const expected = weights.get('encoder_l1_ffn_W1') ?? [];
  matrix.bytes.forEach((byte, at) => {
    assert.ok(Math.abs(matrix.scale * (byte - matrix.zeroPoint) - (expected[at] ?? 0)) < 1e-6);
  });
  const rows = tokenRowsOf(file, 'Wemb', 12, 32);
  rows.bytes.forEach((byte, at) => {
    assert.ok(Math.abs(rows.scale * byte - (weights.get('Wemb')?.[at] ?? 0)) < 1e-6);
  });
  const bias = floatsOf(file, 'encoder_l1_self_bq', 32);
  assert.deepEqual([...bias], [...(weights.get('encoder_l1_self_bq') ?? [])]);
});

test('the sizes come from the model’s own settings', () => {
  const shape = shapeOf(settings({}));
  assert.deepEqual(shape, {
    width: 32,
    feedForward: 32,
    encoderLayers: 1,
    decoderLayers: 1,
    heads: 4,
    vocabularies: [12, 12],
    embeddings: { source: 'Wemb', target: 'Wemb', output: 'Wemb' },
  });
  const separate = shapeOf(settings({ 'tied-embeddings-all': false, 'tied-embeddings': false }));
  assert.deepEqual(separate.embeddings, {
    source: 'encoder_Wemb',
    target: 'decoder_Wemb',
    output: 'decoder_ff_logit_out_W',
  });
});

test('another architecture is refused by the name of what is different', () => {
  assert.throws(() => shapeOf(settings({ 'dec-cell': 'gru' })), refused(/dec-cell is "gru"/));
  assert.throws(
    () => shapeOf(settings({ 'transformer-decoder-autoreg': 'self-attention' })),
    refused(/transformer-decoder-autoreg is "self-attention"/),
  );
  assert.throws(() => shapeOf(settings({ type: 'amun' })), refused(/type is "amun"/));
  assert.throws(() => shapeOf(settings({ 'transformer-tied-layers': [1, 1] })), refused(/tied-layers/));
  assert.throws(
    () => shapeOf(settings({ 'dim-emb': 100, 'transformer-heads': 4 })),
    refused(/dim-emb is 100/),
  );
  assert.throws(() => shapeOf('- a list\n'), refused(/settings/));
  assert.throws(() => shapeOf('a: [unclosed'), refused(/YAML/));
});

test('a cut or altered model file is an error with a code, never a crash', () => {
  const { model } = randomModel(small, 5);
  const random = randomNumbers(17);
  const everything = (bytes: Uint8Array) => {
    const file = readMarianFile(bytes);
    shapeOf(configurationText(file));
    matrixOf(file, 'encoder_l1_ffn_W1', 32, 32);
    tokenRowsOf(file, 'Wemb', 12, 32);
  };
  const lengths = [0, 7, 8, 16, 40, 200, 2000, model.length - 1];
  for (const length of lengths) assert.throws(() => everything(model.subarray(0, length)), damaged);
  assert.throws(() => everything(Uint8Array.from([...model, 0])), damaged);
  for (let round = 0; round < 300; round++) {
    const changed = model.slice();
    const reach = round % 2 === 0 ? 4000 : model.length;
    for (let hit = 0; hit < 3; hit++) {
      changed[Math.floor(((random() + 1) / 2) * reach)] = Math.floor((random() + 1) * 128);
    }
    try {
      everything(changed);
    } catch (error) {
      assert.ok(error instanceof ParolaError, `${error}`);
    }
  }
});

test('the shortlist of a sentence is what is frequent, what its words may become, and a filling to eights', () => {
  const lists = [[], [], [10, 11], [5, 30], [20]];
  const shortlist = readShortlist(shortlistFile(4, lists), 5, 40);
  assert.deepEqual([...targetsOf(shortlist, [3, 4, 0], 40)], [0, 1, 2, 3, 4, 5, 20, 30]);
  assert.deepEqual(
    [...targetsOf(shortlist, [2, 3, 4, 0], 40)],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20, 30],
  );
  assert.ok(targetsOf(shortlist, [0], 40, [39]).includes(39));
});

test('a damaged shortlist, or one of another vocabulary, is an error with a code', () => {
  const good = shortlistFile(4, [[1], [2], [3]]);
  assert.throws(() => readShortlist(good, 4, 40), damaged);
  assert.throws(() => readShortlist(good, 3, 3), damaged);
  for (let length = 0; length < good.length; length += 5) {
    assert.throws(() => readShortlist(good.subarray(0, length), 3, 40), damaged);
  }
  const random = randomNumbers(3);
  for (let round = 0; round < 300; round++) {
    const changed = good.slice();
    changed[Math.floor(((random() + 1) / 2) * good.length)] = Math.floor((random() + 1) * 128);
    try {
      targetsOf(readShortlist(changed, 3, 40), [0, 1, 2], 40);
    } catch (error) {
      assert.ok(error instanceof ParolaError, `${error}`);
    }
  }
});

test('a vocabulary keeps its pieces in order, and hides those that are no text', () => {
  const { json, tokens, end, unknown } = convertTokenizer(sentencePieces(12));
  const { model } = JSON.parse(json) as { model: { vocab: [string, number][] } };
  assert.deepEqual([tokens, end, unknown], [12, 0, 1]);
  assert.deepEqual(
    model.vocab.slice(0, 4).map(([piece]) => piece),
    ['\u0001</s>', '\u0001<unk>', '▁a', 'a'],
  );
});

test('a damaged vocabulary is an error with a code', () => {
  const good = sentencePieces(12);
  const random = randomNumbers(5);
  assert.throws(() => convertTokenizer(new Uint8Array(0)), damaged);
  for (let round = 0; round < 300; round++) {
    const changed = good.slice(0, round % 3 === 0 ? round % good.length : good.length);
    if (changed.length > 0)
      changed[Math.floor(((random() + 1) / 2) * changed.length)] = Math.floor((random() + 1) * 128);
    try {
      convertTokenizer(changed);
    } catch (error) {
      assert.ok(error instanceof ParolaError, `${error}`);
    }
  }
});
