import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineView } from '../preload/contract.ts';
import { ParolaError } from './errors.ts';
import { type Inference, startInference } from './inference.ts';
import { scriptInference } from './scripted-inference.ts';
import { isAlive } from './scripted-worker.ts';
import type { ListeningModels } from './worker/protocol.ts';

const { withInference, workerPath } = scriptInference();

function modelsNamed(id: string): ListeningModels {
  // The scripted worker looks at none of it.
  return { speech: { id, folder: '', graphs: {}, files: [] }, voiceActivity: {}, language: 'en' } as never;
}

const models = modelsNamed('toy');

function hear(inference: Inference, script: string, signal?: AbortSignal) {
  const texts: string[] = [];
  const listeners = { onSegment: ({ text }: { text: string }) => texts.push(text) };
  const heard = inference.transcribeFile(
    { path: script, models },
    signal === undefined ? listeners : { ...listeners, signal },
  );
  return { texts, heard };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`never: ${what}`);
}

test('a recording is heard: progress, words, result', () =>
  withInference(async (inference) => {
    const progress: unknown[] = [];
    const heard = await inference.transcribeFile(
      { path: 'progress segment segment', models, fromSeconds: 3 },
      { onProgress: (done, total) => progress.push([done, total]) },
    );
    assert.deepEqual(heard, { language: 'en', duration: 7 });
    assert.deepEqual(progress, [[1, 4]]);
  }));

test('what is wrong with a recording reaches the caller with its code', () =>
  withInference(async (inference) => {
    await assert.rejects(hear(inference, 'fail').heard, { code: 'audio-empty', message: 'nothing in it' });
    assert.equal((await hear(inference, 'segment').heard).duration, 2);
  }));

test('a crash in the middle goes on in a new process after the last finished stretch', () =>
  withInference(async (inference) => {
    const views: EngineView['kind'][] = [];
    inference.onState((view) => views.push(view.kind));
    const { texts, heard } = hear(inference, 'segment segment crash-once segment');
    assert.equal((await heard).duration, 10);
    assert.deepEqual(
      texts,
      [0, 2, 4, 6, 8].map((from) => `heard from ${from}`),
    );
    assert.deepEqual(views, ['loading', 'restarting']);
  }));

test('a recording that crashes its process twice fails alone, with the last words of the process', () =>
  withInference(async (inference) => {
    const bad = hear(inference, 'crash');
    const good = hear(inference, 'segment');
    await assert.rejects(bad.heard, (error: ParolaError) => {
      assert.equal(error.code, 'engine-crashed');
      assert.match(error.message, /exit code 134/);
      assert.match(error.detail ?? '', /the ground gave way/);
      return true;
    });
    assert.equal((await good.heard).duration, 2);
  }));

test('a process that falls silent is ended, and the next recording is heard in a new one', () =>
  withInference(
    async (inference) => {
      await assert.rejects(hear(inference, 'hang').heard, { code: 'engine-hung' });
      assert.equal((await hear(inference, 'segment').heard).duration, 2);
    },
    { silenceSeconds: 1 },
  ));

test('cancel works before the start, in the queue, at work, and when the process does not listen', () =>
  withInference(
    async (inference) => {
      const stopped = new AbortController();
      stopped.abort();
      await assert.rejects(hear(inference, 'segment', stopped.signal).heard, { code: 'cancelled' });
      const atWork = new AbortController();
      const queued = new AbortController();
      const first = hear(inference, 'wait', atWork.signal);
      const second = hear(inference, 'segment', queued.signal);
      queued.abort();
      await assert.rejects(second.heard, { code: 'cancelled' });
      atWork.abort();
      await assert.rejects(first.heard, { code: 'cancelled' });
      const deaf = new AbortController();
      const third = hear(inference, 'deaf', deaf.signal);
      await until(() => inference.pids().length === 1, 'a process');
      const [pid = 0] = inference.pids();
      deaf.abort();
      await assert.rejects(third.heard, { code: 'cancelled' });
      assert.equal((await hear(inference, 'segment').heard).duration, 2);
      assert.ok(!isAlive(pid), 'the deaf process still runs');
    },
    { cancelGraceMilliseconds: 100 },
  ));

