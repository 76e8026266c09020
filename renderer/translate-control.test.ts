import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, CallInput, CallName, EventName, Events, Program } from '../preload/contract.ts';
import type { SentenceTranslation } from '../preload/translation.ts';
import { createStore, type Store } from './store.ts';
import { createTranslateControl, type TranslateControl } from './translate-control.ts';
import { targetText } from './translator.ts';

type Run = CallInput<'translate.run'>;

interface Scene {
  readonly store: Store;
  readonly control: TranslateControl;
  readonly said: (readonly [string, string | undefined])[];
  /** What was asked to be translated, in order. */
  readonly runs: readonly Run[];
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  /** Answers run number `number`, by default with its text in capitals. */
  answer(number: number, answer?: Partial<Answer<'translate.run'>>): Promise<void>;
  emit<Name extends EventName>(name: Name, event: Events[Name]): void;
}

const part = (source: string, target = source.toUpperCase()): SentenceTranslation => ({
  source,
  target,
  score: 0,
  sourceTokens: [],
  tokens: [],
  alternatives: [],
  alignment: [],
});
/** Longer than typing has to rest. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 260));
const settled = () => new Promise((resolve) => setImmediate(resolve));

function scene(installed = true): Scene {
  const runs: Run[] = [];
  const calls: { name: string; input: unknown }[] = [];
  const answers: ((answer: Answer<'translate.run'>) => void)[] = [];
  const listeners = new Map<string, (event: never) => void>();
  const settings = { translateFrom: 'en', translateTo: 'pt', offTheRecord: false };
  const program = {
    call: (name: CallName, input: unknown) => {
      calls.push({ name, input });
      if (name === 'settings.set') {
        Object.assign(settings, input);
        return Promise.resolve({ ok: true, value: { ...settings } });
      }
      if (name !== 'translate.run') return Promise.resolve({ ok: true, value: null });
      runs.push(input as Run);
      return new Promise((resolve) => answers.push(resolve));
    },
    on: (name: EventName, listener: (event: never) => void) => {
      listeners.set(name, listener);
      return () => undefined;
    },
  } as unknown as Program;
  const store = createStore();
  const model = (id: string, languages: readonly string[]) => ({
    id,
    task: 'translate',
    languages,
    quality: null,
    state: { kind: installed ? 'installed' : 'absent' },
  });
  const state = { settings: { ...settings }, models: [model('a', ['en', 'pt']), model('b', ['pt', 'en'])] };
  store.change({ kind: 'program', program: { active: [], ...state } as never });
  store.change({ kind: 'room', room: 'translate' });
  const said: [string, string | undefined][] = [];
  const announcer = {
    say: (text: string, language?: string) => said.push([text, language]),
    sayAfterTake: () => undefined,
    listen: () => () => undefined,
  };
  const control = createTranslateControl(program, store, announcer);
  return {
    store,
    control,
    said,
    runs,
    calls,
    answer: async (number, answer = {}) => {
      const { text, from, to } = runs[number] ?? { text: '', from: 'en', to: 'pt' };
      const translation = {
        from: from ?? 'en',
        to,
        detected: from === null,
        models: [],
        parts: [part(text)],
      };
      answers[number]?.({
        ok: true,
        value: { id: 'entry', translation },
        ...answer,
      } as Answer<'translate.run'>);
      await settled();
    },
    emit: (name, event) => listeners.get(name)?.(event as never),
  };
}

const shown = ({ store }: Scene) => targetText(store.get().translator.parts);

test('a text is translated when typing rests, once', async () => {
  const one = scene();
  for (const text of ['g', 'go', 'goo', 'good']) one.control.type(text);
  assert.equal(one.runs.length, 0);
  await rest();
  assert.deepEqual(
    one.runs.map(({ text }) => text),
    ['good'],
  );
  await one.answer(0);
  assert.equal(shown(one), 'GOOD');
});

test('until the program has named the entry one text is one run, and the last text follows it', async () => {
  const one = scene();
  one.control.type('good');
  await rest();
  one.control.type('good dog');
  await rest();
  assert.equal(one.runs.length, 1);
  await one.answer(0);
  assert.deepEqual(
    one.runs.map(({ id, text }) => [id, text]),
    [
      [null, 'good'],
      ['entry', 'good dog'],
    ],
  );
});

test('of two runs the newer wins, whichever is answered last', async () => {
  const one = scene();
  one.control.type('a');
  await rest();
  await one.answer(0);
  one.control.type('ab');
  await rest();
  one.control.type('abc');
  await rest();
  await one.answer(2);
  await one.answer(1);
  assert.equal(shown(one), 'ABC');
});

test('the parts of a new text are shown as they come, before its answer', async () => {
  const one = scene();
  one.control.type('a long text');
  await rest();
  one.emit('translated', { id: 'entry', index: 0, parts: [part('a long ')] });
  assert.equal(shown(one), 'A LONG ');
  assert.equal(one.store.get().translator.entry, 'entry');
});

test('an emptied text is a new entry, and the answer to the old one is not shown', async () => {
  const one = scene();
  one.control.type('good');
  await rest();
  one.control.type('');
  await one.answer(0);
  assert.equal(shown(one), '');
  one.control.type('bad');
  await rest();
  assert.equal(one.runs[1]?.id, null);
});

test('languages that change places make the translation the text, as another entry', async () => {
  const one = scene();
  one.control.type('good');
  await rest();
  await one.answer(0);
  one.control.swap();
  await rest();
  const last = one.runs[one.runs.length - 1];
  assert.deepEqual({ ...last }, { id: null, text: 'GOOD', from: 'pt', to: 'en', offTheRecord: false });
  assert.equal(one.store.get().translator.text, 'GOOD');
});

test('a wording that was chosen is told to the program and stays when the text is translated again', async () => {
  const one = scene();
  one.control.type('good');
  await rest();
  await one.answer(0);
  one.control.choose(0, part('good', 'FINE'));
  one.control.run();
  await one.answer(1);
  assert.equal(shown(one), 'FINE');
  assert.equal(one.calls.filter(({ name }) => name === 'translate.choose').length, 2);
});

test('nothing is asked for while the languages are not installed, and it begins by itself when they are', async () => {
  const one = scene(false);
  one.control.type('good');
  await rest();
  assert.equal(one.runs.length, 0);
  const { program } = one.store.get();
  assert.ok(program);
  const models = program.models.map((model) => ({
    ...model,
    state: { kind: 'installed', bytes: 1 } as const,
  }));
  one.store.change({ kind: 'program', program: { ...program, models } });
  assert.equal(one.runs.length, 1);
});

test('a failure is shown and the translation there is stays; a cancelled run is no failure', async () => {
  const one = scene();
  one.control.type('good');
  await rest();
  await one.answer(0);
  one.control.type('good dog');
  await rest();
  await one.answer(1, { ok: false, error: { code: 'engine-crashed', message: 'it ended' } } as never);
  assert.equal(one.store.get().translator.error?.code, 'engine-crashed');
  assert.equal(shown(one), 'GOOD');
  one.control.run();
  await one.answer(2, { ok: false, error: { code: 'cancelled', message: 'stopped' } } as never);
  assert.equal(one.store.get().translator.error, null);
});

test('a text that is too long is refused here, in words, and not sent', async () => {
  const one = scene();
  one.control.give('x'.repeat(2_000_001));
  assert.equal(one.store.get().translator.error?.code, 'text-too-long');
  assert.equal(one.runs.length, 0);
});
