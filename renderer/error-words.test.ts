import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSentences } from './error-words.ts';

test('a message of the command line becomes what happened and what to do', () => {
  assert.deepEqual(inSentences({ code: 'audio-empty', message: 'the file is empty; choose another one' }), {
    what: 'The file is empty.',
    todo: 'Choose another one.',
  });
  assert.deepEqual(inSentences({ code: 'disk-full', message: 'The disk is full. Make some room.' }), {
    what: 'The disk is full.',
    todo: 'Make some room.',
  });
});

test('a message in one piece is one sentence', () => {
  assert.deepEqual(inSentences({ code: 'unknown', message: 'it ended' }), { what: 'It ended.', todo: '' });
});

test('nobody is told to run a command in a window', () => {
  const { what, todo } = inSentences({ code: 'model-missing', message: 'run "parola models install x"' });
  assert.doesNotMatch(`${what} ${todo}`, /parola models/);
});
