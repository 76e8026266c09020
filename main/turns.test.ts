import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from './turns.ts';

test('work is done one after the other, whatever becomes of it, and what is cancelled ends at once', async () => {
  const turns = createTurns();
  const done: string[] = [];
  const signal = new AbortController().signal;
  let finish: () => void = () => {};
  const first = turns.take(signal, () => new Promise<void>((resolve) => (finish = resolve)));
  const stopped = new AbortController();
  const second = turns.take(stopped.signal, async () => done.push('second'));
  const third = turns.take(signal, async () => {
    done.push('third');
    throw new Error('broken');
  });
  const fourth = turns.take(signal, async () => done.push('fourth'));
  assert.equal(turns.length, 4);
  stopped.abort();
  await assert.rejects(second, { code: 'cancelled' });
  assert.deepEqual([turns.length, done], [3, []]);
  finish();
  await first;
  await assert.rejects(third, { message: 'broken' });
  await fourth;
  assert.deepEqual(done, ['third', 'fourth']);
  await new Promise(setImmediate);
  assert.equal(turns.length, 0);
});
