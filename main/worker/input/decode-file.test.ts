import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { buildWav, encodeSamples, tone } from '../../../e2e/fixtures/bad-inputs/wav-builder.ts';
import { ParolaError } from '../../errors.ts';
import { probeAudio, readAudio } from './decode-file.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parola-audio-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

async function wavFile(seconds: number, rateHz: number): Promise<string> {
  const at = path.join(folder, `${seconds}-${rateHz}.wav`);
  await writeFile(at, buildWav({ rateHz, data: encodeSamples(tone(500, seconds, rateHz)) }));
  return at;
}

async function wholeOf(file: string, options = {}): Promise<Float32Array> {
  const out: number[] = [];
  for await (const samples of readAudio(file, options)) out.push(...samples);
  return Float32Array.from(out);
}

test('a WAV says what it is and gives as many samples as it lasts', async () => {
  const file = await wavFile(2.5, 44_100);
  assert.deepEqual(await probeAudio(file), {
    container: 'WAV',
    codec: 'integer',
    sampleRateHz: 44_100,
    channels: 1,
    durationSeconds: 2.5,
  });
  assert.equal((await wholeOf(file)).length, 40_000);
});

test('reading from a place gives the rest of the same samples', async () => {
  for (const rateHz of [16_000, 48_000]) {
    const file = await wavFile(2, rateHz);
    const whole = await wholeOf(file);
    const rest = await wholeOf(file, { fromSeconds: 0.75 });
    assert.equal(rest.length, 20_000);
    for (let index = 200; index < 19_800; index++) {
      assert.ok(Math.abs((rest[index] ?? 9) - (whole[12_000 + index] ?? 0)) < 1e-3);
    }
  }
});

test('reading from beyond the end gives nothing and no error', async () => {
  assert.equal((await wholeOf(await wavFile(2, 16_000), { fromSeconds: 99 })).length, 0);
});

test('a cancelled reading ends as cancelled', async () => {
  const file = await wavFile(30, 16_000);
  const controller = new AbortController();
  const reading = (async () => {
    for await (const _ of readAudio(file, { signal: controller.signal })) controller.abort();
  })();
  await assert.rejects(reading, (error) => error instanceof ParolaError && error.code === 'cancelled');
});

test('an error names what is wrong and what to do, on one line', async () => {
  const file = path.join(folder, 'letter.mp3');
  await writeFile(file, 'Dear reader, this is no recording.');
  await assert.rejects(probeAudio(file), (error) => {
    assert.ok(error instanceof ParolaError);
    assert.equal(error.code, 'audio-unsupported');
    assert.match(error.message, /convert the file/);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
});
