import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineStart } from './turn-prefix.ts';

const lines: readonly (readonly [string, string, string])[] = [
  ['Ana: we should go.', 'Ana:', 'we should go.'],
  ['[00:12:03] Speaker 1: Hello there.', '[00:12:03] Speaker 1:', 'Hello there.'],
  ['- I said no.', '', 'I said no.'],
  ['- Ana: I said no.', 'Ana:', 'I said no.'],
  ['00:12 Hello there.', '00:12', 'Hello there.'],
  ['0:12 - hello there', '0:12 -', 'hello there'],
  ['(1:02:03) hello', '(1:02:03)', 'hello'],
  ['**Ana (0:12):** Hello', 'Ana (0:12):', 'Hello'],
  ['SPEAKER_00: Hello', 'SPEAKER_00:', 'Hello'],
  ['Dr. Ana de Souza: Hello', 'Dr. Ana de Souza:', 'Hello'],
  ['João Conceição: olá', 'João Conceição:', 'olá'],
  ['Ana Silva  0:12', 'Ana Silva  0:12', ''],
  ['00:00:01.000 --> 00:00:02.500', '00:00:01.000 --> 00:00:02.500', ''],
  ['1. First of all', '', 'First of all'],
  ['>> Speaker: hi', 'Speaker:', 'hi'],
  ['10:30 is when we start.', '', '10:30 is when we start.'],
  ['The problem is this: we are late.', '', 'The problem is this: we are late.'],
  ['See https://example.org: it says so.', '', 'See https://example.org: it says so.'],
  ['At 5:00 we left.', '', 'At 5:00 we left.'],
  ['', '', ''],
];

for (const [line, prefix, words] of lines) {
  test(`"${line}" begins with "${prefix}"`, () => {
    const start = lineStart(line);
    assert.equal(start.prefix, prefix);
    assert.equal(line.slice(start.words), words);
  });
}
