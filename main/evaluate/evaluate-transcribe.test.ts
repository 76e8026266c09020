import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import wavefile from 'wavefile';
import type { Segment } from '../../preload/transcript.ts';
import { ParolaError } from '../errors.ts';
import type { Inference, LiveListeners } from '../inference.ts';
import type { ListeningModels } from '../worker/protocol.ts';
import { evaluateTranscribe } from './evaluate-transcribe.ts';
import { formatReport, quantile } from './report.ts';

const hash = 'ab'.repeat(32);
const models = {
  language: 'en',
  speech: { id: 'a-model', files: [{ name: 'encoder.onnx', bytes: 1, sha256: hash }] },
} as unknown as ListeningModels;

function segment(text: string, end: number): Segment {
  const words = text.split(' ').map((word, at, all) => ({
    text: word,
    start: (end * at) / all.length,
    end: (end * (at + 1)) / all.length,
    confidence: 1,
  }));
  return { start: 0, end, text, confidence: 1, words };
}

/** An inference that hears what it is told: by the file's name, "bare" in front for the bare model. */
function fakeInference(
  heard: Readonly<Record<string, string>>,
  listenLive?: (listeners: LiveListeners) => void,
) {
  const calls: string[] = [];
  const done = { language: 'en', duration: 1 };
  const inference: Partial<Inference> = {
    warm: async () => ({ provider: 'cpu' }),
    pids: () => [process.pid],
    async transcribeFile({ path: file, bare }, listeners) {
      const name = `${bare ? 'bare ' : ''}${path.basename(file)}`;
      calls.push(name);
      const text = heard[name];
      if (text === undefined) throw new ParolaError('audio-malformed', `${name} is broken`);
      if (text !== '') listeners?.onSegment?.(segment(text, 1));
      return done;
    },
    live(_, listeners) {
      listenLive?.(listeners);
      return { push: () => {}, cancel: () => {}, stop: async () => done, finished: Promise.resolve(done) };
    },
  };
  return { inference: inference as Inference, calls };
}

async function corpus(context: TestContext, texts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-evaluate-test-'));
  context.after(() => rm(folder, { recursive: true }));
  const wav = new wavefile.WaveFile();
  const tone = Float32Array.from({ length: 8000 }, (_, at) => 0.1 * Math.sin(at / 5));
  wav.fromScratch(1, 16_000, '32f', tone);
  for (const name of Object.keys(texts)) await writeFile(path.join(folder, name), wav.toBuffer());
  const rows = Object.entries(texts).map(([name, text]) => `${name}\t${text}\n`);
  await writeFile(path.join(folder, 'transcripts.tsv'), `file\ttext\n${rows.join('')}`);
  return folder;
}

test('both error rates are those of all recordings, each heard by both paths', async (context) => {
  const data = await corpus(context, { 'a.wav': 'one two three four', 'b.wav': 'Hello.', 'c.wav': '' });
  const { inference, calls } = fakeInference({
    'a.wav': 'one two tree four',
    'b.wav': 'hello there',
    'c.wav': '',
    'bare a.wav': '1234',
    'bare b.wav': '',
    'bare c.wav': '',
  });
  const report = await evaluateTranscribe({ data }, { inference, models });
  assert.deepEqual(calls, ['a.wav', 'a.wav', 'b.wav', 'c.wav', 'bare a.wav', 'bare b.wav', 'bare c.wav']);
  // "one two three four" is the one word 1234; heard were "12", "tree" and "4".
  assert.equal(report.words, 2);
  assert.deepEqual([report.substitutions, report.insertions, report.deletions], [1, 3, 0]);
  assert.equal(report.wordErrorRate, 2);
  assert.equal(report.bareWordErrorRate, 0.5);
  assert.equal(report.clips, 3);
  assert.equal(report.audioSeconds, 1.5);
  assert.deepEqual(report.model, { id: 'a-model', sha256: { 'encoder.onnx': hash } });
  assert.equal(report.provider, 'cpu');
  assert.equal(report.live, null);
  assert.deepEqual(report.recordings[1], {
    file: 'b.wav',
    text: 'Hello.',
    heard: 'hello there',
    bareHeard: '',
    words: 1,
    errors: 1,
    bareErrors: 1,
  });
  if (process.platform === 'linux') assert.ok((report.peakMemoryMiB ?? 0) > 10);
  const text = formatReport(report);
  assert.match(text, /word error rate +200\.00 % \(1 substituted, 3 inserted, 0 deleted\)/);
  assert.match(text, /bare model +50\.00 %/);
});

