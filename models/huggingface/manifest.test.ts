import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import protobuf from 'protobufjs';
import { type ImportWishes, manifestFrom } from './manifest.ts';

const exports = path.join(import.meta.dirname, '../../e2e/fixtures/huggingface');
let ground = '';
let count = 0;

before(async () => {
  ground = await mkdtemp(path.join(os.tmpdir(), 'parola-exports-'));
});
after(() => rm(ground, { recursive: true, force: true }));

/** A copy of an export, to be spoilt. */
async function copyOf(family: string): Promise<string> {
  const folder = path.join(ground, `${family}-${count++}`);
  await cp(path.join(exports, family), folder, { recursive: true });
  return folder;
}

/** Changes a JSON file of an export. */
async function change(folder: string, file: string, by: object): Promise<void> {
  const at = path.join(folder, file);
  await writeFile(at, JSON.stringify({ ...JSON.parse(await readFile(at, 'utf8')), ...by }));
}

async function refused(
  folder: string,
  expected: { code: string; message: RegExp },
  wishes: ImportWishes = {},
): Promise<void> {
  await assert.rejects(manifestFrom(folder, wishes), expected);
}

test('the settings become the manifest: which task, which languages, what is written before a text, how it is searched', async () => {
  const summarizer = (await manifestFrom(path.join(exports, 't5'))).manifest;
  assert.equal(summarizer.task, 'summarize');
  assert.ok(summarizer.graphs?.kind === 'encoder-decoder');
  assert.deepEqual(summarizer.graphs.text, { prefix: 'summarize: ', maxSourceTokens: 512 });
  assert.deepEqual(summarizer.graphs.decode, {
    search: 'beam',
    beams: 4,
    lengthPenalty: 2,
    maxTokens: 23,
    rules: { minTokens: 4, noRepeatedNgram: 3 },
    refill: 'full',
    scores: 'before-rules',
  });
  const translator = (await manifestFrom(path.join(exports, 't5'), { from: 'en', to: 'de' })).manifest;
  assert.deepEqual([translator.task, translator.languages], ['translate', ['en', 'de']]);
  assert.ok(translator.graphs?.kind === 'encoder-decoder');
  assert.equal(translator.graphs.text?.prefix, 'translate English to German: ');
  const marian = (await manifestFrom(path.join(exports, 'marian'), { prefix: '>>deu<< ' })).manifest;
  assert.deepEqual([marian.id, marian.task, marian.languages], ['opus-mt-en-de', 'translate', ['en', 'de']]);
  assert.ok(marian.graphs?.kind === 'encoder-decoder');
  assert.equal(marian.graphs.text?.prefix, '>>deu<< ');
  assert.deepEqual(marian.graphs.decode.rules?.neverSequences, [[marian.graphs.tokens.start]]);
});

test('the encoder’s part of the cache is made once, whichever way the decoder is exported', async () => {
  const merged = (await manifestFrom(path.join(exports, 't5'))).manifest.graphs;
  const pair = (await manifestFrom(path.join(exports, 'bart'))).manifest.graphs;
  assert.ok(merged?.kind === 'encoder-decoder' && pair?.kind === 'encoder-decoder');
  assert.equal(merged.decoder.first, undefined);
  const isEncoders = ({ input }: { input: string }) => input.includes('.encoder.');
  for (const one of merged.decoder.step.state) {
    assert.deepEqual([one.constantAfterFirst, one.initial], [isEncoders(one), [1, 2, 0, 8]]);
  }
  for (const one of pair.decoder.step.state) assert.equal(one.output === null, isEncoders(one));
  assert.ok(
    pair.decoder.first?.state.every(({ output, initial }) => output !== null && initial === undefined),
  );
});

test('a half export is refused by the name of what it lacks, with what to do', async () => {
  for (const file of [
    'config.json',
    'tokenizer.json',
    'encoder_model.onnx',
    'decoder_with_past_model.onnx',
  ]) {
    const folder = await copyOf('bart');
    await rm(path.join(folder, file));
    await refused(folder, {
      code: 'file-not-found',
      message: new RegExp(`has no ${file.replace('.', '\\.')}.*; \\w`),
    });
  }
  await refused(path.join(ground, 'nowhere'), { code: 'file-not-found', message: /there is no folder/ });
  await refused(path.join(exports, 't5', 'config.json'), { code: 'file-unreadable', message: /is a file/ });
});

