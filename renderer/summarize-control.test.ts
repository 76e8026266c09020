import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, CallInput, CallName, EventName, Events, Program } from '../preload/contract.ts';
import type { DigestSentence } from '../preload/summary.ts';
import type { SummaryView } from '../preload/summary-calls.ts';
import { createStore, type Store } from './store.ts';
import { createSummarizeControl, type SummarizeControl } from './summarize-control.ts';
import { shownPoints } from './summary-points.ts';

type Run = CallInput<'summary.run'>;

interface Scene {
  readonly store: Store;
  readonly control: SummarizeControl;
  readonly said: readonly string[];
  readonly runs: readonly Run[];
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  /** Answers run number `number`, by default with its points. */
  answer(number: number, answer?: Answer<'summary.run'>): Promise<void>;
  emit<Name extends EventName>(name: Name, event: Events[Name]): void;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const rest = () => new Promise((resolve) => setTimeout(resolve, 480));

const sentence = (text: string, rank: number): DigestSentence => ({
  ...{ text, original: text, source: [rank * 10, rank * 10 + text.length], removed: [], prefix: '' },
  ...{ paragraph: 0, textNumber: 0, seconds: null, rank, confidence: 0.9 },
});

const summary = (id: string, text = 'whole', digested = true): SummaryView => ({
  entry: { id, kind: 'summary', offTheRecord: false, title: '' } as SummaryView['entry'],
  text,
  texts: [{ startCharacter: 0, endCharacter: text.length, entry: null, title: '' }],
  digest: digested
    ? {
        ...{ kind: 'said', language: 'en', read: 9, enough: 2, notes: [] },
        sentences: [sentence('One of them.', 0), sentence('Another one.', 1), sentence('The last.', 2)],
      }
    : null,
  length: 'auto',
});

function scene(opened: () => SummaryView | null = () => null): Scene {
  const runs: Run[] = [];
  const calls: { name: string; input: unknown }[] = [];
  const answers: ((answer: Answer<'summary.run'>) => void)[] = [];
  const listeners = new Map<string, (event: never) => void>();
  const program = {
    call: (name: CallName, input: unknown) => {
      calls.push({ name, input });
      if (name === 'summary.begin') return Promise.resolve({ ok: true, value: { id: 'file' } });
      if (name === 'summary.open') return Promise.resolve({ ok: true, value: opened() });
      if (name !== 'summary.run') return Promise.resolve({ ok: true, value: null });
      runs.push(input as Run);
      return new Promise((resolve) => answers.push(resolve));
    },
    on: (name: EventName, listener: (event: never) => void) => {
      listeners.set(name, listener);
      return () => undefined;
    },
  } as unknown as Program;
  const store = createStore();
  const settings = { summaryModel: null, offTheRecord: false };
  store.change({ kind: 'program', program: { active: [], models: [], settings } as never });
  store.change({ kind: 'room', room: 'summarize' });
  const said: string[] = [];
  const announcer = {
    say: (text: string) => said.push(text),
    sayAfterTake: () => undefined,
    listen: () => () => undefined,
  };
  return {
    ...{ store, said, runs, calls },
    control: createSummarizeControl(program, store, announcer),
    answer: async (number, answer = { ok: true, value: { id: 'entry', view: summary('entry') } }) => {
      answers[number]?.(answer);
      await settled();
    },
    emit: (name, event) => listeners.get(name)?.(event as never),
  };
}

const now = ({ store }: Scene) => store.get().summarizer;
const shown = (one: Scene) => {
  const { view } = now(one);
  return view === null ? [] : shownPoints(view).map(({ text }) => text);
};

test('a text is read when it is asked for, and its points are said once', async () => {
  const one = scene();
  one.control.type('A long text.');
  assert.equal(one.runs.length, 0);
  one.control.run();
  one.control.run();
  assert.deepEqual(
    one.runs.map(({ source, id }) => [source, id]),
    [[{ text: 'A long text.' }, null]],
  );
  await one.answer(0);
  assert.deepEqual(shown(one), ['One of them.', 'Another one.']);
  assert.deepEqual(one.said, ['Read 9 words, kept 5 in 2 points.']);
});

test('the slider answers without a call; where it rests is kept once', async () => {
  const one = scene();
  one.control.type('A long text.');
  one.control.run();
  await one.answer(0);
  const before = one.calls.length;
  for (const length of [1, 'auto', 'all'] as const) one.control.setLength(length);
  assert.equal(shown(one).length, 3);
  assert.equal(one.calls.length, before);
  await rest();
  assert.deepEqual(one.calls.slice(before), [
    { name: 'summary.set-length', input: { id: 'entry', length: 'all' } },
  ]);
});

test('a text that is written on and read again stays the same entry; a new one is another', async () => {
  const one = scene();
  one.control.type('A long text.');
  one.control.run();
  await one.answer(0);
  one.control.edit();
  assert.equal(now(one).text, 'whole');
  one.control.type('whole and more');
  one.control.run();
  await one.answer(1);
  one.control.give('Something else.');
  one.control.run();
  assert.deepEqual(
    one.runs.map(({ id }) => id),
    [null, 'entry', null],
  );
});

test('what comes late from a text that was put away changes nothing', async () => {
  const one = scene();
  one.control.type('The old text.');
  one.control.run();
  one.control.give('The new text.');
  await one.answer(0);
  assert.equal(now(one).view, null);
  assert.equal(now(one).text, 'The new text.');
});

test('cancelling stops the run that has been named, and the text stays', async () => {
  const one = scene();
  one.control.type('A long text.');
  one.control.run();
  one.emit('summarizing', { id: 'entry', done: 1, total: 4 });
  assert.equal(now(one).share, 0.25);
  one.control.cancel();
  assert.deepEqual(one.calls[one.calls.length - 1], { name: 'job.cancel', input: { id: 'entry' } });
  await one.answer(0, { ok: false, error: { code: 'cancelled', message: 'stopped' } });
  const { phase, cancelled, text, error } = now(one);
  assert.deepEqual(
    { phase, cancelled, text, error },
    { phase: 'idle', cancelled: true, text: 'A long text.', error: null },
  );
});

test('entries of the library are read together, their text is there before their points', async () => {
  const one = scene(() => summary('entry', 'What was said.', false));
  one.control.summarizeEntries(['a', 'b']);
  assert.equal(one.store.get().room, 'summarize');
  assert.deepEqual(one.runs[0]?.source, { entries: ['a', 'b'] });
  one.emit('summarizing', { id: 'entry', done: 0, total: 4 });
  await settled();
  assert.equal(now(one).view?.text, 'What was said.');
  assert.equal(now(one).phase, 'running');
  await one.answer(0);
  assert.equal(shown(one).length, 2);
});

test('a dropped text is sent, read and shown', async () => {
  let view = summary('file', 'What was dropped.', false);
  const one = scene(() => view);
  const bytes = new TextEncoder().encode('What was dropped.');
  const slice = () => ({ arrayBuffer: async () => bytes.buffer as ArrayBuffer });
  one.control.openFiles([{ name: 'talk.md', size: bytes.length, slice }]);
  for (let turn = 0; turn < 5; turn += 1) await settled();
  assert.equal(now(one).phase, 'running');
  view = summary('file', 'What was dropped.');
  one.emit('summarized', { id: 'file' });
  await settled();
  assert.equal(shown(one).length, 2);
  assert.equal(now(one).phase, 'idle');
});

test('a failure stands where the points would be, is said once, and can be tried again', async () => {
  const one = scene();
  one.control.type('A long text.');
  one.control.run();
  const error = { code: 'engine-crashed', message: 'it stopped; try it once more' } as const;
  await one.answer(0, { ok: false, error });
  assert.deepEqual(now(one).error, error);
  assert.deepEqual(one.said, ['It stopped. Try it once more.']);
  one.control.run();
  assert.equal(one.runs.length, 2);
  assert.equal(now(one).error, null);
});
