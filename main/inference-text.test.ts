import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inference } from './inference.ts';
import { scriptInference } from './scripted-inference.ts';
import { isAlive } from './scripted-worker.ts';
import { translateTexts } from './translate-texts.ts';
import type { ListeningModels, TranslationModels } from './worker/protocol.ts';

const { withInference } = scriptInference();

// The scripted worker looks at none of it.
const listening = { speech: { id: 'toy' }, voiceActivity: {}, language: 'en' } as never as ListeningModels;
const models = modelsNamed('toy-en-pt');
const options = {};

function modelsNamed(id: string): TranslationModels {
  return { steps: [{ model: { id }, from: 'en', to: 'pt' }], precision: 'quick' } as never;
}

interface Asked {
  readonly texts: string[];
  readonly done: Promise<void>;
}

function ask(
  inference: Inference,
  texts: readonly string[],
  more: { urgent?: boolean; signal?: AbortSignal; models?: TranslationModels } = {},
): Asked {
  const targets: string[] = [];
  const { signal, ...rest } = more;
  const done = inference.translate(
    { models, texts, options, ...rest },
    {
      onTranslated: (text, [part]) => {
        targets[text] = part?.target.replace(/ by .*/, '') ?? '';
      },
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return { texts: targets, done };
}

test('each text comes back by itself, in order, and another wording of a sentence too', () =>
  withInference(async (inference) => {
    const asked = ask(inference, ['a', 'b']);
    await asked.done;
    assert.deepEqual(asked.texts, ['A', 'B']);
    const suggestions = await inference.suggest({ models, sentence: 'a', before: ['x'], count: 2, options });
    assert.deepEqual(
      suggestions.map(({ target }) => target),
      ['x…'],
    );
    assert.equal(inference.pids().length, 1, 'one process does for both');
  }));

test('a crash in the middle goes on in a new process with the first text that had not come back', () =>
  withInference(async (inference) => {
    const came: number[] = [];
    await inference.translate(
      { models, texts: ['a', 'crash-once', 'b', 'c'], options },
      { onTranslated: (text) => came.push(text) },
    );
    assert.deepEqual(came, [0, 1, 2, 3]);
  }));

test('a text that crashes its process twice fails alone, and what is heard is not troubled by it', () =>
  withInference(async (inference) => {
    const views: string[] = [];
    inference.onState(({ kind }) => views.push(kind));
    const live = inference.live({ models: listening, fromSeconds: 0 }, {});
    const bad = ask(inference, ['a', 'crash']);
    const good = ask(inference, ['b'], { urgent: true });
    await assert.rejects(bad.done, { code: 'engine-crashed' });
    await good.done;
    assert.deepEqual([bad.texts, good.texts], [['A'], ['B']]);
    live.push(new Float32Array(16_000));
    assert.equal((await live.stop()).duration, 1);
    assert.deepEqual(views, ['loading']);
  }));

test('a model that keeps crashing is refused; other pairs and recordings go on at once', () =>
  withInference(
    async (inference) => {
      await assert.rejects(ask(inference, ['crash']).done, { code: 'engine-crashed' });
      await assert.rejects(ask(inference, ['a']).done, { message: /several times in a row with toy-en-pt/ });
      await ask(inference, ['a'], { models: modelsNamed('toy-pt-en') }).done;
      const heard = await inference.transcribeFile({ path: 'segment', models: listening });
      assert.equal(heard.duration, 2);
    },
    { crashesBeforeGivingUp: 2, backOffMilliseconds: 60_000 },
  ));

test('text that somebody waits for does not wait behind documents, nor behind a recording or a dictation', () =>
  withInference(async (inference) => {
    const gate = new AbortController();
    const { signal } = gate;
    const documents = ['1', '2', '3'].map(() => ask(inference, ['wait'], { signal }));
    const file = inference.transcribeFile({ path: 'wait', models: listening }, { signal });
    const live = inference.live({ models: listening, fromSeconds: 0 }, {});
    await ask(inference, ['a'], { urgent: true }).done;
    assert.equal(inference.pids().length, 5, 'two documents, a recording, a dictation, the text');
    gate.abort();
    for (const { done } of [...documents, { done: file }]) await assert.rejects(done, { code: 'cancelled' });
    await live.stop();
    await ask(inference, ['a']).done;
    assert.equal(inference.pids().length, 5, 'idle processes are used again');
  }));

test('beside a dictation documents take one process', () =>
  withInference(async (inference) => {
    const live = inference.live({ models: listening, fromSeconds: 0 }, {});
    const gate = new AbortController();
    const documents = ['1', '2'].map(() => ask(inference, ['wait'], { signal: gate.signal }));
    assert.equal(inference.pids().length, 2);
    await live.stop();
    assert.equal(inference.pids().length, 3);
    gate.abort();
    for (const { done } of documents) await assert.rejects(done, { code: 'cancelled' });
  }));

test('a text is cancelled in the queue and at work, and its process serves the next', () =>
  withInference(async (inference) => {
    const atWork = new AbortController();
    const queued = new AbortController();
    const first = ask(inference, ['a', 'wait', 'b'], { urgent: true, signal: atWork.signal });
    const second = ask(inference, ['a'], { urgent: true, signal: queued.signal });
    queued.abort();
    await assert.rejects(second.done, { code: 'cancelled' });
    const [pid = 0] = inference.pids();
    while (first.texts.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    atWork.abort();
    await assert.rejects(first.done, { code: 'cancelled' });
    await ask(inference, ['a'], { urgent: true }).done;
    assert.deepEqual(inference.pids(), [pid]);
  }));

test('a process that has many pairs in its memory ends before it loads another', () =>
  withInference(async (inference) => {
    const pids = new Set<number>();
    for (const id of ['a', 'b', 'c', 'd', 'a', 'e']) {
      await ask(inference, ['loaded a'], { models: modelsNamed(id) }).done;
      const [pid = 0] = inference.pids();
      pids.add(pid);
    }
    const [old = 0] = pids;
    assert.deepEqual([pids.size, isAlive(old) && inference.pids().includes(old)], [2, false]);
  }));

test('many texts come back in their order, over two processes', () =>
  withInference(async (inference) => {
    const texts = Array.from({ length: 60 }, (_, at) => `text number ${at} ${'x'.repeat(500)}`);
    const order: number[] = [];
    const parts = await translateTexts(inference, models, texts, options, {
      onTranslated: (text) => order.push(text),
    });
    assert.deepEqual(
      parts.map(([part]) => part?.source),
      texts,
    );
    assert.deepEqual(
      order,
      texts.map((_, at) => at),
    );
    const processes = new Set(parts.map(([part]) => / by (.*)$/.exec(part?.target ?? '')?.[1]));
    assert.equal(processes.size, 2);
    assert.deepEqual(await translateTexts(inference, models, [], options), []);
    assert.deepEqual((await translateTexts(inference, models, [''], options)).length, 1);
  }));

test('one very long line is translated in pieces, by both processes, and comes back as one', () =>
  withInference(async (inference) => {
    const text = 'The river was deep and cold. '.repeat(1000);
    const told: number[] = [];
    const [parts = []] = await translateTexts(inference, models, [text, 'end'], options, {
      onTranslated: (number) => told.push(number),
    });
    assert.equal(parts.map(({ source }) => source).join(''), text);
    const processes = new Set(parts.map(({ target }) => / by (.*)$/.exec(target)?.[1]));
    assert.deepEqual([processes.size, told], [2, [0, 1]]);
  }));

test('what goes wrong with one of many texts ends them all, as cancelling does', () =>
  withInference(async (inference) => {
    const texts = Array.from({ length: 20 }, (_, at) => `${at === 9 ? 'crash' : 'a'} ${'x'.repeat(1000)}`);
    await assert.rejects(translateTexts(inference, models, texts, options), { code: 'engine-crashed' });
    const gate = new AbortController();
    const waiting = texts.map((text) => text.replace('crash', 'wait'));
    const work = translateTexts(inference, models, waiting, options, {
      signal: gate.signal,
      onTranslated: () => gate.abort(),
    });
    await assert.rejects(work, { code: 'cancelled' });
    await ask(inference, ['a']).done;
  }));