test('a model that only goes on with a text, or is of an unknown kind, is refused by name', async () => {
  const folder = await copyOf('t5');
  await change(folder, 'config.json', {
    model_type: 'gpt2',
    architectures: ['GPT2LMHeadModel'],
    is_encoder_decoder: false,
  });
  await refused(folder, {
    code: 'model-unsupported',
    message: /"gpt2" is not a model of an encoder and a decoder/,
  });
  await change(folder, 'config.json', { model_type: 'm2m_100', architectures: [], is_encoder_decoder: true });
  await refused(folder, {
    code: 'model-unsupported',
    message: /"m2m_100" are not known.*t5, mt5, bart, marian/,
  });
  await refused(
    path.join(exports, 't5'),
    { code: 'model-wrong-task', message: /does not transcribe/ },
    { task: 'transcribe' },
  );
});

test('settings that are no settings are refused: cut short, huge, deep, of wrong types', async () => {
  const cases: [text: string, message: RegExp][] = [
    ['{"model_type": "t5"', /config\.json cannot be used: it is not JSON/],
    ['[1]', /it is no object/],
    [`{"model_type":"t5","x":"${'a'.repeat(5_000_000)}"}`, /too large/],
    [`{"model_type":"t5","x":${'['.repeat(5000)}${']'.repeat(5000)}}`, /nested too deeply/],
    ['{"model_type": 7}', /model_type is wrong/],
    ['{"model_type": "t5", "num_heads": -4}', /num_heads is wrong/],
    [
      '{"model_type": "t5", "task_specific_params": {"summarization": {"num_beams": "many"}}}',
      /num_beams is wrong/,
    ],
    ['{"model_type": "__proto__"}', /"__proto__"/],
  ];
  for (const [text, message] of cases) {
    const folder = await copyOf('t5');
    await writeFile(path.join(folder, 'config.json'), text);
    const code = text.includes('__proto__') ? 'model-unsupported' : 'data-malformed';
    await refused(folder, { code, message });
  }
  const folder = await copyOf('t5');
  await change(folder, 'generation_config.json', { decoder_start_token_id: 900 });
  await refused(folder, { code: 'model-unsupported', message: /token 900 is not among 160/ });
  await change(folder, 'generation_config.json', { decoder_start_token_id: 0, eos_token_id: [1, 2] });
  await refused(folder, { code: 'model-unsupported', message: /several end tokens/ });
});

/** The bytes of a graph one of whose weights lies in another file. */
function graphWithDataElsewhere(location: string): Uint8Array {
  const { root } = protobuf.parse(`syntax = "proto2";
    message Model { optional Graph graph = 7; }
    message Graph { repeated Node node = 1; repeated Tensor initializer = 5; }
    message Node { optional string op_type = 4; repeated Attribute attribute = 5; }
    message Attribute { optional Graph g = 6; }
    message Tensor { repeated Entry external_data = 13; optional int32 data_location = 14; }
    message Entry { optional string key = 1; optional string value = 2; }`);
  const tensor = { externalData: [{ key: 'location', value: location }], dataLocation: 1 };
  // Inside a branch of a branch, where a hasty reader would not look.
  const inner = { node: [{ opType: 'Add' }], initializer: [tensor] };
  const outer = { node: [{ opType: 'If', attribute: [{ g: inner }] }] };
  const graph = { node: [{ opType: 'If', attribute: [{ g: outer }] }] };
  return root
    .lookupType('Model')
    .encode({ graph } as unknown as protobuf.Message)
    .finish();
}

