import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Segment } from '../../../preload/transcript.ts';
import { ParolaError } from '../../errors.ts';
import { startLive } from './live.ts';
import type { Recognise } from './recognise.ts';
import {
  type ScriptedWord,
  scriptedAudio,
  scriptedListening,
  scriptedRecogniser,
  speak,
} from './scripted-listening.ts';

interface Partial {
  readonly settled: string;
  readonly unsettled: string;
}

/** Feeds `samples` as a microphone does and waits for the recognizer between blocks; what came out, in order. */
async function listen(recognise: Recognise, samples: Float32Array, signal?: AbortSignal) {
  const events: (Partial | Segment)[] = [];
  const session = startLive(scriptedListening(recognise), {
    fromSeconds: 100,
    ...(signal && { signal }),
    onPartial: (settled, unsettled) =>
      events.push({ settled: settled.map((word) => word.text).join(' '), unsettled }),
    onSegment: (segment) => events.push(segment),
  });
  for (let at = 0; at < samples.length; at += 1600) {
    session.push(samples.slice(at, at + 1600));
    for (let turn = 0; turn < 10; turn++) await setImmediate();
  }
  const heard = await session.stop();
  const segments = events.filter((event): event is Segment => 'words' in event);
  return { events, segments, heard, text: segments.map((segment) => segment.text).join(' ') };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
const textOf = (words: readonly ScriptedWord[]) => words.map((word) => word.text).join(' ');

/** Fails where anything settled is taken back before its segment, or the segment does not begin with it. */
function assertSettledStays(events: readonly (Partial | Segment)[]): void {
  let settled = '';
  for (const event of events) {
    if ('words' in event) {
      assert.ok(event.text.startsWith(settled), `"${event.text}" begins with "${settled}"`);
      settled = '';
    } else {
      assert.ok(event.settled.startsWith(settled), `"${event.settled}" goes on from "${settled}"`);
      settled = event.settled;
    }
  }
}

test('what is said is heard, shown while it is spoken, and settles for good', async () => {
  const words = [...speak(numbers(12), 1), ...speak('and then some more words', 8)];
  const { events, segments, heard, text } = await listen(scriptedRecogniser(words), scriptedAudio(words, 12));
  assert.equal(text, textOf(words));
  assert.equal(segments.length, 2);
  assert.equal(heard.duration, 112);
  assertSettledStays(events);
  const first = events.findIndex((event) => 'words' in event);
  const before = events.slice(0, first) as Partial[];
  assert.ok(before.some((partial) => partial.unsettled.includes('word3')));
  assert.ok(before.some((partial) => partial.settled.startsWith('word0 word1')));
});

test('words lie in their segment, in order, on the clock of the recording', async () => {
  const words = [...speak(numbers(12), 1), ...speak('and then some more words', 8)];
  const { segments } = await listen(scriptedRecogniser(words), scriptedAudio(words, 12));
  let reached = 100;
  for (const segment of segments) {
    assert.ok(segment.start >= reached);
    reached = segment.start;
    for (const word of segment.words) {
      assert.ok(word.start >= reached && word.end >= word.start && word.end <= segment.end);
      reached = word.start;
    }
  }
  assert.ok(Math.abs((segments[1]?.words[0]?.start ?? 0) - 108) < 0.05);
});

test('a minute without a pause is heard whole, in windows that stay short', async () => {
  const words = speak(numbers(150), 1);
  const recognise = scriptedRecogniser(words);
  let longest = 0;
  const { events, segments, text } = await listen(
    (samples, prefix, signal) => {
      longest = Math.max(longest, samples.length / 16_000);
      return recognise(samples, prefix, signal);
    },
    scriptedAudio(words, 63),
  );
  assert.equal(text, textOf(words));
  assert.ok(longest < 12, `${longest} s`);
  assert.ok(segments.length >= 2, 'a long stretch becomes several segments');
  assertSettledStays(events);
});

test('a window begins with the settled words it is told of', async () => {
  const words = [...speak(numbers(60), 1), ...speak('after a pause', 26), ...speak('and much later on', 33)];
  const recognise = scriptedRecogniser(words);
  await listen(
    async (samples, prefix, signal) => {
      const all = await recognise(samples, [], signal);
      const told = prefix.map((id) => words[id]?.text);
      assert.deepEqual(
        all.slice(0, prefix.length).map((word) => word.text),
        told,
      );
      return recognise(samples, prefix, signal);
    },
    scriptedAudio(words, 36),
  );
});

test('a few words after a short pause are heard together with those before it', async () => {
  const words = [...speak('and so my fellow Americans', 1), ...speak('ask not', 3.8)];
  const prefixes: string[] = [];
  const recognise = scriptedRecogniser(words);
  const { text } = await listen(
    (samples, prefix, signal) => {
      prefixes.push(prefix.map((id) => words[id]?.text).join(' '));
      return recognise(samples, prefix, signal);
    },
    scriptedAudio(words, 6),
  );
  assert.equal(text, textOf(words));
  assert.ok(prefixes.at(-1)?.startsWith('and so my fellow Americans'));
});

test('a slow recognizer skips updates: one decoding at a time, always of the newest audio', async () => {
  const words = speak(numbers(40), 1);
  const recognise = scriptedRecogniser(words);
  let running = 0;
  let calls = 0;
  const { text, events } = await listen(
    async (samples, prefix, signal) => {
      assert.equal(++running, 1);
      calls++;
      const heard = await recognise(samples, prefix, signal);
      for (let turn = 0; turn < 200 && !signal?.aborted; turn++) await setImmediate();
      running--;
      if (signal?.aborted) throw signal.reason;
      return heard;
    },
    scriptedAudio(words, 19),
  );
  assert.equal(text, textOf(words));
  assert.ok(calls < 20, `${calls} decodings`);
  assertSettledStays(events);
});

test('a recognizer that changes its mind again and again still settles, and takes nothing back', async () => {
  const words = speak(numbers(100), 1);
  const recognise = scriptedRecogniser(words);
  let call = 0;
  const { events, segments } = await listen(
    async (samples, prefix, signal) => {
      call++;
      const heard = await recognise(samples, prefix, signal);
      return heard.map((word) => ({ ...word, text: `${word.text}v${call}` }));
    },
    scriptedAudio(words, 43),
  );
  assertSettledStays(events);
  assert.equal(segments.flatMap((segment) => segment.words).length, 100);
});

test('noise that passes for a voice leaves no word behind', async () => {
  const words = speak('thank you for watching', 1);
  const { segments, events } = await listen(scriptedRecogniser(words, -2.5), scriptedAudio(words, 5));
  assert.equal(segments.length, 0);
  assert.ok(events.every((event) => !('settled' in event) || event.settled + event.unsettled === ''));
});

test('a voice that the recognizer makes nothing of is no segment, and does not hold up what follows', async () => {
  const humming = speak('m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m m', 1);
  const words = speak(numbers(10), 20);
  const { text } = await listen(scriptedRecogniser(words), scriptedAudio([...humming, ...words], 26));
  assert.equal(text, textOf(words));
});

test('stopping in the middle of a word gives what was said so far', async () => {
  const words = speak(numbers(10), 1);
  const audio = scriptedAudio(words, 6).slice(0, 16_000 * 3.3);
  const { text } = await listen(scriptedRecogniser(words), audio);
  assert.ok(text.startsWith('word0 word1 word2 word3 word4 wo'));
});

test('cancelling ends it as cancelled', async () => {
  const words = speak(numbers(10), 1);
  const controller = new AbortController();
  const recognise = scriptedRecogniser(words);
  await assert.rejects(
    listen(
      (samples, prefix, signal) => {
        controller.abort();
        return recognise(samples, prefix, signal);
      },
      scriptedAudio(words, 6),
      controller.signal,
    ),
    (error) => error instanceof ParolaError && error.code === 'cancelled',
  );
});

test('what makes recognition fail is told when listening stops', async () => {
  const words = speak(numbers(10), 1);
  const broken = new ParolaError('engine-crashed', 'gone');
  await assert.rejects(
    listen(() => Promise.reject(broken), scriptedAudio(words, 6)),
    broken,
  );
});

test('nobody speaking gives nothing, and no decoding at all', async () => {
  const { segments, events } = await listen(() => assert.fail('decoded silence'), scriptedAudio([], 10));
  assert.deepEqual([segments, events], [[], []]);
});
