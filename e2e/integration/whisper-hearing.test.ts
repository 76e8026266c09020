// Whisper as what listens, from sound to segments, by a tiny one that has learnt a few recordings by heart.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { readSamples } from '../../main/evaluate/clips.ts';
import { digestOf } from '../../main/install/digest.ts';
import { installedModel, parolaHome } from '../../main/models.ts';
import type { InstalledModel, ListeningModels } from '../../main/worker/protocol.ts';
import { type Listening, loadListening } from '../../main/worker/tasks/listening.ts';
import { startLive } from '../../main/worker/tasks/live.ts';
import { transcribe } from '../../main/worker/tasks/transcribe.ts';
import { manifestFrom } from '../../models/huggingface/manifest.ts';
import type { EncoderDecoderGraphs, VoiceActivityGraphs } from '../../models/schema.ts';
import type { Segment } from '../../preload/transcript.ts';
import { fixtures, speech } from '../command-line.ts';

const rateHz = 16_000;
const folder = path.join(fixtures, 'huggingface', 'whisper');
let whisper: InstalledModel<EncoderDecoderGraphs>;
let voiceActivity: InstalledModel<VoiceActivityGraphs>;

before(async () => {
  const { manifest, files } = await manifestFrom(folder);
  const { id } = manifest;
  const graphs = manifest.graphs as EncoderDecoderGraphs;
  const known = await Promise.all(
    files.map(async ({ name, path: file, bytes }) => ({
      name,
      bytes,
      sha256: await digestOf(file, 'sha256'),
    })),
  );
  whisper = { id, folder, graphs, files: known };
  const silero = await installedModel(parolaHome(), 'silero-vad');
  assert.ok(silero, 'npm start installs the default models');
  voiceActivity = silero as InstalledModel<VoiceActivityGraphs>;
});

const load = (told: Pick<ListeningModels, 'language' | 'toEnglish'>, model = whisper): Promise<Listening> =>
  loadListening({ speech: model, voiceActivity, ...told }, { threads: 1 });

const recording = (file: string) => readSamples(path.join(speech, file));

async function* inBlocks(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += rateHz) yield samples.slice(at, at + rateHz);
}

async function hear(listening: Listening, samples: Float32Array, bare = false) {
  const segments: Segment[] = [];
  const { language } = await transcribe(listening, inBlocks(samples), {
    fromSeconds: 0,
    totalSeconds: null,
    bare,
    onSegment: (segment) => segments.push(segment),
  });
  return { language, segments, text: segments.map(({ text }) => text).join(' ') };
}

function checkTimes(segments: readonly Segment[], seconds: number): void {
  let reached = 0;
  for (const { start, end, words } of segments) {
    assert.ok(start >= reached && end >= start && end <= seconds + 0.2, JSON.stringify({ start, end }));
    for (const word of words) assert.ok(word.start >= start && word.end >= word.start && word.end <= end);
    reached = end;
  }
}

test('a recording is heard in the language that it is told, in pieces with times', async () => {
  const samples = await recording('umbrella.flac');
  const { language, segments, text } = await hear(await load({ language: 'en' }), samples);
  assert.equal(text, 'Please bring the blue umbrella, it will rain.');
  assert.equal(language, 'en');
  assert.deepEqual(
    segments.map((segment) => segment.text),
    ['Please bring the blue umbrella,', 'it will rain.'],
  );
  checkTimes(segments, samples.length / rateHz);
  assert.ok((segments[1]?.start ?? 0) > 1);
});

test('the language is found out where none is told, and another one told is obeyed', async () => {
  const samples = await recording('boat.flac');
  const found = await hear(await load({ language: null }), samples);
  assert.deepEqual([found.language, found.text], ['pt', 'Atravessámos o rio de barco.']);
  assert.equal(found.segments[0]?.language, 'pt');
  const told = await hear(await load({ language: 'en' }), samples);
  assert.deepEqual([told.language, told.text], ['en', 'We crossed the river by boat.']);
  assert.equal(told.segments[0]?.language, undefined);
});

test('what is spoken in another language can be written in English', async () => {
  const { language, text } = await hear(
    await load({ language: 'de', toEnglish: true }),
    await recording('library.wav'),
  );
  assert.deepEqual([language, text], ['en', 'It opens at nine.']);
});

test('a model of one language is not told which, and hears it', async () => {
  const { graphs } = whisper;
  const speechTokens = { ...(graphs.speech ?? assert.fail()), languages: {}, tasks: {} };
  const english = { ...whisper, graphs: { ...graphs, speech: speechTokens } };
  const { language, segments } = await hear(
    await load({ language: 'en' }, english),
    await recording('umbrella.flac'),
  );
  assert.equal(language, 'en');
  checkTimes(segments, 4);
});

test('a sound without speech gives no words', async () => {
  const listening = await load({ language: null });
  assert.deepEqual((await hear(listening, new Float32Array(3 * rateHz))).segments, []);
});

test('a sound longer than a window is heard to its end without voice activity too', async () => {
  const one = await recording('boat.flac');
  const samples = new Float32Array(40 * rateHz);
  samples.set(one);
  samples.set(one, 31 * rateHz);
  const { segments } = await hear(await load({ language: 'pt' }), samples, true);
  const texts = segments.flatMap(({ words }) => words).map(({ text, start }) => [text, start > 30] as const);
  assert.ok(
    texts.some(([text, late]) => text === 'Atravessámos' && !late),
    JSON.stringify(texts),
  );
  assert.ok(
    texts.some(([, late]) => late),
    JSON.stringify(texts),
  );
});

test('speech is heard live: what is settled is never taken back, and the segment begins with it', async () => {
  const spoken = await recording('boat.flac');
  const samples = new Float32Array(spoken.length + rateHz);
  samples.set(spoken);
  const listening = await load({ language: 'pt' });
  const segments: Segment[] = [];
  let settled = '';
  const session = startLive(listening, {
    fromSeconds: 0,
    onPartial: (words) => {
      const text = words.map(({ text: one }) => one).join(' ');
      assert.ok(text.startsWith(settled), `${settled} became ${text}`);
      settled = text;
    },
    onSegment: (segment) => {
      assert.ok(segment.text.startsWith(settled), `${settled} became ${segment.text}`);
      settled = '';
      segments.push(segment);
    },
  });
  for await (const block of inBlocks(samples)) {
    session.push(block);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const { language } = await session.stop();
  assert.equal(language, 'pt');
  assert.ok(segments.length > 0);
  checkTimes(segments, samples.length / rateHz);
});

test('a hearing can be stopped between two steps', async () => {
  const controller = new AbortController();
  const hearing = transcribe(await load({ language: 'en' }), inBlocks(await recording('library.wav')), {
    fromSeconds: 0,
    totalSeconds: null,
    signal: controller.signal,
    onSegment: () => assert.fail('went on'),
  });
  setImmediate(() => controller.abort());
  await assert.rejects(hearing, { code: 'cancelled' });
});
