import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../../../preload/transcript.ts';
import { ParolaError } from '../../errors.ts';
import type { Recognise } from './recognise.ts';
import {
  type ScriptedWord,
  scriptedAudio,
  scriptedListening,
  scriptedRecogniser,
  speak,
} from './scripted-listening.ts';
import { type TranscribeOptions, transcribe } from './transcribe.ts';

async function* blocks(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += 10_007) yield samples.slice(at, at + 10_007);
}

async function hear(recognise: Recognise, samples: Float32Array, options: Partial<TranscribeOptions> = {}) {
  const segments: Segment[] = [];
  const progress: number[] = [];
  const heard = await transcribe(scriptedListening(recognise), blocks(samples), {
    fromSeconds: 0,
    totalSeconds: null,
    onProgress: (doneSeconds) => progress.push(doneSeconds),
    onSegment: (segment) => segments.push(segment),
    ...options,
  });
  return { segments, progress, heard, text: segments.map((segment) => segment.text).join(' ') };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
const textOf = (words: readonly ScriptedWord[]) => words.map((word) => word.text).join(' ');

test('a recording is cut at its pauses, and each piece is heard', async () => {
  const words = [...speak(numbers(10), 1), ...speak('a second sentence', 8), ...speak('and a third', 14)];
  const { segments, heard, text } = await hear(scriptedRecogniser(words), scriptedAudio(words, 18));
  assert.equal(text, textOf(words));
  assert.equal(segments.length, 3);
  assert.deepEqual(heard, { language: 'en', duration: 18 });
});

test('words go on in time across the joins of a speech without a pause', async () => {
  const words = speak(numbers(240), 0.5);
  const { segments, text } = await hear(scriptedRecogniser(words), scriptedAudio(words, 98));
  assert.ok(segments.length >= 4);
  let reached = 0;
  for (const segment of segments) {
    assert.ok(segment.end - segment.start <= 30.5);
    assert.ok(segment.start >= reached - 0.001);
    for (const word of segment.words) {
      assert.ok(word.start >= reached && word.end >= word.start && word.end <= segment.end);
      reached = word.start;
    }
  }
  const heard = new Set(text.split(' '));
  const missing = words.filter((word) => !heard.has(word.text));
  // A word that lies on a cut is heard wrong by the script on one side of it.
  assert.ok(missing.length <= segments.length, textOf(missing));
});

test('a recording that is gone on with keeps the clock of the whole', async () => {
  const words = speak('here we go on', 1);
  const { segments, heard } = await hear(scriptedRecogniser(words), scriptedAudio(words, 4), {
    fromSeconds: 60,
  });
  assert.equal(heard.duration, 64);
  assert.ok(Math.abs((segments[0]?.words[0]?.start ?? 0) - 61) < 0.05);
});

test('a stretch is given as soon as it is over, not at the end', async () => {
  const words = [...speak('first of all', 1), ...speak('and last', 60)];
  const samples = scriptedAudio(words, 64);
  let read = 0;
  async function* reading() {
    for await (const block of blocks(samples)) {
      read += block.length / 16_000;
      yield block;
    }
  }
  let atFirst = Number.POSITIVE_INFINITY;
  await transcribe(scriptedListening(scriptedRecogniser(words)), reading(), {
    fromSeconds: 0,
    totalSeconds: 64,
    onSegment: () => {
      atFirst = Math.min(atFirst, read);
    },
  });
  assert.ok(atFirst < 6, `first segment after ${atFirst} s`);
});

test('progress tells how far everything is finished, and ends at the end', async () => {
  const words = [...speak(numbers(20), 1), ...speak('more', 15)];
  const { progress } = await hear(scriptedRecogniser(words), scriptedAudio(words, 20));
  assert.deepEqual(
    progress,
    [...progress].sort((a, b) => a - b),
  );
  assert.equal(progress.at(-1), 20);
  assert.ok(progress.length > 20);
});

test('silence and noise that passes for a voice give nothing', async () => {
  const words = speak('thank you for watching', 1);
  assert.deepEqual((await hear(scriptedRecogniser(words, -2.5), scriptedAudio(words, 5))).segments, []);
  const silence = await hear(() => assert.fail('decoded silence'), scriptedAudio([], 30));
  assert.deepEqual([silence.segments, silence.heard.duration], [[], 30]);
});

test('an empty recording is no error', async () => {
  const { segments, heard } = await hear(scriptedRecogniser([]), new Float32Array(0));
  assert.deepEqual([segments, heard.duration], [[], 0]);
});

test('the bare model gets the recording as it is', async () => {
  const words = speak('thank you for watching', 1);
  const lengths: number[] = [];
  const recognise = scriptedRecogniser(words, -2.5);
  const { text } = await hear(
    (samples, prefix, signal) => {
      lengths.push(samples.length / 16_000);
      return recognise(samples, prefix, signal);
    },
    scriptedAudio(words, 5),
    { bare: true },
  );
  assert.deepEqual(lengths, [5]);
  assert.equal(text, 'thank you for watching');
});

test('cancelling is told as that, before, while and whatever a layer below says', async () => {
  const words = speak(numbers(10), 1);
  const isCancelled = (error: unknown) => error instanceof ParolaError && error.code === 'cancelled';
  const controller = new AbortController();
  const failing: Recognise = async () => {
    controller.abort();
    throw new Error('aborted somewhere');
  };
  const { signal } = controller;
  await assert.rejects(hear(failing, scriptedAudio(words, 8), { signal }), isCancelled);
  await assert.rejects(
    hear(() => assert.fail('went on'), scriptedAudio(words, 8), { signal }),
    isCancelled,
  );
});

test('a recording that cannot be read to its end fails as its reader says', async () => {
  const broken = new ParolaError('audio-malformed', 'torn');
  async function* torn() {
    yield new Float32Array(16_000);
    throw broken;
  }
  const options = { fromSeconds: 0, totalSeconds: null, onSegment: () => {} };
  await assert.rejects(transcribe(scriptedListening(scriptedRecogniser([])), torn(), options), broken);
});
