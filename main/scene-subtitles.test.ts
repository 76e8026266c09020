import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subtitlesOf } from './scene-subtitles.ts';

const scene = (start: number, end: number, text: string) => ({ start, end, text });
const scenes = [
  scene(0, 12.3456, 'A dog runs'),
  scene(12.3456, 3661, 'Two people in red & yellow jackets stand on the top of a <very> high mountain'),
];

test('a caption stands as long as its scene, in lines that can be read', () => {
  assert.equal(
    subtitlesOf(scenes, 'srt'),
    '1\n00:00:00,000 --> 00:00:12,346\nA dog runs\n\n' +
      '2\n00:00:12,346 --> 01:01:01,000\nTwo people in red & yellow jackets stand\non the top of a <very> high mountain\n',
  );
});

test('in WebVTT a sign that begins markup is text, and a film without scenes is a valid file', () => {
  assert.match(subtitlesOf(scenes, 'vtt'), /^WEBVTT\n\n[\s\S]*red &amp; yellow[\s\S]*&lt;very&gt;/);
  assert.deepEqual([subtitlesOf([], 'vtt'), subtitlesOf([], 'srt')], ['WEBVTT\n', '']);
});
