import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallInput, CallResults, Events } from '../preload/contract.ts';
import { ask, summarizing, withHome, withProgram } from './scripted-calls.ts';
import type { RunningProgram } from './session.ts';

type Ran = CallResults['summary.run'];
type Source = CallInput<'summary.run'>['source'];

function summarize(
  program: RunningProgram,
  source: Source,
  more: Partial<CallInput<'summary.run'>> = {},
): Promise<Ran> {
  return ask(program, 'summary.run', { id: null, source, model: null, offTheRecord: false, ...more });
}

const short = 'The cat sat. The um, xylocanary sang all day. Then it slept a little.';

function list(program: RunningProgram, query = '') {
  return ask(program, 'history.list', { query, limit: 10, offset: 0 });
}

test('a text is summarized, stored before it is shown, found by its words, and there after a restart', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(
      scripted,
      async (program) => {
        const states: string[] = [];
        program.on('entry', ({ entry }) => states.push(entry?.state ?? ''));
        const told: Events['summarizing'][] = [];
        program.on('summarizing', (event) => told.push(event));
        const ran = await summarize(program, { text: short });
        id = ran.id;
        assert.deepEqual(states, ['waiting', 'running', 'done']);
        assert.deepEqual(told[0], { id, done: 0, total: 2 });
        assert.deepEqual(await ask(program, 'summary.open', { id }), ran.view);
        assert.equal(ran.view.digest?.kind, 'said');
        assert.equal(ran.view.text, short);
        const { kind, title, excerpt } = ran.view.entry;
        assert.deepEqual(
          [kind, title, excerpt],
          ['summary', '', 'The xylocanary sang all day. Then it slept a little.'],
        );
      },
      summarizing,
    );
    await withProgram(
      scripted,
      async (program) => {
        assert.equal((await list(program, 'xylocan')).entries[0]?.id, id);
        assert.equal((await list(program, 'elephant')).total, 0);
        assert.equal((await ask(program, 'summary.open', { id })).digest?.sentences.length, 3);
      },
      summarizing,
    );
  }));
