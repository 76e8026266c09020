import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import wavefile from 'wavefile';
import { type Recording, recordToFile, recordToMemory, recoverRecording } from './recording.ts';

function withFile(run: (file: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-recording-'));
  try {
    run(path.join(folder, 'take.wav'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ramp(count: number, from = 0): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => Math.sin((from + at) / 50) / 2);
}

function assertNear(actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length);
  for (const [at, value] of expected.entries())
    assert.ok(Math.abs((actual[at] ?? 9) - value) < 1e-4, `sample ${at}`);
}

test('a recording is an ordinary WAV file that only its owner can read', () =>
  withFile((file) => {
    const recording = recordToFile(file);
    for (let block = 0; block < 25; block++) recording.append(ramp(1600, block * 1600));
    recording.finish();
    const wave = new wavefile.WaveFile(readFileSync(file));
    assert.equal((wave.fmt as { sampleRate: number }).sampleRate, 16_000);
    assertNear(
      Float32Array.from(wave.getSamples(false, Float64Array), (value) => value / 32767),
      ramp(40_000),
    );
    assert.equal(statSync(file).mode & 0o777, 0o600);
  }));

test('audio can be had back from any place, from a file and from memory', () =>
  withFile((file) => {
    for (const recording of [recordToFile(file), recordToMemory()]) {
      for (let block = 0; block < 10; block++) recording.append(ramp(777, block * 777));
      assertNear(recording.read(1000, 3000), ramp(3000, 1000));
      assertNear(recording.read(7700, 5000), ramp(70, 7700));
      recording.forget(2000);
      assertNear(recording.read(2000, 100), ramp(100, 2000));
      recording.finish();
    }
  }));

test('what cannot be played is kept as the nearest that can', () => {
  withFile((file) => {
    const recording: Recording = recordToFile(file);
    recording.append(Float32Array.from([Number.NaN, Number.POSITIVE_INFINITY, -7, 0.5]));
    assertNear(recording.read(0, 4), Float32Array.from([0, 1, -1, 0.5]));
    recording.finish();
  });
});

test('kill -9 while recording loses no sample that was handed over', () =>
  withFile((file) => {
    const script = `
      const { recordToFile } = await import(${JSON.stringify(new URL('./recording.ts', import.meta.url).href)});
      const recording = recordToFile(${JSON.stringify(file)});
      for (let block = 0; block < 37; block++) recording.append(new Float32Array(1600).fill(0.25));
      process.kill(process.pid, 'SIGKILL');`;
    const ended = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    assert.equal(ended.signal, 'SIGKILL', ended.stderr.toString());
    assert.equal(recoverRecording(file), 3.7);
    assert.equal(new wavefile.WaveFile(readFileSync(file)).getSamples().length, 37 * 1600);
  }));

test('a recording cut off anywhere, even in its header or in half a sample, is mended', () =>
  withFile((file) => {
    const recording = recordToFile(file);
    recording.append(ramp(16_000));
    recording.finish();
    truncateSync(file, 44 + 2001);
    assert.equal(recoverRecording(file), 1000 / 16_000);
    appendFileSync(file, Buffer.alloc(500));
    assert.equal(recoverRecording(file), 1250 / 16_000);
    assert.equal(new wavefile.WaveFile(readFileSync(file)).getSamples().length, 1250);
    writeFileSync(file, 'RIF');
    assert.equal(recoverRecording(file), 0);
    assert.throws(() => recoverRecording(`${file}.absent`), { code: 'file-unreadable' });
  }));

test('a folder that cannot be written says so', () => {
  assert.throws(() => recordToFile('/proc/absent/take.wav'), { code: 'output-unwritable' });
});
