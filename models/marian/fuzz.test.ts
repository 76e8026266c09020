/**
 * The three readers of a model's files against bytes that nobody meant: each is a result or one of two
 * coded errors, within the memory that a file of that size may take. What is random comes from a fixed
 * seed, so a failure comes again.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParolaError } from '../../main/errors.ts';
import { buildDecoder } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { randomModel, randomNumbers, sentencePieces, shortlistFile, smallShape as small } from './fixture.ts';
import { configurationText, readMarianFile } from './read-model.ts';
import { shapeOf } from './shape.ts';
import { readShortlist, targetsOf } from './shortlist.ts';
import { convertTokenizer } from './tokenizer.ts';

/** Lengths and counts where arithmetic goes wrong: signs, 32 bits, 53 bits, 64 bits. */
const extremes = [
  0n,
  1n,
  0x7fn,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x1_0000_0000n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 61n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];
const mutations = 700;
const timeout = 60_000;

/** Everything that an install does with a model's file. */
function readModel(bytes: Uint8Array): void {
  const file = readMarianFile(bytes);
  const shape = shapeOf(configurationText(file));
  buildEncoder(file, shape, 'exact', 1);
  buildDecoder(file, shape, 'exact');
}

const readers = [
  { name: 'a model', valid: randomModel(small, 5).model, read: readModel, headerBytes: 2600, hasEnd: true },
  {
    name: 'a vocabulary',
    valid: sentencePieces(40),
    read: (bytes: Uint8Array) => void convertTokenizer(bytes),
    headerBytes: 400,
    // A list of pieces may stop behind any; the install compares its hash.
    hasEnd: false,
  },
  {
    name: 'a shortlist',
    valid: shortlistFile(4, [[1], [2, 7], [3], [], [9, 10, 11]]),
    read: (bytes: Uint8Array) => void targetsOf(readShortlist(bytes, 5, 40), [0, 1, 2, 4], 40),
    headerBytes: 200,
    hasEnd: true,
  },
];

/** Reads; anything but a coded error about the model fails the test. */
function withstands(read: (bytes: Uint8Array) => void, bytes: Uint8Array, what: string): 'read' | 'refused' {
  try {
    read(bytes);
    return 'read';
  } catch (error) {
    assert.ok(error instanceof ParolaError, `${what}: ${error instanceof Error ? error.stack : error}`);
    assert.match(error.code, /^model-(corrupt|unsupported)$/, what);
    assert.ok(error.message.length < 400, `${what}: ${error.message.slice(0, 100)}`);
    return 'refused';
  } finally {
    const mebibytes = process.memoryUsage().arrayBuffers / 2 ** 20;
    assert.ok(mebibytes < 512, `${what}: ${Math.round(mebibytes)} MiB of arrays`);
  }
}

/** Changes a copy of `bytes` in one to four places, each in one of the ways that files go wrong. */
function mutated(bytes: Uint8Array, random: (below: number) => number, reach: number): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  for (let hit = random(4); hit >= 0; hit--) {
    const at = random(Math.min(changed.length, reach));
    const length = 1 + random(40);
    const before = changed.subarray(0, at);
    const after = changed.subarray(at + length);
    const some = changed.subarray(at, at + length);
    switch (random(7)) {
      case 0:
        changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        changed[at] = random(256);
        break;
      case 2:
        changed = changed.slice(0, at);
        break;
      case 3:
        changed = Buffer.concat([before, after]);
        break;
      case 4:
        changed = Buffer.concat([before, some, some, after]);
        break;
      case 5:
        changed.set(new Uint8Array(some.length).fill(random(2) * 255), at);
        break;
      default:
        changed = withNumber(changed, at - (at % 8), extremes[random(extremes.length)] ?? 0n);
    }
  }
  return changed;
}

function withNumber(bytes: Uint8Array, at: number, value: bigint): Uint8Array {
  const changed = Uint8Array.from(bytes);
  if (at + 8 <= changed.length) new DataView(changed.buffer).setBigUint64(at, value, true);
  return changed;
}

