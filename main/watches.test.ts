import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallResults } from '../preload/contract.ts';
import { ask, withHome, withProgram } from './scripted-calls.ts';
import type { RunningProgram } from './session.ts';

const start = { origin: 'video', title: 'garden.mp4', offTheRecord: false } as const;

function frame(program: RunningProgram, id: string, seconds: number, words: string) {
  return ask(program, 'watch.frame', { id, seconds, bytes: new TextEncoder().encode(words) });
}

test('what is watched is told where it changes, and comes out as subtitles', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const told: string[] = [];
      program.on('segment', ({ segment }) => told.push(segment.text));
      const { id } = await ask(program, 'watch.start', start);
      await frame(program, id, 0, 'say A dog runs on the grass.');
      const same = await frame(program, id, 3, 'say The dog runs in a grass.');
      assert.equal(same.segment, null, 'the same words are nothing new');
      assert.equal(same.description.caption, 'The dog runs in a grass.');
      assert.equal((await frame(program, id, 4, 'abstain blurred')).segment, null);
      await frame(program, id, 6, 'say Two cats sleep.');
      await frame(program, id, 8, 'abstain screenshot');
      await ask(program, 'watch.stop', { id, seconds: 20 });
      const screenshot = 'A screenshot, 8 × 4 pixels, light, mostly white.';
      assert.deepEqual(told, ['A dog runs on the grass.', 'Two cats sleep.', screenshot]);
      const { entry, transcript } = await ask(program, 'history.open', { id });
      assert.equal(entry.kind, 'watch');
      assert.equal(entry.state, 'done');
      assert.deepEqual(
        transcript.segments.map((segment) => [segment.start, segment.end]),
        [
          [0, 6],
          [6, 8],
          [8, 20],
        ],
      );
      const vtt = await ask(program, 'history.export', { id, format: 'vtt' });
      assert.equal(vtt.name, 'garden.vtt');
      assert.match(vtt.text, /00:00:06\.000 --> 00:00:08\.000\nTwo cats sleep\./);
      assert.match(vtt.text, /00:00:08\.000 --> 00:00:20\.000\nA screenshot/, 'as long as the scene');
      const { total } = await ask(program, 'history.list', { query: 'cats', limit: 10, offset: 0 });
      assert.equal(total, 1);
      await assert.rejects(frame(program, id, 11, 'say A bird.'), { code: 'job-unknown' });
    }),
  ));

test('of frames that come faster than they are described the newest is', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id } = await ask(program, 'watch.start', start);
      const outcomes = await Promise.allSettled([
        frame(program, id, 0, 'slow say One.'),
        frame(program, id, 1, 'say Two.'),
        frame(program, id, 2, 'say Three.'),
        frame(program, id, 3, 'say Four.'),
      ]);
      assert.deepEqual(
        outcomes.map((one) => (one.status === 'fulfilled' ? said(one.value) : one.reason.code)),
        ['One.', 'cancelled', 'cancelled', 'Four.'],
      );
    }),
  ));

function said({ description }: CallResults['watch.frame']): string {
  return description.caption;
}

test('a frame that cannot be read is an error, and the watch goes on', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id } = await ask(program, 'watch.start', { ...start, offTheRecord: true });
      await assert.rejects(frame(program, id, 0, 'bad'), { code: 'picture-malformed' });
      assert.equal((await frame(program, id, 1, 'say A bird.')).segment?.start, 1);
      const second = await ask(program, 'watch.start', start);
      const { entry } = await ask(program, 'history.open', { id });
      assert.equal(entry.state, 'done', 'nobody watches two things');
      await ask(program, 'history.delete', { id: second.id });
      await assert.rejects(frame(program, second.id, 2, 'say A bird.'), { code: 'job-unknown' });
    }),
  ));
