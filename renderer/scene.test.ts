import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraRules, createSceneWatcher, difference, type Look, lookHeight, lookWidth } from './scene.ts';

/** A made-up scene: light and dark places that differ from one `seed` to the next. */
function scene(seed: number, light = 1): Look {
  return Float32Array.from({ length: lookWidth * lookHeight }, (_, at) => {
    const [x, y] = [at % lookWidth, Math.floor(at / lookWidth)];
    return light * (0.5 + 0.3 * Math.sin((x * seed) / 9 + seed) * Math.cos((y * seed) / 7 - seed));
  });
}

const noisy = (look: Look, seed: number): Look =>
  look.map((value, at) => value + 0.02 * Math.sin(at * 12.9898 + seed * 78.233));

/** Half of the picture goes over to another one. */
const halfOf = (one: Look, other: Look): Look =>
  one.map((value, at) => (at % lookWidth < lookWidth / 2 ? value : (other[at] ?? 0)));

/** When something new is told, of frames that come twice a second. */
function tellings(looks: readonly Look[]): readonly number[] {
  const watcher = createSceneWatcher(cameraRules);
  return looks.flatMap((look, at) => (watcher.next(look, at / 2) === null ? [] : [at / 2]));
}

const during = (seconds: number, look: (at: number) => Look): Look[] =>
  Array.from({ length: seconds * 2 }, (_, at) => look(at));

test('what is seen first is told once, and nothing while it stays, whatever the noise', () => {
  assert.deepEqual(tellings(during(60, (at) => noisy(scene(2), at))), [0.5]);
});

test('another scene is told once when it has settled', () => {
  const looks = [...during(10, (at) => noisy(scene(2), at)), ...during(20, (at) => noisy(scene(5), at))];
  assert.deepEqual(tellings(looks), [0.5, 10.5]);
});

test('the light that goes on, off or slowly down is no news', () => {
  const looks = [
    ...during(10, () => scene(2)),
    ...during(10, () => scene(2, 0.75)),
    ...during(30, (at) => scene(2, 0.75 - at / 200)),
  ];
  assert.deepEqual(tellings(looks), [0.5]);
});

test('what passes by and is gone again is no news', () => {
  const passing = Array.from({ length: 3 }, (_, at) => halfOf(scene(2), scene(3 + at)));
  assert.deepEqual(
    tellings([...during(10, () => scene(2)), ...passing, ...during(10, () => scene(2))]),
    [0.5],
  );
});

test('what never comes to rest is told after a while, and not again and again at once', () => {
  const told = tellings([...during(10, () => scene(2)), ...during(20, (at) => scene(3 + (at % 7)))]);
  assert.equal(told[0], 0.5);
  const [, second = 0, ...more] = told;
  assert.ok(second >= 10 + cameraRules.patienceSeconds - 0.5, String(told));
  assert.ok(more.length <= 1, String(told));
});

test('a change is told with the time at which it began', () => {
  const watcher = createSceneWatcher(cameraRules);
  for (let at = 0; at < 20; at += 1) watcher.next(scene(2), at / 2);
  assert.equal(watcher.next(scene(5), 10), null);
  assert.equal(watcher.next(scene(5), 10.5), 10);
});

test('the same picture lighter is the same; another one is not; a blank wall resembles itself', () => {
  assert.ok(difference(scene(2), scene(2, 0.8)) < cameraRules.same);
  assert.ok(difference(scene(2), scene(5)) > cameraRules.other);
  const wall: Look = new Float32Array(lookWidth * lookHeight).fill(0.6);
  assert.ok(difference(noisy(wall, 1), noisy(wall, 2)) < cameraRules.still);
});
