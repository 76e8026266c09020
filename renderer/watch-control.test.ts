import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Program, Settings } from '../preload/contract.ts';
import type { Announcer } from './announcer.ts';
import { lookHeight, lookWidth } from './scene.ts';
import type { Store } from './store.ts';
import type { Voice } from './voice.ts';
import { createWatchControl, type WatchControl } from './watch-control.ts';

const still = new Float32Array(lookWidth * lookHeight).fill(0.5);
const segment = { start: 0, end: 1, text: 'A cat.', confidence: 1, words: [] };

/** A window whose camera shows one scene; `voice` is what this computer has. */
function watching(sceneVoice: Settings['sceneVoice'], hasVoice = true) {
  const said: string[] = [];
  const spoken: string[] = [];
  let deafened = 0;
  let endVoice: (() => void) | null = null;
  const voice: Voice = {
    isThere: () => hasVoice,
    say: (text) => {
      spoken.push(text);
      return new Promise((resolve) => {
        endVoice = resolve;
      });
    },
    stop: () => {
      const wasSpeaking = endVoice !== null;
      endVoice?.();
      endVoice = null;
      return wasSpeaking;
    },
  };
  const value = { 'watch.start': { id: 'w' }, 'watch.frame': { segment } };
  const control = createWatchControl({
    program: {
      call: async (name: keyof typeof value) => ({ ok: true, value: value[name] ?? null }),
    } as unknown as Program,
    store: { get: () => ({ program: { settings: { sceneVoice } } }) } as unknown as Store,
    announcer: { say: (text: string) => said.push(text) } as unknown as Announcer,
    take: {
      deafen: () => {
        deafened += 1;
        return () => {
          deafened -= 1;
        };
      },
    },
    voice,
  });
  const sight = { look: () => still, grab: async () => new Blob(['x']), stop: () => assert.fail('not ours') };
  control.watchCamera(sight);
  return { control, sight, said, spoken, deafened: () => deafened };
}

async function told(control: WatchControl): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((control.watched.get()?.told.length ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('nothing was told');
}

test('the screen reader says what is seen; a dictation goes on hearing', async () => {
  const { control, said, spoken, deafened } = watching('screen-reader');
  await told(control);
  assert.deepEqual([said, spoken, deafened()], [['A cat.'], [], 0]);
  control.stop();
});

test('while the voice speaks a dictation hears silence; Esc stops the voice, a second Esc the watching', async () => {
  const { control, said, spoken, deafened } = watching('voice');
  await told(control);
  assert.deepEqual([said, spoken, deafened()], [[], ['A cat.'], 1]);
  assert.equal(control.hush(), true);
  assert.equal(control.watched.get()?.state, 'running');
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.equal(deafened(), 0);
  assert.equal(control.hush(), true);
  assert.equal(control.watched.get()?.state, 'stopped');
  assert.equal(control.hush(), false, 'then Esc means what it always does');
});

test('where the computer has no voice that is said, and the screen reader says what is seen', async () => {
  const { control, said } = watching('voice', false);
  await told(control);
  assert.equal(control.watched.get()?.voiceless, true);
  assert.deepEqual(said, ['A cat.']);
  control.stop();
});

test('switched off, nothing is said: it only stands on the page', async () => {
  const { control, said, spoken } = watching('off');
  await told(control);
  assert.deepEqual([said, spoken], [[], []]);
  control.stop();
});

test('a screen is let go the moment that Esc ends its watching, or the camera is watched instead', async () => {
  const { control, sight } = watching('screen-reader');
  let letGo = 0;
  const stop = () => {
    letGo += 1;
  };
  control.watchScreen({ ...sight, stop });
  await told(control);
  assert.deepEqual([control.watched.get()?.origin, letGo], ['screen', 0]);
  assert.equal(control.hush(), true);
  assert.equal(letGo, 1);
  control.watchScreen({ ...sight, stop });
  const before = letGo;
  control.watchCamera(sight);
  assert.equal(letGo, before + 1);
  control.stop();
});
