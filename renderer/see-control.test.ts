import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallName, Entry, EventName, Events, Program } from '../preload/contract.ts';
import type { PictureDescription } from '../preload/description.ts';
import { createSeeControl, isPictureFile } from './see-control.ts';
import { createStore } from './store.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const photograph: PictureDescription = {
  caption: 'A dog runs.',
  confidence: 0.8,
  abstained: false,
  kind: 'photograph',
  text: '',
  alternatives: [],
  grid: [0, 0],
  words: [],
  facts: { width: 4, height: 3, frames: 1, colours: [], brightness: 'medium' },
};

function scene(installed = true) {
  const calls: { name: string; input: unknown }[] = [];
  const listeners = new Map<string, (event: never) => void>();
  let begun = 0;
  let stored: PictureDescription = photograph;
  const entryOf = (id: string, changes: Partial<Entry> = {}) =>
    ({ id, kind: 'picture', state: 'done', error: null, ...changes }) as Entry;
  const program = {
    call: async (name: CallName, input: { id: string }) => {
      calls.push({ name, input });
      if (name === 'picture.open') {
        return { ok: true, value: { entry: entryOf(input.id), description: stored, altText: null } };
      }
      if (name !== 'picture.begin') return { ok: true, value: null };
      begun += 1;
      return { ok: true, value: { id: `picture-${begun}` } };
    },
    on: (name: EventName, listener: (event: never) => void) => {
      listeners.set(name, listener);
      return () => undefined;
    },
  } as unknown as Program;
  const store = createStore();
  const setProgram = (isThere: boolean) => {
    const models = [{ id: 'captioner', task: 'caption', state: { kind: isThere ? 'installed' : 'absent' } }];
    const state = { active: [], models, settings: { captionModel: 'captioner', offTheRecord: false } };
    store.change({ kind: 'program', program: state as never });
  };
  setProgram(installed);
  const said: string[] = [];
  const announcer = {
    say: (text: string) => said.push(text),
    sayAfterTake: () => undefined,
    listen: () => () => undefined,
  };
  const control = createSeeControl(program, store, announcer);
  const emit = <Name extends EventName>(name: Name, event: Events[Name]) =>
    listeners.get(name)?.(event as never);
  return {
    calls,
    control,
    said,
    setProgram,
    store,
    describe: (id: string, description: PictureDescription) => {
      stored = description;
      emit('described', { id, description });
    },
    tellEntry: (id: string, changes: Partial<Entry> = {}) =>
      emit('entry', { id, entry: entryOf(id, changes) }),
    steps: () => store.get().seer.pictures.map(({ name, step }) => `${name} ${step}`),
  };
}

const file = (name: string) => new File(['pixels'], name);
const countOf = (calls: readonly { readonly name: string }[], wanted: string) =>
  calls.filter(({ name }) => name === wanted).length;

test('a picture is sent, and its caption is said aloud once with how sure it is', async () => {
  const { control, describe, tellEntry, said, steps, store } = scene();
  control.open([file('dog.jpg')]);
  await settled();
  assert.equal(store.get().room, 'see');
  assert.deepEqual(steps(), ['dog.jpg looking']);
  describe('picture-1', photograph);
  tellEntry('picture-1');
  await settled();
  assert.deepEqual(steps(), ['dog.jpg done']);
  assert.deepEqual(said, ['Caption: A dog runs. Quite sure, 80 %.']);
});

test('writing that is found after the caption is said by itself', async () => {
  const { control, describe, tellEntry, said } = scene();
  control.open([file('sign.jpg')]);
  await settled();
  describe('picture-1', photograph);
  describe('picture-1', { ...photograph, text: 'No\nentry' });
  tellEntry('picture-1');
  await settled();
  assert.deepEqual(said, ['Caption: A dog runs. Quite sure, 80 %.', 'Written in it: No entry']);
});

test('of many pictures only a few lie with the program at a time, and one that fails makes room for the next', async () => {
  const { control, calls, tellEntry, steps } = scene();
  control.open(['1', '2', '3', '4', '5', '6'].map((name) => file(`${name}.jpg`)));
  await settled();
  assert.equal(countOf(calls, 'picture.begin'), 4);
  const error = { code: 'picture-malformed', message: 'it is broken; get it again' } as const;
  tellEntry('picture-2', { state: 'failed', error });
  await settled();
  assert.equal(countOf(calls, 'picture.begin'), 5);
  assert.deepEqual(steps().slice(0, 2), ['1.jpg looking', '2.jpg failed']);
});

test('without its model pictures wait, and are described as soon as it is there', async () => {
  const { control, calls, setProgram, steps } = scene(false);
  control.describe(new Blob(['pixels'], { type: 'image/png' }), 'clipboard', '');
  await settled();
  assert.deepEqual(steps(), ['From the clipboard held']);
  setProgram(true);
  await settled();
  assert.deepEqual(steps(), ['From the clipboard looking']);
  assert.deepEqual(calls[0]?.input, {
    name: 'picture.png',
    bytes: 6,
    origin: 'clipboard',
    offTheRecord: false,
  });
});

test('a cancelled picture can be looked at again', async () => {
  const { control, calls, steps, store } = scene();
  control.open([file('dog.jpg')]);
  await settled();
  const key = store.get().seer.pictures[0]?.key ?? 0;
  control.cancel(key);
  assert.deepEqual(steps(), ['dog.jpg failed']);
  assert.equal(countOf(calls, 'job.cancel'), 1);
  control.again(key);
  await settled();
  assert.deepEqual(steps(), ['dog.jpg looking']);
});

test('pictures are told from recordings and documents by their names', () => {
  assert.deepEqual(
    ['a.JPG', 'b.webp', 'c.wav', 'd.md', 'e.svg'].filter((name) => isPictureFile({ name })),
    ['a.JPG', 'b.webp', 'e.svg'],
  );
});
