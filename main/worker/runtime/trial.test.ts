import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { ProviderChoice, ProviderFinding } from '../protocol.ts';
import type { LoadedEncoderDecoder } from './encoder-decoder.ts';
import { compare } from './trial.ts';

const graphs = {
  tokens: { start: 1, end: 2, vocabularySize: 5 },
  audio: { sampleRateHz: 100 },
} as EncoderDecoderGraphs;

interface Machine {
  /** What the encoder finds in any sound. */
  readonly seen: number;
  /** The logits of tokens 3 and 4. */
  readonly logits: readonly [number, number];
  readonly milliseconds: number;
  readonly failsAtStep: number;
}

const processor: Machine = {
  seen: 1,
  logits: [5, 0],
  milliseconds: 4,
  failsAtStep: Number.POSITIVE_INFINITY,
};

function loaded(encoder: Machine, decoder: Machine): LoadedEncoderDecoder {
  let steps = 0;
  const encode = async () => {
    await busy(encoder.milliseconds);
    return new Map([
      ['seen', { type: 'float32', data: Float32Array.of(encoder.seen, 2), dims: [1, 2] } as const],
    ]);
  };
  return {
    provider: 'toy',
    encode,
    encodeFeatures: encode,
    encodeIds: encode,
    encodeWords: encode,
    encodeRows: encode,
    encodePixels: encode,
    decoder: {
      start: () => new Map(),
      reorder: (state) => state,
      step: async (_, __, state) => {
        steps += 1;
        if (steps > decoder.failsAtStep) throw new Error('device lost');
        await busy(decoder.milliseconds / 4);
        return { logits: Float32Array.of(0, 0, 0, ...decoder.logits), state };
      },
    },
    dispose: async () => {},
  };
}

/** The test's own clock: work takes as long as it says, whatever else the machine does. */
let clockMilliseconds = 0;

async function busy(milliseconds: number): Promise<void> {
  clockMilliseconds += milliseconds;
}

const onGpu =
  (gpu: Partial<Machine> | Error) =>
  async ({ encoder, decoder }: ProviderChoice): Promise<LoadedEncoderDecoder> => {
    if (gpu instanceof Error && (encoder ?? decoder) !== undefined) throw gpu;
    const of = (provider: string | undefined) =>
      provider === undefined ? processor : { ...processor, ...(gpu as Partial<Machine>) };
    return loaded(of(encoder), of(decoder));
  };

const tried = (graph: keyof ProviderChoice, gpu: Partial<Machine> | Error): Promise<ProviderFinding> =>
  compare(graphs, graph, 'gpu', onGpu(gpu), () => clockMilliseconds);

test('a graph with the same numbers is right, and how much faster it is is measured', async () => {
  for (const graph of ['encoder', 'decoder'] as const) {
    const finding = await tried(graph, { milliseconds: 0.4 });
    assert.ok(finding.kind === 'right' && finding.speedup > 2, JSON.stringify(finding));
  }
});

test('one that is slower is right, and said to be slower', async () => {
  const finding = await tried('encoder', { milliseconds: 20 });
  assert.ok(finding.kind === 'right' && finding.speedup < 0.5, JSON.stringify(finding));
});

test('numbers that differ a little are as good, those that differ much are wrong', async () => {
  assert.equal((await tried('encoder', { seen: 1.01 })).kind, 'right');
  assert.deepEqual(await tried('encoder', { seen: 1.5 }), {
    kind: 'wrong',
    detail: 'seen is off by 22.4 %',
  });
  assert.deepEqual(await tried('encoder', { seen: Number.NaN }), {
    kind: 'wrong',
    detail: 'seen is off by NaN %',
  });
});

test('other words, and the same words with other certainty, are wrong', async () => {
  assert.deepEqual(await tried('decoder', { logits: [0, 5] }), {
    kind: 'wrong',
    detail: 'other words are written',
  });
  assert.deepEqual(await tried('decoder', { logits: [2, 0] }), {
    kind: 'wrong',
    detail: 'the same words are written with other certainty',
  });
});

test('what cannot be opened, or breaks at some step, has failed', async () => {
  assert.deepEqual(await tried('encoder', new Error('no adapter')), {
    kind: 'failed',
    detail: 'no adapter',
  });
  assert.deepEqual(await tried('decoder', { failsAtStep: 5 }), { kind: 'failed', detail: 'device lost' });
});
