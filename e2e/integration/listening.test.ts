/** Listening with the default models: our own recordings are heard right, and nothing else is heard. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { readSamples } from '../../main/evaluate/clips.ts';
import { normalizedWords } from '../../main/evaluate/normalize.ts';
import {
  addWordErrors,
  countWordErrors,
  type WordErrors,
  wordErrorRate,
} from '../../main/evaluate/word-errors.ts';
import { installedModel, parolaHome } from '../../main/models.ts';
import type { ListeningModels } from '../../main/worker/protocol.ts';
import { plainHearer } from '../../main/worker/tasks/hearer.ts';
import { type Listening, loadListening } from '../../main/worker/tasks/listening.ts';
import { startLive } from '../../main/worker/tasks/live.ts';
import type { Recognise } from '../../main/worker/tasks/recognise.ts';
import { transcribe } from '../../main/worker/tasks/transcribe.ts';
import type { Segment } from '../../preload/transcript.ts';
import { fixtures, speech } from '../command-line.ts';
import { noise, sounds, withNoise } from './sounds.ts';

const rateHz = 16_000;
let listening: Listening;
/** What is said in each recording. */
const said = new Map<string, string>();

before(async () => {
  const [speechModel, voiceActivity] = await Promise.all(
    ['moonshine-tiny', 'silero-vad'].map((id) => installedModel(parolaHome(), id)),
  );
  assert.ok(speechModel && voiceActivity, 'npm start installs the default models');
  const models = { speech: speechModel, voiceActivity, language: 'en' } as ListeningModels;
  listening = await loadListening(models, { threads: 1 });
  const table = await readFile(path.join(speech, 'transcripts.tsv'), 'utf8');
  for (const row of table.trim().split('\n').slice(1)) {
    const [file = '', text = ''] = row.split('\t');
    said.set(file, text);
  }
});

const recording = (file: string) => readSamples(path.join(speech, file));

async function* inBlocks(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += rateHz) yield samples.slice(at, at + rateHz);
}

async function hear(samples: Float32Array, bare = false): Promise<Segment[]> {
  const segments: Segment[] = [];
  await transcribe(listening, inBlocks(samples), {
    fromSeconds: 0,
    totalSeconds: null,
    bare,
    onSegment: (segment) => segments.push(segment),
  });
  return segments;
}

interface HeardLive {
  readonly segments: readonly Segment[];
  /** Settled words, joined, and what came after them, at each update. */
  readonly partials: readonly (readonly [settled: string, unsettled: string])[];
  /** Settled text that a later update or its segment did not begin with. */
  readonly takenBack: readonly string[];
  readonly longestWindowSeconds: number;
}

/** Feeds `samples` as a microphone does, but waits for the recognizer instead of for the clock. */
async function hearLive(samples: Float32Array): Promise<HeardLive> {
  const segments: Segment[] = [];
  const partials: [string, string][] = [];
  const takenBack: string[] = [];
  let settled = '';
  let decoding = 0;
  let longestWindowSeconds = 0;
  const follow = (text: string, next: string) => {
    if (!text.startsWith(settled)) takenBack.push(settled);
    settled = next;
  };
  const session = startLive(
    {
      ...listening,
      openHearer: () => {
        const { recognise } = listening.openHearer();
        const watched: Recognise = async (window, prefix, signal) => {
          decoding++;
          longestWindowSeconds = Math.max(longestWindowSeconds, window.length / rateHz);
          return recognise(window, prefix, signal).finally(() => decoding--);
        };
        return plainHearer(watched, 'en', rateHz);
      },
    },
    {
      fromSeconds: 0,
      onPartial: (words, unsettled) => {
        const text = words.map((word) => word.text).join(' ');
        follow(text, text);
        partials.push([text, unsettled]);
      },
      onSegment: (segment) => {
        follow(segment.text, '');
        segments.push(segment);
      },
    },
  );
  for (let at = 0; at < samples.length; at += 1280) {
    session.push(samples.slice(at, at + 1280));
    for (let idle = 0; idle < 4; idle = decoding === 0 ? idle + 1 : 0) await setImmediate();
  }
  await session.stop();
  return { segments, partials, takenBack, longestWindowSeconds };
}