test('only the first recordings are heard where a limit is given', async (context) => {
  const data = await corpus(context, { 'a.wav': 'a', 'b.wav': 'b' });
  const { inference, calls } = fakeInference({ 'a.wav': 'a', 'bare a.wav': 'a' });
  const report = await evaluateTranscribe({ data, limit: 1 }, { inference, models });
  assert.equal(report.clips, 1);
  assert.equal(report.limit, 1);
  assert.ok(!calls.includes('b.wav'));
});

test('with --live the streaming path is scored, and its lags are counted from the speech', async (context) => {
  const data = await corpus(context, { 'a.wav': 'hello world' });
  const { inference } = fakeInference({ 'a.wav': 'hello word', 'bare a.wav': 'hello world' }, (listeners) => {
    setTimeout(() => listeners.onPartial?.([], 'hello'), 300);
    setTimeout(() => listeners.onPartial?.([], 'hello world'), 700);
    setTimeout(() => listeners.onSegment?.(segment('Hello world.', 0.5)), 1000);
  });
  const report = await evaluateTranscribe({ data, live: true }, { inference, models });
  assert.equal(report.wordErrorRate, 0);
  assert.equal(report.live?.offlineWordErrorRate, 0.5);
  // "hello" ends at 250 ms and is shown at 300, "world" ends at 500 and is shown at 700; timers are late, never early.
  assert.ok((report.live?.partialLagMilliseconds.p50 ?? 0) >= 45);
  assert.ok((report.live?.partialLagMilliseconds.p95 ?? 0) >= 195);
  // Speech ends 0.1 s before its segment; half a second later is 900 ms.
  assert.ok((report.live?.settledLagMilliseconds.p50 ?? 0) >= 95);
  assert.match(formatReport(report), /word error rate, live +0\.00 %/);
});

test('noise is mixed into a copy, which is gone afterwards', async (context) => {
  const data = await corpus(context, { 'a.wav': 'a', 'noise.wav': '' });
  const heardPaths: string[] = [];
  const { inference } = fakeInference({ '0.wav': 'a', 'bare 0.wav': 'a' });
  const transcribeFile: Inference['transcribeFile'] = (request, listeners) => {
    heardPaths.push(request.path);
    return inference.transcribeFile(request, listeners);
  };
  const noise = { path: path.join(data, 'noise.wav'), snrDecibels: 5 };
  const report = await evaluateTranscribe(
    { data, limit: 1, noise },
    { inference: { ...inference, transcribeFile }, models },
  );
  assert.deepEqual(report.noise, { file: 'noise.wav', snrDecibels: 5 });
  assert.ok(heardPaths.every((file) => !file.startsWith(data)));
  await assert.rejects(writeFile(heardPaths[0] as string, ''), { code: 'ENOENT' });
});

test('a recording that cannot be read fails the evaluation with its own code', async (context) => {
  const data = await corpus(context, { 'a.wav': 'a' });
  const { inference } = fakeInference({});
  await assert.rejects(evaluateTranscribe({ data }, { inference, models }), { code: 'audio-malformed' });
});

test('percentiles are values that were measured', () => {
  assert.equal(quantile([5, 1, 4, 2, 3], 0.5), 3);
  assert.equal(quantile([5, 1, 4, 2, 3], 0.95), 5);
  assert.equal(quantile([7], 0.5), 7);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});
