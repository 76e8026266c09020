import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Program } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import { createSender } from './sender.ts';

/** A program that answers `dictation.audio` only when it is told to. */
function slowProgram() {
  const got: number[] = [];
  const pending: ((answer: unknown) => void)[] = [];
  const program = {
    call: (_name: string, input: { readonly samples: Float32Array }) => {
      got.push(input.samples[0] ?? -1);
      return new Promise((resolve) => pending.push(resolve));
    },
    on: () => () => undefined,
  } as unknown as Program;
  const answer = async (value: unknown = { ok: true, value: null }) => {
    pending.shift()?.(value);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { program, got, pending, answer };
}

const unexpected = ({ message }: ErrorData) => assert.fail(message);

test('audio arrives in order and whole however slowly it is taken', async () => {
  const { program, got, pending, answer } = slowProgram();
  const sender = createSender(program, 'take', unexpected);
  for (let index = 0; index < 40; index += 1) sender.push(Float32Array.of(index));
  let finished = false;
  void sender.finish().then(() => {
    finished = true;
  });
  await answer();
  assert.equal(finished, false);
  while (pending.length > 0) await answer();
  assert.deepEqual(
    got,
    Array.from({ length: 40 }, (_, index) => index),
  );
  assert.equal(finished, true);
});

test('few calls are under way at once', () => {
  const { program, pending } = slowProgram();
  const sender = createSender(program, 'take', unexpected);
  for (let index = 0; index < 100; index += 1) sender.push(Float32Array.of(index));
  assert.ok(pending.length <= 12);
});

test('a refused chunk ends the take with its reason, and nothing is sent with a hole', async () => {
  const { program, got, answer } = slowProgram();
  const errors: ErrorData[] = [];
  const sender = createSender(program, 'take', (error) => errors.push(error));
  for (let index = 0; index < 20; index += 1) sender.push(Float32Array.of(index));
  const before = got.length;
  const full: ErrorData = { code: 'disk-full', message: 'full' };
  await answer({ ok: false, error: full });
  sender.push(Float32Array.of(99));
  await answer();
  assert.deepEqual(errors, [full]);
  assert.equal(got.length, before);
  await sender.finish();
});

test('a program that takes nothing for a minute ends the take instead of filling the memory', () => {
  const { program } = slowProgram();
  const errors: ErrorData[] = [];
  const sender = createSender(program, 'take', (error) => errors.push(error));
  for (let index = 0; index < 1000; index += 1) sender.push(Float32Array.of(index));
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['queue-full'],
  );
});
