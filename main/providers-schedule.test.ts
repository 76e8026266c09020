import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Providers } from './providers.ts';
import { scheduleTrials } from './providers-schedule.ts';

/** Providers of which each test finds what `found` says. */
function trying(found: () => boolean) {
  const tests: boolean[] = [];
  let used = false;
  const verdict = { model: 'toy', graph: 'encoder', provider: 'gpu', reason: '' } as const;
  const providers: Providers = {
    ready: Promise.resolve(),
    choose: () => undefined,
    failed() {},
    close() {},
    view: () => ({ available: ['cpu', 'gpu'], testing: false, verdicts: [{ ...verdict, used }] }),
    test: async ({ anew = false } = {}) => {
      tests.push(anew);
      used = found();
    },
  };
  return { tests, providers };
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('nothing is tried beside work, and what is found is loaded when the work is done', async () => {
  const { tests, providers } = trying(() => true);
  let busy = true;
  let loaded = 0;
  const trials = scheduleTrials(
    providers,
    () => 'auto',
    () => busy,
    async () => {
      loaded += 1;
    },
    0.01,
  );
  trials.later();
  await wait(100);
  assert.deepEqual(tests, []);
  busy = false;
  for (let attempt = 0; loaded === 0 && attempt < 100; attempt++) await wait(20);
  assert.deepEqual([tests, loaded], [[false], 1]);
  await trials.now();
  assert.deepEqual([tests, loaded], [[false, true], 1], 'the same is not loaded again');
});

test('who wants the processor is spared the trials, unless they ask for them', async () => {
  const { tests, providers } = trying(() => false);
  const trials = scheduleTrials(
    providers,
    () => 'cpu',
    () => false,
    async () => {},
    0.01,
  );
  trials.later();
  await wait(100);
  assert.deepEqual(tests, []);
  await trials.now();
  assert.deepEqual(tests, [true]);
});
