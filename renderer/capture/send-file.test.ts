import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Program } from '../../preload/contract.ts';
import { type Sendable, sendFile } from './send-file.ts';

const megabyte = 1024 * 1024;

function recordingProgram(refuseChunk = Number.POSITIVE_INFINITY) {
  const calls: { name: string; bytes: number }[] = [];
  const program = {
    call: async (name: string, input: { readonly bytes?: Uint8Array | number }) => {
      const bytes = input.bytes instanceof Uint8Array ? input.bytes.length : (input.bytes ?? 0);
      calls.push({ name, bytes });
      const chunks = calls.filter((call) => call.name === 'file.chunk').length;
      if (name === 'file.chunk' && chunks > refuseChunk) {
        return { ok: false, error: { code: 'disk-full', message: 'full' } };
      }
      return { ok: true, value: name === 'file.begin' ? { id: 'file' } : null };
    },
    on: () => () => undefined,
  } as unknown as Program;
  return { program, calls };
}

const file = (size: number, readable = true): Sendable => ({
  name: 'talk.wav',
  size,
  slice: (from, to) => ({
    arrayBuffer: () =>
      readable ? Promise.resolve(new ArrayBuffer(to - from)) : Promise.reject(new Error('gone')),
  }),
});

test('a long recording goes over piece by piece, all of it', async () => {
  const { program, calls } = recordingProgram();
  const shares: number[] = [];
  const result = await sendFile(program, file(2.5 * megabyte), (_id, share) => shares.push(share));
  assert.deepEqual(result, { kind: 'sent', id: 'file' });
  assert.deepEqual(
    calls.map(({ name, bytes }) => [name, bytes]),
    [
      ['file.begin', 2.5 * megabyte],
      ['file.chunk', megabyte],
      ['file.chunk', megabyte],
      ['file.chunk', megabyte / 2],
      ['file.end', 0],
    ],
  );
  assert.deepEqual(shares, [0, 0.4, 0.8, 1]);
});

test('a refusal on the way is the result, and no more is sent', async () => {
  const { program, calls } = recordingProgram(1);
  const result = await sendFile(program, file(5 * megabyte), () => undefined);
  assert.equal(result.kind === 'failed' && result.error.code, 'disk-full');
  assert.equal(calls.at(-1)?.name, 'file.chunk');
  assert.equal(calls.length, 3);
});

test('a file that vanishes while it is read is given up, and says so', async () => {
  const { program, calls } = recordingProgram();
  const result = await sendFile(program, file(megabyte, false), () => undefined);
  assert.equal(result.kind === 'failed' && result.error.code, 'file-unreadable');
  assert.equal(calls.at(-1)?.name, 'job.cancel');
});
