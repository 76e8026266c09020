import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import os from 'node:os';
import { test } from 'node:test';
import type { Inference } from './inference.ts';
import { scriptInference } from './scripted-inference.ts';
import type { ListeningModels, SummaryModels, TranslationModels } from './worker/protocol.ts';

const { withInference, flag } = scriptInference();

// The scripted worker looks at none of it.
const models = { kind: 'said', cleaner: { id: 'c' }, chooser: { id: 's' } } as never as SummaryModels;
const translation = {
  steps: [{ model: { id: 'toy' }, from: 'en', to: 'pt' }],
  precision: 'quick',
} as never as TranslationModels;

interface More {
  readonly together?: boolean;
  readonly urgent?: boolean;
  readonly signal?: AbortSignal;
}

/** What came of each source, without who made it. */
async function summarize(
  inference: Inference,
  texts: readonly string[],
  { signal, together = false, urgent = false }: More = {},
): Promise<string[]> {
  const came: string[] = [];
  const sources = texts.map((text) => ({ text }));
  await inference.summarize(
    { models, sources, together, options: {}, urgent },
    {
      ...(signal === undefined ? {} : { signal }),
      onSummarized(source, { sentences: [sentence] }) {
        came[source] = sentence?.text.replace(/ by .*/, '') ?? '';
      },
    },
  );
  return came;
}

test('each text has its digest, in order, and several together have one', () =>
  withInference(async (inference) => {
    assert.deepEqual(await summarize(inference, ['a', 'b']), ['a', 'b']);
    assert.deepEqual(await summarize(inference, ['a', 'b'], { together: true }), ['a+b']);
    assert.deepEqual(await summarize(inference, []), [], 'only loaded');
    assert.equal(inference.pids().length, 1);
  }));

test('after a crash it goes on with the first text that has not come back; what is together begins anew', () =>
  withInference(async (inference) => {
    const numbers: number[] = [];
    const sources = ['a', 'crash-once', 'b'].map((text) => ({ text }));
    const request = { models, sources, together: false, options: {} };
    await inference.summarize(request, { onSummarized: (source) => numbers.push(source) });
    assert.deepEqual(numbers, [0, 1, 2]);
    rmSync(flag);
    assert.deepEqual(await summarize(inference, ['a', 'crash-once'], { together: true }), ['a+crash-once']);
    await assert.rejects(summarize(inference, ['crash']), { code: 'engine-crashed' });
  }));

test('how far it has come is told, and what is too long can be stopped', () =>
  withInference(async (inference) => {
    const told: string[] = [];
    const request = { models, sources: [{ text: 'a' }, { text: 'b' }], together: false, options: {} };
    await inference.summarize(request, { onProgress: (done, total) => told.push(`${done}/${total}`) });
    assert.deepEqual(told, ['0/2', '1/2']);
    const controller = new AbortController();
    const stopped = assert.rejects(summarize(inference, ['wait'], { signal: controller.signal }), {
      code: 'cancelled',
    });
    setTimeout(() => controller.abort(), 50);
    await stopped;
  }));

test('a text that somebody waits for does not wait behind long ones', () =>
  withInference(async (inference) => {
    const controller = new AbortController();
    const { signal } = controller;
    const long = ['wait', 'wait'].map((text) =>
      assert.rejects(summarize(inference, [text], { signal }), { code: 'cancelled' }),
    );
    assert.deepEqual(await summarize(inference, ['a'], { urgent: true }), ['a']);
    const halved = 'long '.repeat(2000).trim();
    assert.deepEqual(await summarize(inference, [halved], { urgent: true }), [halved]);
    const targets: string[] = [];
    await inference.translate(
      { models: translation, texts: ['b'], options: {}, urgent: true },
      { onTranslated: (_, [part]) => targets.push(part?.source ?? '') },
    );
    assert.deepEqual(targets, ['b']);
    controller.abort();
    await Promise.all(long);
  }));

test('while somebody dictates, what summarizes has a lower priority than what listens', () =>
  withInference(async (inference) => {
    const listening = {
      speech: { id: 'toy' },
      voiceActivity: {},
      language: 'en',
    } as never as ListeningModels;
    await summarize(inference, ['a'], { urgent: true });
    const [early = 0] = inference.pids();
    const before = os.getPriority(early);
    const live = inference.live({ models: listening, fromSeconds: 0 }, {});
    const priorities = (): number[] => inference.pids().map((pid) => os.getPriority(pid) - before);
    assert.deepEqual(priorities(), [Math.max(0, os.constants.priority.PRIORITY_BELOW_NORMAL - before), 0]);
    await live.stop();
  }));
