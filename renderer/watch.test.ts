import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Program } from '../preload/contract.ts';
import { cameraRules, lookHeight, lookWidth } from './scene.ts';
import { type Frame, watch } from './watch.ts';

const pixels = lookWidth * lookHeight;
const bright = (seed: number) =>
  Float32Array.from({ length: pixels }, (_, at) => ((at * seed) % 17 > 8 ? 0.8 : 0.2));

async function* frames(seeds: readonly number[]): AsyncGenerator<Frame> {
  for (const [at, seed] of seeds.entries()) {
    yield { seconds: at / 2, look: bright(seed), picture: async () => new Blob([new Uint8Array([seed])]) };
  }
}

/** A program that sees a thing for each picture; `refuse` makes it fail instead. */
function seeingProgram(refuse: (seed: number) => string | null = () => null) {
  const calls: [name: string, input: Record<string, unknown>][] = [];
  const program = {
    call: async (name: string, input: Record<string, unknown>) => {
      calls.push([name, input]);
      if (name === 'watch.start') return { ok: true, value: { id: 'w' } };
      if (name !== 'watch.frame') return { ok: true, value: null };
      const [seed = 0] = input.bytes as Uint8Array;
      const code = refuse(seed);
      if (code !== null) return { ok: false, error: { code, message: code } };
      const start = input.seconds as number;
      const text = `thing ${seed}`;
      return { ok: true, value: { segment: { start, end: start + 1, text, confidence: 1, words: [] } } };
    },
    on: () => () => undefined,
  } as unknown as Program;
  return { program, calls };
}

async function run(
  seeds: readonly number[],
  refuse?: (seed: number) => string | null,
  onTold: (stop: () => void) => void = () => undefined,
) {
  const { program, calls } = seeingProgram(refuse);
  const stop = new AbortController();
  const [told, errors]: [string[], string[]] = [[], []];
  await watch(program, {
    about: { origin: 'camera', title: '', offTheRecord: false },
    frames: frames(seeds),
    rules: cameraRules,
    signal: stop.signal,
    onStarted: () => undefined,
    onFrame: () => undefined,
    onTold: ({ text, start }) => {
      told.push(`${start} ${text}`);
      onTold(() => stop.abort());
    },
    onError: ({ code }) => errors.push(code),
  });
  return { told, errors, calls };
}

const during = (seconds: number, seed: number) => Array.from({ length: seconds * 2 }, () => seed);

test('each scene is told once, with the time it began, and the end is told to the program', async () => {
  const { told, calls } = await run([...during(6, 3), ...during(6, 5)]);
  assert.deepEqual(told, ['0 thing 3', '6 thing 5']);
  assert.deepEqual(calls.at(-1), ['watch.stop', { id: 'w', seconds: 11.5 }]);
  assert.equal(calls.length, 4, 'frames without news are not sent');
});

test('after Stop no frame is looked at any more', async () => {
  const { told, calls } = await run([...during(6, 3), ...during(6, 5)], undefined, (stop) => stop());
  assert.deepEqual(told, ['0 thing 3']);
  assert.equal(calls.at(-1)?.[0], 'watch.stop');
});

test('a scene that cannot be described is said, and the next one is told', async () => {
  const refuse = (seed: number) => (seed === 3 ? 'engine-crashed' : null);
  const { told, errors } = await run([...during(6, 3), ...during(6, 5)], refuse);
  assert.deepEqual([errors, told], [['engine-crashed'], ['6 thing 5']]);
});

test('two failures in a row end it', async () => {
  const seeds = [...during(6, 3), ...during(6, 5), ...during(6, 7)];
  const { errors, calls } = await run(seeds, () => 'engine-crashed');
  assert.equal(errors.length, 2);
  assert.equal(calls.at(-1)?.[0], 'watch.stop');
});
