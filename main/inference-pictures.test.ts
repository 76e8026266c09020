import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePictures } from './describe-pictures.ts';
import type { Inference } from './inference.ts';
import { scriptInference } from './scripted-inference.ts';
import { isAlive } from './scripted-worker.ts';
import type { Described, ListeningModels, SeeingModels } from './worker/protocol.ts';

const { withInference } = scriptInference();

// The scripted worker looks at none of it.
const models = { captioner: { id: 'toy-eyes' }, reading: [] } as never as SeeingModels;
const listening = { speech: { id: 'toy' }, voiceActivity: {}, language: 'en' } as never as ListeningModels;
const options = {};

/** "dog by 123" → "dog"; a failure is its code. */
function said(result: Described): string {
  return result.ok ? result.description.caption.replace(/ by .*/, '') : result.error.code;
}

function processOf(result: Described): string {
  return result.ok ? (/ by (.*)/.exec(result.description.caption)?.[1] ?? '') : '';
}

async function describe(
  inference: Inference,
  names: readonly string[],
  more: { urgent?: boolean; preview?: boolean; signal?: AbortSignal } = {},
): Promise<Described[]> {
  const results: Described[] = [];
  const { signal, ...rest } = more;
  await inference.describe(
    { models, pictures: names.map((name) => ({ path: name })), options, ...rest },
    {
      onDescribed: (picture, result) => {
        results[picture] = result;
      },
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return results;
}

test('each picture is described by itself, in order, and a bad one is an answer among the others', () =>
  withInference(async (inference) => {
    const results = await describe(inference, ['dog', 'bad', 'cat'], { preview: true });
    assert.deepEqual(results.map(said), ['dog', 'picture-malformed', 'cat']);
    const [first] = results;
    assert.ok(first?.ok && first.preview instanceof Uint8Array, 'bytes cross as bytes');
    assert.equal(inference.pids().length, 1);
  }));

test('a crash in the middle goes on in a new process with the picture that had not come back', () =>
  withInference(async (inference) => {
    const results = await describe(inference, ['dog', 'crash-once', 'cat']);
    assert.deepEqual(results.map(said), ['dog', 'crash-once', 'cat']);
    assert.notEqual(processOf(results[0] as Described), processOf(results[2] as Described));
  }));

test('a picture that ends two processes fails by itself, wherever it stands, and the rest goes on', () =>
  withInference(async (inference) => {
    const results = await describe(inference, ['crash', 'dog', 'crash', 'crash', 'cat', 'crash']);
    const gone = 'engine-crashed';
    assert.deepEqual(results.map(said), [gone, 'dog', gone, gone, 'cat', gone]);
    assert.deepEqual(
      (await describe(inference, ['dog'])).map(said),
      ['dog'],
      'and pictures are described as before',
    );
  }));

test('models that end every process end the work instead of failing each picture of a folder', () =>
  withInference(async (inference) => {
    const results: string[] = [];
    const pictures = Array.from({ length: 40 }, () => ({ path: 'crash' }));
    const onDescribed = (_: number, result: Described): void => void results.push(said(result));
    await assert.rejects(inference.describe({ models, pictures, options }, { onDescribed }), {
      code: 'engine-crashed',
    });
    assert.ok(results.length < 10, `${results.length} pictures were tried`);
  }));

test('a picture that somebody waits for does not wait behind a folder', () =>
  withInference(async (inference) => {
    const stop = new AbortController();
    const folder = describe(inference, ['wait', 'dog'], { signal: stop.signal });
    assert.deepEqual((await describe(inference, ['cat'], { urgent: true })).map(said), ['cat']);
    stop.abort();
    await assert.rejects(folder, { code: 'cancelled' });
  }));

test('a cancelled batch ends in the middle of a picture, and the next is described', () =>
  withInference(async (inference) => {
    const stop = new AbortController();
    const results: string[] = [];
    const batch = inference.describe(
      { models, pictures: [{ path: 'dog' }, { path: 'wait' }], options },
      {
        signal: stop.signal,
        onDescribed(_, result) {
          results.push(said(result));
          setImmediate(() => stop.abort());
        },
      },
    );
    await assert.rejects(batch, { code: 'cancelled' });
    assert.deepEqual(results, ['dog']);
    assert.deepEqual((await describe(inference, ['cat'])).map(said), ['cat']);
  }));

test('a picture that deafens its process is ended with it when it is cancelled', () =>
  withInference(
    async (inference) => {
      const stop = new AbortController();
      const batch = describe(inference, ['deaf'], { signal: stop.signal });
      while (inference.pids().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      const [pid = 0] = inference.pids();
      stop.abort();
      await assert.rejects(batch, { code: 'cancelled' });
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    { cancelGraceMilliseconds: 50 },
  ));

async function* slowly(names: readonly string[]): AsyncGenerator<{ path: string }> {
  for (const name of names) {
    await new Promise((resolve) => setImmediate(resolve));
    yield { path: name };
  }
}

test('a folder is described by two processes, told in order, and every picture once', () =>
  withInference(async (inference) => {
    const names = Array.from({ length: 43 }, (_, at) => (at % 10 === 9 ? `bad ${at}` : `dog ${at}`));
    const results: Described[] = [];
    const taken = await describePictures(inference, models, slowly(names), options, {
      onDescribed(picture, result) {
        assert.equal(picture, results.length);
        results.push(result);
      },
    });
    assert.equal(taken, 43);
    assert.deepEqual(
      results.map(said),
      names.map((name) => (name.startsWith('bad') ? 'picture-malformed' : name)),
    );
    assert.equal(new Set(results.filter(({ ok }) => ok).map(processOf)).size, 2);
  }));

test('a few pictures are not worth a second process, and beside a dictation one describes them all', () =>
  withInference(async (inference) => {
    const few = ['dog', 'cat'].map((name) => ({ path: name }));
    await describePictures(inference, models, few, options, { onDescribed() {} });
    assert.equal(inference.pids().length, 1);
    const live = inference.live({ models: listening, fromSeconds: 0 }, {});
    const many = Array.from({ length: 20 }, (_, at) => ({ path: `dog ${at}` }));
    await describePictures(inference, models, many, options, { onDescribed() {} });
    assert.equal(inference.pids().length, 2, 'one listens, one looks');
    await live.stop();
  }));

test('what ends the listener of a folder ends the work on it', () =>
  withInference(async (inference) => {
    const pictures = Array.from({ length: 20 }, (_, at) => ({ path: `dog ${at}` }));
    const onDescribed = (picture: number): void => {
      if (picture === 6) throw new RangeError('no room');
    };
    await assert.rejects(describePictures(inference, models, pictures, options, { onDescribed }), RangeError);
    assert.deepEqual((await describe(inference, ['cat'])).map(said), ['cat']);
  }));