const textOf = (segments: readonly Segment[]) => segments.map((segment) => segment.text).join(' ');
const errorsIn = (segments: readonly Segment[], text: string): WordErrors =>
  countWordErrors(normalizedWords(text), normalizedWords(textOf(segments)));
const silence = (seconds: number) => new Float32Array(seconds * rateHz);
function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

test('every recording of ours is heard right', async () => {
  const errors: WordErrors[] = [];
  for (const [file, text] of said) {
    if (/^library\.(?!wav)/.test(file)) continue;
    errors.push(errorsIn(await hear(await recording(file)), text));
  }
  assert.ok(errors.length >= 7);
  assert.ok(wordErrorRate(addWordErrors(errors)) <= 0.02, JSON.stringify(errors));
});

test('no word comes out of silence, noise, hum, typing, tones or music', async () => {
  for (const [name, samples] of Object.entries(sounds(8))) {
    assert.equal(textOf(await hear(samples)), '', name);
  }
  const folder = path.join(fixtures, 'non-speech');
  const files = (await readdir(folder)).filter((file) => /\.(flac|mp3|wav)$/.test(file));
  assert.ok(files.length >= 8);
  for (const file of files)
    assert.equal(textOf(await hear(await readSamples(path.join(folder, file)))), '', file);
});

test('were voice activity fooled by any of them, the model itself would hear no word in it', async () => {
  const fooled: Listening = {
    ...listening,
    watchVoice: () => {
      const voice = listening.watchVoice();
      const sure = (frames: Awaited<ReturnType<typeof voice.push>>) =>
        frames.map((frame) => ({ ...frame, probability: 0.9 }));
      return {
        push: async (samples) => sure(await voice.push(samples)),
        finish: async () => sure(await voice.finish()),
      };
    },
  };
  for (const [name, samples] of Object.entries(sounds(4))) {
    const options = { fromSeconds: 0, totalSeconds: null };
    await transcribe(fooled, inBlocks(samples), {
      ...options,
      onSegment: ({ text }) => assert.equal(text, '', name),
    });
  }
});

test('nothing is invented over the silence, the noise or the music that follows speech', async () => {
  const boat = await recording('boat.flac');
  const text = said.get('boat.flac') ?? '';
  const band = sounds(12)['a band'] ?? assert.fail();
  for (const after of [silence(20), noise('pink', 12, 0.01), band]) {
    assert.deepEqual(normalizedWords(textOf(await hear(joined(boat, after)))), normalizedWords(text));
  }
});

test('what is heard in noise is no worse than what the bare model hears', async () => {
  for (const decibels of [20, 10, 5]) {
    const shipped: WordErrors[] = [];
    const bare: WordErrors[] = [];
    for (const file of ['boat.flac', 'umbrella.flac', 'chickens.flac', 'library.wav', 'two-voices.flac']) {
      const samples = withNoise(await recording(file), 'pink', decibels);
      shipped.push(errorsIn(await hear(samples), said.get(file) ?? ''));
      bare.push(errorsIn(await hear(samples, true), said.get(file) ?? ''));
    }
    const [ours, theirs] = [shipped, bare].map((errors) => wordErrorRate(addWordErrors(errors)));
    // One word of the 65: the full measure is `parola evaluate` on a large set.
    assert.ok((ours ?? 1) <= (theirs ?? 0) + 0.016, `${decibels} dB: ${ours}, bare ${theirs}`);
  }
});

/** When each word of boat.flac begins, as the synthesizer that spoke it says (`flite -psdur`). */
const boatBegins = [0.222, 0.331, 0.826, 0.901, 1.19, 1.363, 1.614, 1.754, 2.067, 2.286, 2.51, 2.613];
const boatEnds = 3.148;

