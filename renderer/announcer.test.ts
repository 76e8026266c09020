import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnnouncer } from './announcer.ts';
import { createStore } from './store.ts';

function listening() {
  const store = createStore();
  const announcer = createAnnouncer(store);
  const said: string[] = [];
  announcer.listen((text) => said.push(text));
  return { store, announcer, said };
}

test('while a take runs nothing is said, since the microphone would hear it', () => {
  const { store, announcer, said } = listening();
  for (const take of ['opening', 'recording', 'finishing'] as const) {
    store.change({ kind: 'take', take });
    announcer.say('Copied');
  }
  assert.deepEqual(said, []);
});

test('what must be said waits for the end of the take and is said once', () => {
  const { store, announcer, said } = listening();
  store.change({ kind: 'take', take: 'finishing' });
  announcer.sayAfterTake('And so, my fellow Americans');
  assert.deepEqual(said, []);
  store.change({ kind: 'take', take: 'idle' });
  store.change({ kind: 'take', take: 'idle' });
  assert.deepEqual(said, ['And so, my fellow Americans']);
});
