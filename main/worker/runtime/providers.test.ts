import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from '../decode/tensor.ts';
import { openWithFallback, type ProvidedSession, providersOf } from './providers.ts';
import type { Session } from './session.ts';

const number = (value: number): Record<string, Tensor> => ({
  y: { type: 'float32', data: Float32Array.of(value), dims: [1] },
});

/** A graph that adds one; on a graphics processor it may do something else. */
function machine(gpu: Partial<Session> | Error) {
  const opened: string[] = [];
  const disposed: string[] = [];
  const reasons: string[] = [];
  const open = async (provider: string): Promise<Session> => {
    opened.push(provider);
    if (provider === 'gpu' && gpu instanceof Error) throw gpu;
    return {
      run: async ({ x }) => number(Number(x?.data[0]) + 1),
      ...(provider === 'gpu' ? gpu : {}),
      dispose: async () => void disposed.push(provider),
    };
  };
  const session = () => openWithFallback('gpu', open, (reason) => reasons.push(reason));
  return { opened, disposed, reasons, session };
}

const x: Tensor = { type: 'float32', data: Float32Array.of(1), dims: [1] };
const answer = async (session: Session) => (await session.run({ x })).y?.data[0];

test('a graph runs where it was asked to, and the processor is not opened beside it', async () => {
  const { session, opened, reasons } = machine({ run: async () => number(7) });
  const graph = await session();
  assert.equal(await answer(graph), 7);
  assert.equal(graph.provider, 'gpu');
  assert.deepEqual([opened, reasons], [['gpu'], []]);
});

test('what a provider cannot open, the processor runs, and the reason is told', async () => {
  const { session, opened, reasons } = machine(new Error('no adapter'));
  const graph = await session();
  assert.equal(await answer(graph), 2);
  assert.equal(graph.provider, 'cpu');
  assert.deepEqual([opened, reasons], [['gpu', 'cpu'], ['no adapter']]);
});

test('the run that a provider fails at is made again on the processor, as are all later ones', async () => {
  let runs = 0;
  const { session, disposed, reasons } = machine({
    run: async () => {
      runs += 1;
      if (runs === 3) throw new Error('device lost');
      return number(7);
    },
  });
  const graph = await session();
  assert.deepEqual([await answer(graph), await answer(graph), await answer(graph)], [7, 7, 2]);
  assert.equal(await answer(graph), 2);
  assert.equal(runs, 3);
  assert.equal(graph.provider, 'cpu');
  assert.deepEqual([reasons, disposed], [['device lost'], ['gpu']]);
});

test('a provider that answers with what is no number has failed', async () => {
  const { session, reasons } = machine({ run: async () => number(Number.NaN) });
  assert.equal(await answer(await session()), 2);
  assert.deepEqual(reasons, ['y holds what is no number']);
});

test('what the processor cannot do either is not put down to the provider', async () => {
  const reasons: string[] = [];
  const open = async (): Promise<Session> => ({
    run: async () => {
      throw new Error('wrong shape');
    },
    dispose: async () => {},
  });
  const graph = await openWithFallback('gpu', open, (reason) => reasons.push(reason));
  await assert.rejects(graph.run({ x }), /wrong shape/);
  assert.equal(graph.provider, 'gpu');
  const broken = openWithFallback(
    'gpu',
    async () => {
      throw new Error('damaged file');
    },
    (reason) => reasons.push(reason),
  );
  await assert.rejects(broken, /damaged file/);
  assert.deepEqual(reasons, []);
});

test('the status names what really runs, each once', () => {
  const on = (provider: string) => ({ provider }) as ProvidedSession;
  assert.equal(providersOf([on('cpu'), on('cpu'), on('cpu')]), 'cpu');
  assert.equal(providersOf([on('webgpu'), on('cpu'), on('cpu')]), 'webgpu + cpu');
});