test('words have the times at which they were said', async () => {
  const before = silence(3);
  const [segment] = await hear(joined(before, await recording('boat.flac'), silence(2)));
  assert.equal(segment?.words.length, boatBegins.length);
  const misses = (segment?.words ?? []).map((word, index) =>
    Math.abs(word.start - 3 - (boatBegins[index] ?? 0)),
  );
  assert.ok(Math.max(...misses) < 0.15, misses.map((miss) => miss.toFixed(3)).join(' '));
  assert.ok(misses.reduce((sum, miss) => sum + miss, 0) / misses.length < 0.05);
  assert.ok(Math.abs((segment?.words.at(-1)?.end ?? 0) - 3 - boatEnds) < 0.25);
});

test('over two minutes with and without pauses words keep their order, their segment and their time', async () => {
  const passage = await recording('passage.mp3');
  const segments = await hear(
    joined(passage, passage, silence(1), await recording('pause.flac'), passage, passage),
  );
  const text = said.get('passage.mp3') ?? '';
  const whole = `${text} ${text} ${said.get('pause.flac')} ${text} ${text}`;
  assert.ok(wordErrorRate(errorsIn(segments, whole)) <= 0.03, textOf(segments));
  let reached = 0;
  for (const segment of segments) {
    assert.ok(segment.end - segment.start <= 30.2, `${segment.start} to ${segment.end}`);
    assert.ok(segment.confidence > 0.5 && segment.confidence <= 1);
    for (const word of segment.words) {
      assert.ok(word.start >= reached && word.end >= word.start, `${word.text} at ${word.start}`);
      assert.ok(word.start >= segment.start && word.end <= segment.end);
      assert.ok(word.confidence > 0 && word.confidence <= 1);
      reached = word.start;
    }
  }
});

test('live, words appear while they are said, settle for good, and end up as those of the recording', async () => {
  for (const file of ['pause.flac', 'two-voices.flac', 'dictation.wav']) {
    const { segments, partials, takenBack } = await hearLive(joined(await recording(file), silence(1)));
    assert.deepEqual(normalizedWords(textOf(segments)), normalizedWords(said.get(file) ?? ''), file);
    assert.deepEqual(takenBack, []);
    assert.ok(partials.some(([, unsettled]) => unsettled.split(' ').length >= 3));
    assert.ok(
      partials.some(([settled]) => settled.split(' ').length >= 3),
      'words settle before the pause',
    );
  }
});

test('live, twenty-five seconds without a pause are heard through in windows of ten', async () => {
  const { segments, takenBack, partials, longestWindowSeconds } = await hearLive(
    joined(await recording('passage.mp3'), silence(1)),
  );
  const errors = errorsIn(segments, said.get('passage.mp3') ?? '');
  assert.ok(wordErrorRate(errors) <= 0.03, textOf(segments));
  assert.deepEqual(takenBack, []);
  assert.ok(longestWindowSeconds < 11, `${longestWindowSeconds} s`);
  const settledAtMost = Math.max(...partials.map(([settled]) => settled.split(' ').length));
  assert.ok(settledAtMost > 70, `${settledAtMost} words had settled before the pause`);
});

test('live, nothing is shown and nothing settles while nobody speaks', async () => {
  const { typing, melody } = sounds(5);
  const { segments, partials } = await hearLive(
    joined(typing ?? assert.fail(), silence(2), melody ?? assert.fail(), noise('white', 3, 0.05)),
  );
  assert.deepEqual(
    [segments, partials.filter(([settled, unsettled]) => settled + unsettled !== '')],
    [[], []],
  );
});

test('a recording can be stopped between two steps', async () => {
  const controller = new AbortController();
  const samples = await recording('passage.mp3');
  const stopping: Listening = {
    ...listening,
    openHearer: () => {
      const { recognise } = listening.openHearer();
      const watched: Recognise = (window, prefix, signal) => {
        queueMicrotask(() => controller.abort());
        return recognise(window, prefix, signal);
      };
      return plainHearer(watched, 'en', listening.sampleRateHz);
    },
  };
  const options = { fromSeconds: 0, totalSeconds: null, signal: controller.signal };
  await assert.rejects(
    transcribe(stopping, inBlocks(samples), { ...options, onSegment: () => assert.fail('went on') }),
    { code: 'cancelled' },
  );
});
