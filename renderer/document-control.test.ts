import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallName, Entry, EventName, Events, Program } from '../preload/contract.ts';
import { createDocumentControl, isDocument } from './document-control.ts';
import { createStore } from './store.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function scene(installed = true) {
  const calls: { name: string; input: unknown }[] = [];
  const listeners = new Map<string, (event: never) => void>();
  let begun = 0;
  const program = {
    call: async (name: CallName, input: unknown) => {
      calls.push({ name, input });
      if (name !== 'document.begin') return { ok: true, value: null };
      begun += 1;
      return { ok: true, value: { id: `document-${begun}` } };
    },
    on: (name: EventName, listener: (event: never) => void) => {
      listeners.set(name, listener);
      return () => undefined;
    },
  } as unknown as Program;
  const store = createStore();
  const settings = { translateFrom: 'en', translateTo: 'pt' };
  const setProgram = (isThere: boolean, to = 'pt') => {
    const state = { kind: isThere ? 'installed' : 'absent' };
    const models = ['pt', 'fr'].map((language) => ({
      id: language,
      task: 'translate',
      languages: ['en', language],
      quality: null,
      state,
    }));
    const program = { active: [], models, settings: { ...settings, translateTo: to } };
    store.change({ kind: 'program', program: program as never });
  };
  setProgram(installed);
  const said: string[] = [];
  const announcer = {
    say: (text: string) => said.push(text),
    sayAfterTake: () => undefined,
    listen: () => () => undefined,
  };
  const control = createDocumentControl(program, store, announcer);
  const emit = <Name extends EventName>(name: Name, event: Events[Name]) =>
    listeners.get(name)?.(event as never);
  const tellEntry = (id: string, changes: Partial<Entry>) =>
    emit('entry', { id, entry: { id, kind: 'document', state: 'done', error: null, ...changes } as Entry });
  return { calls, control, said, setProgram, tellEntry, steps: () => stepsOf(store) };
}

const stepsOf = (store: ReturnType<typeof createStore>) =>
  store.get().translator.documents.map(({ file, step }) => `${file.name} ${step}`);
const file = (name: string) => new File(['One.\n'], name);
const namesOf = (calls: readonly { readonly name: string }[]) => calls.map(({ name }) => name);

test('documents are sent one after another, each with the languages of the translator', async () => {
  const { control, calls, steps } = scene();
  control.open([file('a.txt'), file('b.srt')]);
  await settled();
  const pieces = ['document.begin', 'file.chunk', 'file.end'];
  assert.deepEqual(namesOf(calls), [...pieces, ...pieces]);
  assert.deepEqual(calls[0]?.input, { name: 'a.txt', bytes: 5, from: 'en', to: 'pt' });
  assert.deepEqual(steps(), ['a.txt translating', 'b.srt translating']);
});

test('a document waits for its languages, and begins by itself in those chosen by then', async () => {
  const { control, calls, setProgram, steps } = scene(false);
  control.open([file('a.txt')]);
  await settled();
  assert.equal(calls.length, 0);
  assert.deepEqual(steps(), ['a.txt held']);
  setProgram(true, 'fr');
  await settled();
  assert.deepEqual(calls[0]?.input, { name: 'a.txt', bytes: 5, from: 'en', to: 'fr' });
});

test('a screen reader hears once that a document is done', async () => {
  const { control, tellEntry, said, steps } = scene();
  control.open([file('a.txt')]);
  await settled();
  tellEntry('document-1', {});
  tellEntry('document-1', {});
  assert.deepEqual(steps(), ['a.txt done']);
  assert.deepEqual(said, ['a.txt is translated.']);
});

test('a failed document can be tried again, and a cancelled one is told to the program', async () => {
  const { control, tellEntry, calls, steps } = scene();
  control.open([file('a.txt')]);
  await settled();
  tellEntry('document-1', { state: 'failed', error: { code: 'language-unclear', message: 'which?' } });
  assert.deepEqual(steps(), ['a.txt failed']);
  control.again(1);
  await settled();
  assert.deepEqual(steps(), ['a.txt translating']);
  control.cancel(1);
  assert.deepEqual(calls.at(-1), { name: 'job.cancel', input: { id: 'document-2' } });
  control.dismiss(1);
  assert.deepEqual(steps(), []);
});

test('texts, Markdown and subtitles are documents, everything else is a recording', () => {
  const names = ['a.txt', 'b.MD', 'c.srt', 'd.vtt', 'e.wav', 'txt', 'f.mp3.zip'];
  assert.deepEqual(
    names.filter((name) => isDocument({ name })),
    ['a.txt', 'b.MD', 'c.srt', 'd.vtt'],
  );
});
