import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { FixtureShape } from '../../../models/marian/fixture.ts';
import { installRandomModel } from '../../../models/marian/installed-fixture.ts';
import { type Reference, reference } from '../../../models/marian/reference.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Decoder, Hypothesis } from '../decode/decoder.ts';
import { forbidRepeatedNgram } from '../decode/logits.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder } from './encoder-decoder.ts';

/** Every shape that Firefox's models have, a quarter as wide or less: [as published, as tested]. */
const shapes: readonly (readonly [string, FixtureShape])[] = [
  [
    'tiny, 16,000 tokens',
    {
      width: 64,
      feedForward: 192,
      encoderLayers: 6,
      decoderLayers: 2,
      heads: 8,
      tokens: 24,
      isSeparate: false,
    },
  ],
  [
    'tiny, 32,000 tokens',
    {
      width: 64,
      feedForward: 192,
      encoderLayers: 6,
      decoderLayers: 2,
      heads: 8,
      tokens: 40,
      isSeparate: false,
    },
  ],
  [
    'base-memory, 32,000 tokens',
    {
      width: 96,
      feedForward: 192,
      encoderLayers: 6,
      decoderLayers: 4,
      heads: 8,
      tokens: 40,
      isSeparate: false,
    },
  ],
  [
    'base-memory, 64,000 tokens',
    {
      width: 96,
      feedForward: 192,
      encoderLayers: 6,
      decoderLayers: 4,
      heads: 8,
      tokens: 56,
      isSeparate: false,
    },
  ],
  [
    'base-memory, two embeddings',
    {
      width: 96,
      feedForward: 192,
      encoderLayers: 6,
      decoderLayers: 4,
      heads: 8,
      tokens: 40,
      isSeparate: true,
    },
  ],
  [
    'base, 32,000 tokens',
    {
      width: 128,
      feedForward: 256,
      encoderLayers: 6,
      decoderLayers: 2,
      heads: 8,
      tokens: 40,
      isSeparate: false,
    },
  ],
  [
    'base, 64,000 tokens',
    {
      width: 128,
      feedForward: 256,
      encoderLayers: 6,
      decoderLayers: 2,
      heads: 8,
      tokens: 56,
      isSeparate: false,
    },
  ],
  [
    'base, two embeddings',
    {
      width: 128,
      feedForward: 256,
      encoderLayers: 6,
      decoderLayers: 2,
      heads: 8,
      tokens: 40,
      isSeparate: true,
    },
  ],
];
const sources = [
  [5, 9, 3, 12, 0],
  [7, 0],
  [4, 4, 10, 2, 15, 8, 6, 0],
  [3, 11, 0],
  [20, 13, 0],
  [2, 0],
];
/** Random weights would say one thing for ever; so no token comes twice, and the order of all of them counts. */
const rules = [forbidRepeatedNgram(1)];
const limits = { startToken: 0, endToken: 0, maxTokens: 60 };

let home = '';
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'parola-marian-'));
});
after(() => rm(home, { recursive: true }));

/** A random model, loaded, and the equations with its weights. */
async function install(shape: FixtureShape, precision: 'quick' | 'exact') {
  const { weights, ...model } = await installRandomModel(home, shape, precision);
  return { loaded: await loadEncoderDecoder(model, { threads: 1 }), expected: reference(shape, weights) };
}

const everyToken = (tokens: number) => Int32Array.from({ length: tokens }, (_, token) => token);

async function translate(
  { encodeIds, decoder }: Pick<LoadedEncoderDecoder, 'encodeIds'> & { decoder: Decoder },
  source: readonly number[],
  shortlist: Int32Array,
  beams = 1,
): Promise<Hypothesis> {
  const encoded = await encodeIds(Int32Array.from(source), shortlist);
  const search =
    beams === 1 ? { kind: 'greedy' as const } : { kind: 'beam' as const, beams, lengthPenalty: 1 };
  const [best] = await finish(decode(decoder, encoded, { ...search, ...limits }, rules));
  return best as Hypothesis;
}

