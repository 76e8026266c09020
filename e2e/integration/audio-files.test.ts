/** Every container and every broken file, through the program's own reader. No model is needed. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ParolaError } from '../../main/errors.ts';
import { probeAudio, readAudio } from '../../main/worker/input/decode-file.ts';
import { errorCodes } from '../../preload/error-data.ts';
import { makeBadInputs, makeThreeHours, speechFolder } from '../fixtures/bad-inputs/make.ts';
import { type LongKind, makeLong } from '../fixtures/bad-inputs/make-long.ts';

const rateHz = 16_000;
let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parola-audio-files-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

async function samplesOf(file: string, fromSeconds = 0): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for await (const samples of readAudio(file, { fromSeconds })) parts.push(samples);
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The best correlation of `copy` with `original` when moved by up to 40 ms, and where it lies. */
function bestMatch(original: Float32Array, copy: Float32Array): { likeness: number; shiftSeconds: number } {
  let best = { likeness: -1, shiftSeconds: 0 };
  for (let shift = -640; shift <= 640; shift += 2) {
    let both = 0;
    let first = 0;
    let second = 0;
    for (let index = 8000; index < 32_000; index++) {
      const a = original[index] ?? 0;
      const b = copy[index + shift] ?? 0;
      both += a * b;
      first += a * a;
      second += b * b;
    }
    const likeness = both / Math.sqrt(first * second + 1e-12);
    if (likeness > best.likeness) best = { likeness, shiftSeconds: shift / rateHz };
  }
  return best;
}

const containers = {
  mp3: ['MP3', 'mp3', 16_000, 1],
  flac: ['FLAC', 'flac', 16_000, 1],
  ogg: ['Ogg', 'vorbis', 44_100, 1],
  opus: ['Ogg', 'opus', 48_000, 1],
  m4a: ['MP4', 'aac', 44_100, 2],
  webm: ['WebM', 'opus', 48_000, 1],
  mp4: ['MP4', 'aac', 48_000, 1],
} as const;

for (const [kind, [container, codec, sampleRateHz, channels]] of Object.entries(containers)) {
  test(`a recording as ${kind} holds the sound of the WAV, in its place`, async () => {
    const file = path.join(speechFolder, `library.${kind}`);
    const original = await samplesOf(path.join(speechFolder, 'library.wav'));
    const copy = await samplesOf(file);
    const { likeness, shiftSeconds } = bestMatch(original, copy);
    assert.ok(likeness > 0.98, `likeness ${likeness}`);
    assert.ok(Math.abs(shiftSeconds) < 0.01, `shifted by ${shiftSeconds} s`);
    assert.ok(Math.abs(copy.length - original.length) < 0.05 * rateHz, `${copy.length} samples`);
    const facts = await probeAudio(file);
    assert.deepEqual(
      [facts.container, facts.codec, facts.sampleRateHz, facts.channels],
      [container, codec, sampleRateHz, channels],
    );
    if (facts.durationSeconds !== null) assert.ok(Math.abs(facts.durationSeconds - 3.6) < 0.12);
  });

  test(`reading ${kind} from its middle gives the sound that lies there`, async () => {
    const file = path.join(speechFolder, `library.${kind}`);
    const whole = await samplesOf(file);
    const rest = await samplesOf(file, 1.2);
    const { likeness, shiftSeconds } = bestMatch(whole.subarray(1.2 * rateHz), rest);
    assert.ok(likeness > 0.97, `likeness ${likeness}`);
    assert.ok(Math.abs(shiftSeconds) <= 0.03, `shifted by ${shiftSeconds} s`);
  });
}

test('each broken or strange file gives samples or a coded error, and no file stays open', async () => {
  const cases = await makeBadInputs(path.join(folder, 'bad'));
  assert.ok(cases.length > 80);
  const open = async () => (process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0);
  const before = await open();
  for (const { name, path: file, expect } of cases) {
    const outcome = await outcomeOf(file);
    const wanted = expect === 'result' || expect === 'no-speech' ? 'samples' : expect;
    assert.equal(outcome, wanted, name);
  }
  assert.ok((await open()) <= before + 2, 'files were left open');
});

async function outcomeOf(file: string): Promise<string> {
  try {
    const samples = await samplesOf(file);
    assert.ok(samples.length > 0 && samples.every((value) => Math.abs(value) < 2));
    return 'samples';
  } catch (error) {
    assert.ok(error instanceof ParolaError, String(error));
    assert.ok(errorCodes.includes(error.code));
    assert.doesNotMatch(error.message, /\n|undefined|\[object/);
    return error.code;
  }
}

/** Reads to the end; resolves to the seconds heard and how much the process grew after the first minute, in MB. */
async function growthOf(file: string): Promise<{ seconds: number; grownMegabytes: number }> {
  let seconds = 0;
  let first: number | undefined;
  let most = 0;
  for await (const samples of readAudio(file)) {
    seconds += samples.length / rateHz;
    if (seconds < 60) continue;
    const used = process.memoryUsage().rss;
    first ??= used;
    most = Math.max(most, used);
  }
  return { seconds, grownMegabytes: (most - (first ?? most)) / 1e6 };
}

test('three hours of WAV cost no more memory than a minute', async () => {
  const { path: file } = await makeThreeHours(folder);
  const { seconds, grownMegabytes } = await growthOf(file);
  assert.ok(Math.abs(seconds - 3 * 3600 - 3.6) < 0.1, `${seconds} s`);
  assert.ok(grownMegabytes < 120, `grew by ${grownMegabytes} MB`);
});

for (const kind of ['m4a', 'mp3', 'webm'] satisfies LongKind[]) {
  test(`ten minutes of ${kind} costs no more memory than a minute`, async () => {
    const file = await makeLong(folder, kind, 600);
    const { seconds, grownMegabytes } = await growthOf(file);
    assert.ok(Math.abs(seconds - 600) < 10, `${seconds} s`);
    assert.ok(grownMegabytes < 80, `grew by ${grownMegabytes} MB`);
  });
}