test('a full queue refuses the newest and still hears the others in order', () =>
  withInference(
    async (inference) => {
      const gate = new AbortController();
      const order: string[] = [];
      const running = hear(inference, 'wait', gate.signal);
      const waiting = ['a', 'b'].map((name) => hear(inference, 'segment').heard.then(() => order.push(name)));
      await assert.rejects(hear(inference, 'segment').heard, { code: 'queue-full' });
      gate.abort();
      await assert.rejects(running.heard);
      await Promise.all(waiting);
      assert.deepEqual(order, ['a', 'b']);
    },
    { maxWaiting: 2 },
  ));

test('a dictation does not wait for a file: it has a process of its own, and there is only one of it', () =>
  withInference(async (inference) => {
    await inference.warm(models);
    assert.equal(inference.pids().length, 1);
    const gate = new AbortController();
    const file = hear(inference, 'wait', gate.signal);
    const live = inference.live({ models, fromSeconds: 1 }, {});
    assert.equal(inference.pids().length, 2);
    assert.throws(() => inference.live({ models, fromSeconds: 0 }, {}), { code: 'queue-full' });
    live.push(new Float32Array(16_000));
    live.push(new Float32Array(8000));
    assert.equal((await live.stop()).duration, 2.5);
    gate.abort();
    await assert.rejects(file.heard);
    const next = inference.live({ models, fromSeconds: 0 }, {});
    assert.equal((await next.stop()).duration, 0);
    assert.equal(inference.pids().length, 2, 'idle processes are used again');
  }));

test('a dictation learns at once that its process went, and can begin again', () =>
  withInference(async (inference) => {
    const live = inference.live({ models, fromSeconds: 0 }, {});
    live.push(Float32Array.of(0.5));
    await assert.rejects(live.finished, { code: 'engine-crashed' });
    const again = inference.live({ models, fromSeconds: 2 }, {});
    again.push(new Float32Array(1600));
    assert.equal((await again.stop()).duration, 2.1);
  }));

test('a model that keeps crashing is refused for a while; other models go on', () =>
  withInference(
    async (inference) => {
      const views: EngineView[] = [];
      inference.onState((view) => views.push(view));
      for (let crash = 0; crash < 2; crash++) {
        await assert.rejects(hear(inference, 'crash').heard, { code: 'engine-crashed' });
      }
      await assert.rejects(hear(inference, 'segment').heard, { message: /several times in a row/ });
      assert.equal(views.at(-1)?.kind, 'failed');
      const heard = await inference.transcribeFile({ path: 'segment', models: modelsNamed('other') });
      assert.equal(heard.duration, 2);
    },
    { crashesBeforeGivingUp: 4 },
  ));

test('an idle process is ended after a while and started again when needed', () =>
  withInference(
    async (inference) => {
      await inference.warm(models);
      const [pid = 0] = inference.pids();
      await until(() => !isAlive(pid), 'the idle process ends');
      assert.deepEqual(inference.pids(), []);
      assert.equal((await hear(inference, 'segment').heard).duration, 2);
    },
    { idleSeconds: 0.1 },
  ));

test('closing ends every process and cancels what is under way', async () => {
  const inference = startInference({ workerPath });
  const file = hear(inference, 'wait');
  const live = inference.live({ models, fromSeconds: 0 }, {});
  await until(() => inference.pids().length === 2, 'two processes');
  const pids = inference.pids();
  const ends = [
    assert.rejects(file.heard, { code: 'cancelled' }),
    assert.rejects(live.finished, { code: 'cancelled' }),
  ];
  await inference.close();
  await Promise.all(ends);
  for (const pid of pids) assert.ok(!isAlive(pid), `process ${pid} still runs`);
  await assert.rejects(hear(inference, 'segment').heard, { code: 'cancelled' });
});

test('a stretch that cannot be stored ends the job with the reason, not the program', () =>
  withInference(async (inference) => {
    const full = new ParolaError('disk-full', 'the disk is full');
    const heard = inference.transcribeFile(
      { path: 'segment wait', models },
      {
        onSegment() {
          throw full;
        },
      },
    );
    await assert.rejects(heard, full);
    assert.equal((await hear(inference, 'segment').heard).duration, 2);
  }));

test('the process does not see what is none of its business', () =>
  withInference(async (inference) => {
    process.env.SECRET_TOKEN = 'x';
    process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
    try {
      const { texts, heard } = hear(inference, 'environment');
      await heard;
      assert.match(texts[0] ?? '', /\bPATH\b/);
      assert.doesNotMatch(texts[0] ?? '', /SECRET|PROXY|NODE_OPTIONS/);
    } finally {
      delete process.env.SECRET_TOKEN;
      delete process.env.HTTPS_PROXY;
    }
  }));