/** Greedy decoding by the equations, the unknown token (1) left out. */
function expectedAnswer(expected: Reference, source: readonly number[], columns: Int32Array) {
  const next = expected.start(source);
  const ids: number[] = [];
  const rows: number[][] = [];
  const logProbabilities: number[] = [];
  while (ids.length < limits.maxTokens) {
    const row = next(ids.at(-1) ?? null);
    rows.push(row);
    const allowed = [...columns].filter((id) => id !== 1 && !ids.includes(id));
    const [best = 0] = allowed.sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0));
    if (best === limits.endToken) break;
    const sum = allowed.reduce((total, id) => total + Math.exp(row[id] ?? 0), 0);
    logProbabilities.push((row[best] ?? 0) - Math.log(sum));
    ids.push(best);
  }
  return { ids, rows, logProbabilities };
}

for (const [name, shape] of shapes) {
  test(`${name}: the exact form writes what the equations say, whatever the input`, async () => {
    const { loaded, expected } = await install(shape, 'exact');
    const written: string[] = [];
    for (const source of sources) {
      const answer = await translate(loaded, source, everyToken(shape.tokens));
      const { ids, logProbabilities } = expectedAnswer(expected, source, everyToken(shape.tokens));
      assert.deepEqual([...answer.ids], ids);
      for (const [place, value] of logProbabilities.entries()) {
        assert.ok(Math.abs((answer.logProbabilities[place] ?? 0) - value) < 1e-3, `token ${place}`);
        const looked = answer.attention[place] ?? new Float32Array(0);
        assert.equal(looked.length, source.length);
        assert.ok(Math.abs(looked.reduce((total, share) => total + share, 0) - 1) < 1e-4);
      }
      written.push(answer.ids.join(' '));
      assert.equal(answer.ending, 'end');
    }
    assert.ok(new Set(written).size >= 4, `only ${new Set(written).size} different outputs: ${written}`);
    assert.ok(new Set(written.map(({ length }) => length)).size > 1, 'all outputs end at the same place');
    await loaded.dispose();
  });

  test(`${name}: the quick form gives nearly the same probabilities`, async () => {
    const { loaded, expected } = await install(shape, 'quick');
    let difference = 0;
    let size = 0;
    for (const source of sources) {
      const encoded = await loaded.encodeIds(Int32Array.from(source), everyToken(shape.tokens));
      const { ids, rows } = expectedAnswer(expected, source, everyToken(shape.tokens));
      let state = loaded.decoder.start(encoded, 1);
      for (const [place, row] of rows.entries()) {
        const step = await loaded.decoder.step(Int32Array.of(ids[place - 1] ?? 0), place, state);
        state = step.state;
        row.forEach((value, token) => {
          if (token === 1) return;
          difference += (value - (step.logits[token] ?? 0)) ** 2;
          size += value ** 2;
        });
      }
    }
    assert.ok(Math.sqrt(difference / size) < 0.1, `off by ${Math.sqrt(difference / size)}`);
    await loaded.dispose();
  });
}

test('a narrowed vocabulary leaves out what is not listed, and the rest is as likely as before', async () => {
  const [, shape] = shapes[1] as (typeof shapes)[number];
  const { loaded, expected } = await install(shape, 'exact');
  const odd = Int32Array.from([
    0,
    ...everyToken(shape.tokens).filter((token) => token % 2 === 1 && token > 1),
  ]);
  for (const source of sources) {
    const { ids } = await translate(loaded, source, odd);
    assert.deepEqual([...ids], expectedAnswer(expected, source, odd).ids);
  }
  await loaded.dispose();
});

test('beams share what the encoder made, and find an answer at least as likely', async () => {
  const [, shape] = shapes[2] as (typeof shapes)[number];
  const { loaded } = await install(shape, 'exact');
  const mean = ({ score, ids }: Hypothesis, isMean: boolean) => (isMean ? score : score / (ids.length + 1));
  for (const source of sources) {
    const greedy = await translate(loaded, source, everyToken(shape.tokens));
    const beams = await translate(loaded, source, everyToken(shape.tokens), 4);
    assert.ok(mean(beams, true) >= mean(greedy, false) - 1e-4);
    assert.ok(beams.attention.every((row) => row.length === source.length));
  }
  await loaded.dispose();
});
