import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParolaError } from '../../errors.ts';
import type { ReadThread } from './read-thread.ts';
import { keepThread } from './read-thread-keeper.ts';

/** Threads that read for ever until they are ended; tells how many were started and ended. */
function endlessThreads() {
  const count = { started: 0, ended: 0 };
  const start = async (): Promise<ReadThread> => {
    count.started++;
    let end: (error: Error) => void = () => undefined;
    return {
      read: ({ image }) =>
        image.length > 0
          ? Promise.resolve('read')
          : new Promise((_, reject) => {
              end = reject;
            }),
      dispose: async () => {
        count.ended++;
        end(new ParolaError('engine-crashed', 'ended'));
      },
    };
  };
  return { count, start };
}

const endless = (thread: ReadThread) => thread.read({ image: new Uint8Array(), layout: 'line' });
const short = (thread: ReadThread) => thread.read({ image: Uint8Array.of(1), layout: 'line' });

test('one thread reads picture after picture, and is ended at the end', async () => {
  const { count, start } = endlessThreads();
  const keeper = keepThread(start);
  assert.equal(count.started, 0);
  assert.equal(await keeper.use(short, 60, undefined), 'read');
  assert.equal(await keeper.use(short, 60, undefined), 'read');
  await keeper.dispose();
  assert.deepEqual(count, { started: 1, ended: 1 });
});

test('a reading that is given up ends its thread at once, and the next picture has a new one', async () => {
  const { count, start } = endlessThreads();
  const keeper = keepThread(start);
  const controller = new AbortController();
  const reading = keeper.use(endless, 60, controller.signal);
  setImmediate(() => controller.abort());
  await assert.rejects(reading, { code: 'cancelled' });
  assert.deepEqual(count, { started: 1, ended: 1 });
  assert.equal(await keeper.use(short, 60, undefined), 'read');
  await assert.rejects(keeper.use(short, 60, controller.signal), { code: 'cancelled' });
  await keeper.dispose();
  assert.deepEqual(count, { started: 2, ended: 2 });
});

test('a reading that takes too long is ended, and says what to do', async () => {
  const { count, start } = endlessThreads();
  const keeper = keepThread(start);
  await assert.rejects(keeper.use(endless, 0.02, undefined), {
    code: 'engine-hung',
    message: /cut out the part that matters/,
  });
  assert.deepEqual(count, { started: 1, ended: 1 });
});

test('a thread that cannot be started is tried again for the next picture', async () => {
  const { start } = endlessThreads();
  let fails = true;
  const keeper = keepThread(() => {
    if (!fails) return start();
    fails = false;
    return Promise.reject(new ParolaError('model-corrupt', 'changed'));
  });
  await assert.rejects(keeper.use(short, 60, undefined), { code: 'model-corrupt' });
  assert.equal(await keeper.use(short, 60, undefined), 'read');
  await keeper.dispose();
});