for (const { name, valid, read, headerBytes, hasEnd } of readers) {
  const belowFrom = (seed: number) => {
    const next = randomNumbers(seed);
    return (below: number) => Math.min(below - 1, Math.floor(((next() + 1) / 2) * below));
  };

  test(`${name} that is damaged anywhere is read or refused with a code`, { timeout }, () => {
    const random = belowFrom(23);
    const outcomes = { read: 0, refused: 0 };
    assert.equal(withstands(read, valid, 'as it was'), 'read');
    for (let round = 0; round < mutations; round++) {
      const bytes = mutated(valid, random, round % 2 === 0 ? headerBytes : valid.length);
      outcomes[withstands(read, bytes, `round ${round}`)]++;
    }
    assert.ok(outcomes.refused > mutations / 10, JSON.stringify(outcomes));
  });

  test(`${name} of bytes at random is refused`, { timeout }, () => {
    const random = belowFrom(29);
    for (let round = 0; round < 300; round++) {
      const bytes = Uint8Array.from({ length: random(3000) }, () => random(256));
      assert.equal(withstands(read, bytes, `round ${round}`), 'refused');
      // The same behind a beginning that is right.
      const begun = Buffer.concat([valid.subarray(0, 8 * (1 + random(12))), bytes]);
      withstands(read, begun, `begun, round ${round}`);
    }
  });

  test(`${name} that ends too early is refused, wherever it ends`, { timeout }, () => {
    const step = Math.max(1, Math.floor(valid.length / 500));
    for (let length = 0; length < valid.length; length += step) {
      const outcome = withstands(read, valid.subarray(0, length), `${length} bytes`);
      if (hasEnd) assert.equal(outcome, 'refused', `${length} bytes`);
    }
  });

  test(`${name} with an absurd number in any place of its beginning asks for no absurd memory`, {
    timeout,
  }, () => {
    for (let at = 0; at < Math.min(headerBytes, valid.length); at += 8) {
      for (const value of extremes) withstands(read, withNumber(valid, at, value), `${value} at ${at}`);
    }
  });
}

test('settings that no model has are refused by name, and those that are an attack as well', {
  timeout,
}, () => {
  const refused = (settings: Record<string, unknown>, words: RegExp) => {
    assert.throws(
      () => readModel(randomModel(small, 1, settings).model),
      (error) =>
        error instanceof ParolaError && error.code === 'model-unsupported' && words.test(error.message),
    );
  };
  for (const key of ['dim-emb', 'transformer-dim-ffn', 'enc-depth', 'dec-depth', 'transformer-heads']) {
    for (const value of [0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, '6', null, [6], { a: 1 }]) {
      refused({ [key]: value }, new RegExp(key));
    }
  }
  refused({ 'dim-vocabs': [2 ** 31, 2 ** 31] }, /dim-vocabs/);
  refused({ 'dim-vocabs': [12] }, /dim-vocabs/);
  refused({ 'dec-cell': 'lstm' }, /dec-cell is "lstm"/);
  for (const yaml of [
    '['.repeat(50_000),
    `${'a: &a [x,x]\n'}${'b: [*a,*a]\n'.repeat(100)}`,
    '{'.repeat(1000),
    '- '.repeat(20_000),
    `${' '.repeat(60_000)}x: [`,
    '!!js/function "return 1"',
    '\u0000',
    '',
  ]) {
    assert.throws(() => shapeOf(yaml), ParolaError);
  }
});

test('settings without an end are refused before they are read', () => {
  const endless = `${'a'.repeat(70_000)}: 1`;
  assert.throws(
    () => readModel(randomModel(small, 1, { [endless]: 1 }).model),
    (error) => error instanceof ParolaError && error.code === 'model-corrupt',
  );
});

test('a vocabulary that would bring the tokenizer into a loop is refused', () => {
  const good = sentencePieces(12);
  const piece = (text: string, score: number) => {
    const bytes = Buffer.from(text);
    const number = Buffer.alloc(4);
    number.writeFloatLE(score);
    const inner = Buffer.concat([Buffer.from([10, bytes.length]), bytes, Buffer.from([21]), number]);
    return Buffer.concat([Buffer.from([10, inner.length]), inner]);
  };
  assert.equal(convertTokenizer(Buffer.concat([good, piece('neu', -20)])).tokens, 13);
  for (const more of [
    piece('', -20),
    piece('neu', Number.NaN),
    piece('neu', Number.NEGATIVE_INFINITY),
    piece('a', -20),
  ]) {
    assert.throws(
      () => convertTokenizer(Buffer.concat([good, more])),
      (error) => error instanceof ParolaError && error.code === 'model-corrupt',
    );
  }
});
