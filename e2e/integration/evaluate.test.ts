import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { parola, speech } from '../command-line.ts';

/** Two short recordings of ours, and one whose transcript is wrong on purpose. */
async function corpus(context: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-evaluate-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const rows = [
    ['boat.flac', 'we crossed the river by boat and walked home through the forest'],
    ['umbrella.flac', 'Please bring the blue umbrella, because it will rain in the afternoon.'],
    ['library.mp3', 'The library opens at 9 in the morning and never closes'],
  ];
  for (const [file] of rows)
    await copyFile(path.join(speech, file as string), path.join(folder, file as string));
  await writeFile(
    path.join(folder, 'transcripts.tsv'),
    `file\ttext\n${rows.map((row) => row.join('\t')).join('\n')}\n`,
  );
  return folder;
}

test('parola evaluate transcribe counts the errors of the real model', async (context) => {
  const { code, stdout, stderr } = await parola([
    'evaluate',
    'transcribe',
    '--data',
    await corpus(context),
    '--json',
  ]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const report = JSON.parse(stdout);
  assert.equal(report.clips, 3);
  // "and never closes" against "and closes at six": one word deleted, two inserted.
  assert.deepEqual(
    report.recordings.map(({ errors }: { errors: number }) => errors),
    [0, 0, 3],
  );
  assert.equal(report.words, 12 + 12 + 11);
  assert.ok(Math.abs(report.wordErrorRate - 3 / 35) < 1e-9);
  assert.ok(report.bareWordErrorRate >= 3 / 35);
  assert.equal(report.model.id, 'moonshine-tiny');
  for (const hash of Object.values(report.model.sha256)) assert.match(String(hash), /^[0-9a-f]{64}$/);
  assert.equal(report.provider, 'cpu');
  assert.ok(report.realTimeFactor > 0);
  assert.ok(report.latencyMilliseconds.p95 >= report.latencyMilliseconds.p50);
});

test('parola evaluate transcribe --live scores the streaming path and its lags', async (context) => {
  const data = await corpus(context);
  const args = ['evaluate', 'transcribe', '--data', data, '--limit', '2', '--live', '--json'];
  const { code, stdout, stderr } = await parola(args);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const { live, wordErrorRate, recordings } = JSON.parse(stdout);
  // What settles early on a busy machine may be wrong: one word in ten of the 24.
  assert.ok(wordErrorRate <= 0.1, JSON.stringify(recordings));
  assert.equal(live.offlineWordErrorRate, 0);
  for (const { p50, p95 } of [live.partialLagMilliseconds, live.settledLagMilliseconds]) {
    assert.ok(Number.isFinite(p50) && p95 >= p50, JSON.stringify(live));
  }
});

test('a folder that is no corpus is a coded error of one line', async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-evaluate-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const { code, stdout, stderr } = await parola(['evaluate', 'transcribe', '--data', folder]);
  assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
  assert.match(stderr, /^parola: data-malformed: [^\n]+\n$/);
});
