import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSegmenter, type Frame, quietestFrame, type Stretch } from './segment.ts';

/** 32 ms a frame, as the voice-activity model has it. */
const frameSamples = 512;
const sampleRateHz = 16_000;
const framesPerSecond = sampleRateHz / frameSamples;
const roll = 8_192;

/** Frames of one probability for so many seconds each: `[[0, 1], [1, 2]]` is a second of silence, two of speech. */
function script(...parts: readonly (readonly [probability: number, seconds: number])[]): Frame[] {
  return parts.flatMap(([probability, seconds]) =>
    Array.from({ length: Math.round(seconds * framesPerSecond) }, () => ({
      probability,
      power: probability,
    })),
  );
}

function stretches(frames: readonly Frame[], pause = 0.5, maxSeconds = 30): Stretch[] {
  const segmenter = createSegmenter({ frameSamples, sampleRateHz, pauseSeconds: () => pause, maxSeconds });
  const events = [...frames.flatMap((frame) => segmenter.push(frame)), ...segmenter.finish()];
  return events.flatMap((event) => (event.kind === 'close' ? [event.stretch] : []));
}

const position = (frames: readonly Frame[]) => frames.length * frameSamples;

test('half a second before and after speech is kept', () => {
  const before = script([0, 2]);
  const speech = script([0.9, 1]);
  const [stretch, ...more] = stretches([...before, ...speech, ...script([0, 2])]);
  assert.equal(more.length, 0);
  assert.deepEqual(stretch && { ...stretch, probability: 0 }, {
    start: position(before) - roll,
    speechStart: position(before),
    speechEnd: position(before) + position(speech),
    end: position(before) + position(speech) + roll,
    probability: 0,
  });
  assert.ok(Math.abs((stretch?.probability ?? 0) - 0.9) < 1e-6);
});

test('nothing is kept beyond either end of the recording', () => {
  const frames = script([0.9, 1]);
  const [stretch] = stretches(frames);
  assert.equal(stretch?.start, 0);
  assert.equal(stretch?.end, position(frames));
});

test('silence, faint doubts and single clicks open nothing', () => {
  const clicks = Array.from({ length: 50 }, () => script([0.95, 0.064], [0.02, 0.3])).flat();
  assert.deepEqual(stretches([...script([0, 5], [0.45, 5]), ...clicks]), []);
});

test('a pause parts two stretches, and a shorter one does not', () => {
  const said = (pause: number) => stretches(script([0, 1], [0.9, 1], [0.1, pause], [0.9, 1], [0, 1]));
  assert.equal(said(0.7).length, 2);
  assert.equal(said(0.3).length, 1);
});

test('a soft syllable within a word does not end it', () => {
  assert.equal(stretches(script([0.9, 1], [0.4, 2], [0.9, 1])).length, 1);
});

test('stretches never share speech, and each begins after the speech before it', () => {
  const frames = Array.from({ length: 20 }, (_, turn) =>
    script([0.9, 0.4 + (turn % 5) * 0.3], [0.05, 0.55]),
  ).flat();
  const all = stretches(frames);
  assert.equal(all.length, 20);
  all.slice(1).forEach((stretch, index) => {
    const before = all[index] as Stretch;
    assert.ok(stretch.start >= before.speechEnd);
    assert.ok(stretch.speechStart >= stretch.start && stretch.speechEnd > stretch.speechStart);
  });
});

test('an hour of talk without a pause is cut into pieces of at most thirty seconds that join without a hole', () => {
  const frames = Array.from({ length: 3600 * framesPerSecond }, (_, at) => ({
    probability: at % 37 === 0 ? 0.5 : 0.98,
    power: 0.01 + 0.005 * Math.sin(at),
  }));
  const all = stretches(frames);
  assert.ok(all.length >= 120 && all.length <= 241, `${all.length} pieces`);
  assert.equal(all[0]?.start, 0);
  assert.equal(all.at(-1)?.end, position(frames));
  all.forEach((stretch, index) => {
    assert.ok(stretch.end - stretch.start <= 30 * sampleRateHz);
    // An onset takes four frames, which belong to the piece that they open.
    if (index > 0) assert.equal(stretch.start, all[index - 1]?.end);
  });
});

test('a stretch that grows too long is cut where speech is least likely', () => {
  const dip = 22;
  const frames = script([0.95, dip], [0.6, 0.16], [0.95, 12], [0, 1]);
  const [first, second] = stretches(frames);
  assert.ok(Math.abs((first?.end ?? 0) / sampleRateHz - dip) < 0.2);
  assert.equal(second?.start, first?.end);
});

test('where speech is equally likely the quietest place is taken', () => {
  const frames = Array.from({ length: 100 }, (_, at) => ({
    probability: 1,
    power: Math.abs(at - 60) < 3 ? 1e-6 : 0.1,
  }));
  assert.equal(quietestFrame(frames, 20, 100), 60);
});

test('a longer pause can be asked of a short stretch than of a long one', () => {
  const pauseSeconds = (stretchSeconds: number) => (stretchSeconds < 3 ? 2 : 0.5);
  const segmenter = createSegmenter({ frameSamples, sampleRateHz, pauseSeconds, maxSeconds: 30 });
  const frames = script([0.9, 1], [0, 1], [0.9, 3], [0, 1], [0.9, 1]);
  const events = [...frames.flatMap((frame) => segmenter.push(frame)), ...segmenter.finish()];
  const closed = events.flatMap((event) =>
    event.kind === 'close' ? [event.stretch.speechEnd / sampleRateHz] : [],
  );
  assert.deepEqual(closed.map(Math.round), [5, 7]);
});

test('silence is noticed while it lasts, and what may still be needed is known', () => {
  const segmenter = createSegmenter({
    frameSamples,
    sampleRateHz,
    pauseSeconds: () => 0.5,
    maxSeconds: Infinity,
  });
  for (const frame of script([0, 3])) segmenter.push(frame);
  assert.equal(segmenter.silentSince(), null);
  assert.equal(segmenter.keepFrom(), position(script([0, 3])) - roll);
  for (const frame of script([0.9, 1])) segmenter.push(frame);
  assert.equal(segmenter.silentSince(), null);
  const spoken = position(script([0, 3], [0.9, 1]));
  for (const frame of script([0, 0.2])) segmenter.push(frame);
  assert.equal(segmenter.silentSince(), spoken);
  assert.equal(segmenter.keepFrom(), position(script([0, 3])) - roll);
});
