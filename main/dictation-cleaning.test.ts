import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Events } from '../preload/contract.ts';
import type { Digest, DigestSentence } from '../preload/summary.ts';
import { cleanedOf } from './dictation-cleaning.ts';
import { ask, dictate, summarizing, withHome, withProgram } from './scripted-calls.ts';

function sentence(said: string, original: string, without: string, text: string): DigestSentence {
  const [start, from] = [said.indexOf(original), original.indexOf(without)];
  return {
    ...{ text, original, source: [start, start + original.length], removed: [[from, from + without.length]] },
    ...{ prefix: '', paragraph: 0, textNumber: 0, seconds: null, rank: 0, confidence: 1 },
  };
}

test('a cleaned stretch is its sentences without what was cleaned away, whose places are those in the stretch', () => {
  const said = ' Ana: um, two weeks.  No, er, three.\n';
  const digest: Digest = {
    ...{ kind: 'said', language: 'en', read: 6, enough: 1, notes: [] },
    sentences: [
      sentence(said, 'um, two weeks.', 'um, ', 'Two weeks.'),
      sentence(said, 'No, er, three.', 'er, ', 'No, three.'),
    ],
  };
  const { text, removed } = cleanedOf(said, digest);
  assert.equal(text, ' Ana: Two weeks.  No, three.\n');
  assert.deepEqual(
    removed.map(([from, to]) => said.slice(from, to)),
    ['um, ', 'er, '],
  );
});

test('what is dictated is cleaned where that is wanted, stored before it is told, and the words said stay', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        const told: Events['segment-cleaned'][] = [];
        const all = new Promise<void>((resolve) => {
          program.on('segment-cleaned', (event) => told.push(event) === 10 && resolve());
        });
        const plain = await dictate(program, 1);
        await ask(program, 'dictation.stop', { id: plain });
        await ask(program, 'settings.set', { cleanDictation: true });
        const id = await dictate(program, 10);
        await ask(program, 'dictation.stop', { id });
        await all;
        assert.deepEqual(told[0], { id, start: 0, text: 'word0 xylocanary', removed: [] });
        assert.deepEqual(told[9], { id, start: 9, text: 'word9 xylocanary', removed: [[0, 4]] });
        const { transcript } = await ask(program, 'history.open', { id });
        const { text, cleaned } = transcript.segments[9] ?? assert.fail();
        assert.equal(text, 'um, word9 xylocanary');
        assert.deepEqual(cleaned, { text: 'word9 xylocanary', removed: [[0, 4]] });
        const saved = { id, format: 'text' } as const;
        assert.match((await ask(program, 'history.export', saved)).text, /um, word9/);
        const clean = await ask(program, 'history.export', { ...saved, clean: true });
        assert.match(clean.text, /^word0 xylocanary\n[^,]*word9 xylocanary\n$/);
      },
      summarizing,
    ),
  ));

test('a dictation is heard whole where what cleans is missing or never answers', () =>
  withHome(async (scripted) => {
    for (const summaryModels of [
      () => Promise.reject(new Error('missing')),
      () => new Promise<never>(() => {}),
    ]) {
      await withProgram(
        scripted,
        async (program) => {
          await ask(program, 'settings.set', { cleanDictation: true });
          const id = await dictate(program, 2);
          await ask(program, 'dictation.stop', { id });
          const { entry, transcript } = await ask(program, 'history.open', { id });
          assert.deepEqual([entry.state, transcript.segments.length], ['done', 2]);
        },
        { summaryModels },
      );
    }
  }));
