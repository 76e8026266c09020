import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { startInference } from './inference.ts';
import type { ProviderFailure } from './providers.ts';
import { writeScriptedWorker } from './scripted-worker.ts';
import type { ListeningModels, ProviderChoice } from './worker/protocol.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-provided-'));
const workerPath = path.join(folder, 'worker.cjs');
after(() => rmSync(folder, { recursive: true, force: true }));
writeScriptedWorker(workerPath);

const models = {
  speech: { id: 'toy', folder, graphs: {}, files: [] },
  voiceActivity: {},
  language: 'en',
} as never as ListeningModels;

/** Hears what `script` says, with the encoder on a graphics processor until that fails. */
async function hear(script: string) {
  const failures: ProviderFailure[] = [];
  const choose = (): ProviderChoice | undefined =>
    failures.length > 0 ? undefined : { encoder: 'gpu', decoder: 'cpu' };
  const providers = { choose, failed: (failure: ProviderFailure) => void failures.push(failure) };
  const inference = startInference({ workerPath, backOffMilliseconds: 1, silenceSeconds: 1, providers });
  const texts: string[] = [];
  try {
    await inference.transcribeFile(
      { path: script, models },
      { onSegment: ({ text }) => void texts.push(text) },
    );
    return { texts, failures, provider: inference.provider() };
  } finally {
    await inference.close();
  }
}

test('a job carries what computes its model', async () => {
  const { texts, failures } = await hear('computes');
  assert.deepEqual([texts, failures], [['{"encoder":"gpu","decoder":"cpu"}'], []]);
});

test('a job that a graphics driver takes with it is done again on the processor, and that is remembered', async () => {
  const { texts, failures } = await hear('gpu-crash computes');
  assert.deepEqual(texts, ['null']);
  assert.deepEqual(failures, [
    {
      model: 'toy',
      graph: 'encoder',
      provider: 'gpu',
      reason: 'its process ended at work (exit code 139)',
    },
  ]);
});

test('a provider that fails in the middle of a job is remembered, and the status says what runs now', async () => {
  const { failures, provider } = await hear('gpu-fails segment');
  assert.equal(failures[0]?.reason, 'device lost');
  assert.equal(provider, 'cpu');
});
