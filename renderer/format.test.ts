import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, dayHeading, percent, size, sizeOf, spokenDuration } from './format.ts';

test('a time reads as on a clock, with hours only when there are some', () => {
  assert.deepEqual([0, 11.9, 65, 3600 + 62, Number.NaN].map(clock), [
    '0:00',
    '0:11',
    '1:05',
    '1:01:02',
    '0:00',
  ]);
});

test('a screen reader hears a duration in words', () => {
  assert.equal(spokenDuration(3661), '1 hour 1 minute 1 second');
  assert.equal(spokenDuration(34.4), '34 seconds');
  assert.equal(spokenDuration(0), '0 seconds');
});

test('the diary says today and yesterday by the calendar, not by hours', () => {
  const now = new Date(2026, 10, 23, 0, 30).getTime();
  assert.equal(dayHeading(new Date(2026, 10, 23, 0, 1).getTime(), now), 'Today');
  assert.equal(dayHeading(new Date(2026, 10, 22, 23, 59).getTime(), now), 'Yesterday');
  assert.equal(dayHeading(new Date(2026, 10, 20, 12).getTime(), now), 'Friday 20 November');
  assert.equal(dayHeading(new Date(2024, 0, 5).getTime(), now), '5 January 2024');
});

test('a day stays a day when the clocks change', () => {
  const now = new Date(2026, 2, 30, 9).getTime();
  assert.equal(dayHeading(new Date(2026, 2, 29, 9).getTime(), now), 'Yesterday');
});

test('a download says how far it is in whole megabytes and never more than there is', () => {
  assert.equal(sizeOf(12_400_000, 28_181_000), '12 of 28 MB');
  assert.equal(sizeOf(28_181_000, 28_181_000), '28 of 28 MB');
  assert.equal(sizeOf(400_000, 640_000), '400 KB of 640 KB');
  assert.equal(size(1_240_000_000), '1.2 GB');
});

test('progress is not complete before the end', () => {
  assert.deepEqual([-1, 0.004, 0.999, 1, 1.2].map(percent), [0, 0, 99, 100, 100]);
});
