import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSync } from 'subtitle';
import type { Segment, Word } from '../preload/transcript.ts';
import { cuesOf } from './subtitle-cues.ts';
import { formatTranscript } from './transcript-formats.ts';

/** A segment of words that each take `secondsPerWord`. */
function spoken(text: string, start: number, secondsPerWord: number): Segment {
  const words: Word[] = text.split(' ').map((word, index) => ({
    text: word,
    start: start + index * secondsPerWord,
    end: start + (index + 1) * secondsPerWord,
    confidence: 0.9,
  }));
  return { start, end: words.at(-1)?.end ?? start, text, confidence: 0.9, words };
}

const passage =
  'It was a bright cold day in April, and the clocks were striking thirteen. Winston went in quickly. No! ' +
  'The hallway smelt of boiled cabbage and old rag mats, and at one end of it a coloured poster had been ' +
  'tacked to the wall, too large for indoor display.';

test('a subtitle can be read: two short lines, one to seven seconds, never two at once', () => {
  for (const pace of [0.08, 0.2, 0.35, 0.9, 2.5]) {
    const cues = cuesOf([spoken(passage, 1, pace), spoken('So.', 200, 0.2), spoken('Yes.', 200.4, 0.2)]);
    assert.equal(cues.flatMap((cue) => cue.lines).join(' '), `${passage} So. Yes.`);
    let previousEnd = 0;
    for (const cue of cues) {
      assert.ok(cue.lines.length <= 2 && cue.lines.every((line) => line.length <= 42), cue.lines.join('|'));
      assert.ok(cue.start >= previousEnd - 1e-9, `${cue.start} begins before ${previousEnd}`);
      assert.ok(cue.end - cue.start <= 7 + 1e-9, `${cue.end - cue.start} s at pace ${pace}`);
      // Speech faster than 84 characters a second could not be shown for a second; nobody speaks so.
      assert.ok(cue.end - cue.start >= 1 - 1e-9, `${cue.end - cue.start} s at pace ${pace}: ${cue.lines}`);
      previousEnd = cue.end;
    }
  }
});

test('subtitles end with the sentence and at a pause', () => {
  const lines = cuesOf([spoken('He came home late. She had gone.', 0, 0.5)]).map((cue) =>
    cue.lines.join(' '),
  );
  assert.deepEqual(lines, ['He came home late.', 'She had gone.']);
  const pause = spoken('one two three four', 0, 0.5);
  const words = pause.words.map((word, at) =>
    at < 2 ? word : { ...word, start: word.start + 2, end: word.end + 2 },
  );
  assert.deepEqual(
    cuesOf([{ ...pause, words }]).map((cue) => cue.lines.join(' ')),
    ['one two', 'three four'],
  );
});

test('a word too long for a line and words without times still make subtitles', () => {
  const long = cuesOf([spoken('a'.repeat(100), 0, 4)]);
  assert.equal(long.flatMap((cue) => cue.lines).join(''), 'a'.repeat(100));
  const bare = cuesOf([{ start: 2, end: 4, text: 'no times here', confidence: 1, words: [] }]);
  assert.deepEqual(bare, [{ start: 2, end: 4, lines: ['no times here'] }]);
});

test('SubRip and WebVTT files are read back by a parser with the same words and times', () => {
  const transcript = { language: 'en', duration: 5, segments: [spoken('Tom & Jerry <3 you.', 3661.5, 0.5)] };
  const srt = formatTranscript(transcript, 'srt');
  assert.equal(srt, '1\n01:01:01,500 --> 01:01:04,000\nTom & Jerry <3 you.\n');
  const vtt = formatTranscript(transcript, 'vtt');
  assert.equal(vtt, 'WEBVTT\n\n1\n01:01:01.500 --> 01:01:04.000\nTom &amp; Jerry &lt;3 you.\n');
  const cues = parseSync(vtt).flatMap((node) => (node.type === 'cue' ? [node.data] : []));
  assert.deepEqual(
    cues.map(({ start, end }) => [start, end]),
    [[3661500, 3664000]],
  );
});

test('JSON has the documented shape, text one line for each stretch of speech', () => {
  const transcript = { language: 'en', duration: 1.23456, segments: [spoken('Hello there.', 0.1, 0.3)] };
  assert.deepEqual(JSON.parse(formatTranscript(transcript, 'json', 'a.wav')), [
    {
      file: 'a.wav',
      language: 'en',
      duration: 1.235,
      segments: [
        {
          start: 0.1,
          end: 0.7,
          text: 'Hello there.',
          confidence: 0.9,
          words: [
            { text: 'Hello', start: 0.1, end: 0.4, confidence: 0.9 },
            { text: 'there.', start: 0.4, end: 0.7, confidence: 0.9 },
          ],
        },
      ],
    },
  ]);
  assert.equal(formatTranscript(transcript, 'text'), 'Hello there.\n');
});

test('without speech, text and SubRip are empty, WebVTT and JSON are still valid', () => {
  const nothing = { language: 'en', duration: 3, segments: [] };
  assert.equal(formatTranscript(nothing, 'text'), '');
  assert.equal(formatTranscript(nothing, 'srt'), '');
  assert.equal(formatTranscript(nothing, 'vtt'), 'WEBVTT\n');
  assert.deepEqual(JSON.parse(formatTranscript(nothing, 'json', 'x')), [
    { file: 'x', language: 'en', duration: 3, segments: [] },
  ]);
});