test('graphs that point outside, are cut short or are no graphs are refused', async () => {
  const folder = await copyOf('t5');
  const graph = path.join(folder, 'encoder_model.onnx');
  const whole = await readFile(graph);
  await writeFile(graph, graphWithDataElsewhere('../../../../etc/passwd'));
  await refused(folder, {
    code: 'model-unsupported',
    message: /weights in another file \("\.\.\/\.\.\/.*passwd"\)/,
  });
  for (const bytes of [new Uint8Array(), Buffer.from('not a graph'), whole.subarray(0, whole.length / 2)]) {
    await writeFile(graph, bytes);
    await refused(folder, {
      code: 'data-malformed',
      message: /encoder_model\.onnx is not a whole ONNX file/,
    });
  }
  await cp(path.join(folder, 'decoder_model_merged.onnx'), graph);
  await refused(folder, { code: 'model-unsupported', message: /encoder_model\.onnx is not a graph/ });
});

test('a tokenizer with patterns of its own is refused: they could hold the program up', async () => {
  const folder = await copyOf('t5');
  await change(folder, 'tokenizer.json', {
    pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated', invert: false },
  });
  await refused(folder, { code: 'model-unsupported', message: /tokenizer\.json .*pattern of its own/ });
});

test('quantized graphs are taken where they are all there is, or where they are asked for', async () => {
  const folder = await copyOf('t5');
  await mkdir(path.join(folder, 'onnx'));
  for (const name of ['encoder_model', 'decoder_model_merged']) {
    await cp(path.join(folder, `${name}.onnx`), path.join(folder, 'onnx', `${name}_quantized.onnx`));
  }
  const exact = await manifestFrom(folder);
  assert.ok(exact.files.some(({ name }) => name === 'encoder_model.onnx'));
  const asked = await manifestFrom(folder, { variant: 'quantized' });
  assert.ok(asked.files.some(({ name }) => name === 'encoder_model_quantized.onnx'));
  assert.match(asked.notes.join(), /encoder_model_quantized\.onnx/);
  await refused(folder, { code: 'file-not-found', message: /encoder_model_int8\.onnx/ }, { variant: 'int8' });
});

test('a Marian export without tokenizer.json is read by its source.spm and vocab.json, as Python reads it', async () => {
  const folder = await copyOf('marian');
  const whole = JSON.parse(await readFile(path.join(folder, 'tokenizer.json'), 'utf8'));
  await rm(path.join(folder, 'tokenizer.json'));
  await refused(folder, { code: 'file-not-found', message: /has no tokenizer\.json/ });
  const vocabulary: [string, number][] = whole.model.vocab;
  const ids = Object.fromEntries(vocabulary.map(([piece], id) => [piece, id]));
  await writeFile(path.join(folder, 'vocab.json'), JSON.stringify(ids));
  const { root } = protobuf.parse(`syntax = "proto2";
    message Model { repeated Piece pieces = 1; optional Normalizer normalizer_spec = 3; }
    message Piece { optional string piece = 1; optional float score = 2; optional int32 type = 3; }
    message Normalizer { optional bytes precompiled_charsmap = 2; }`);
  const pieces = vocabulary.map(([piece, score]) => ({
    piece,
    score,
    type: { '</s>': 3, '<unk>': 2, '<pad>': 3 }[piece] ?? 1,
  }));
  const map = Buffer.from(whole.normalizer.precompiled_charsmap, 'base64');
  const spm = { pieces, normalizerSpec: { precompiledCharsmap: map } } as unknown as protobuf.Message;
  await writeFile(path.join(folder, 'source.spm'), root.lookupType('Model').encode(spm).finish());
  const { files } = await manifestFrom(folder, {}, ground);
  const made = files.find(({ name }) => name === 'tokenizer.json');
  const { model, normalizer } = JSON.parse(await readFile(made?.path ?? '', 'utf8'));
  assert.deepEqual(normalizer, whole.normalizer);
  assert.equal(model.unk_id, whole.model.unk_id);
  model.vocab.forEach(([piece, score]: [string, number], id: number) => {
    assert.equal(piece, vocabulary[id]?.[0]);
    assert.ok(Math.abs(score - (vocabulary[id]?.[1] ?? 0)) < 1e-4, piece);
  });
  await writeFile(path.join(folder, 'vocab.json'), '{"</s>": 0, "<unk>": 7}');
  await assert.rejects(manifestFrom(folder, {}, ground), {
    code: 'data-malformed',
    message: /"<unk>" has no place/,
  });
});
