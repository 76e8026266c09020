import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParolaError } from '../errors.ts';
import { type DocumentKind, readText, translateDocument } from './documents.ts';
import { readMarkdown } from './markdown-blocks.ts';
import { backwards, unchanged, upperCase } from './scripted-translate.ts';
import type { Translate } from './translate-each.ts';

/** The same numbers, 0…1, every time. (Marsaglia's xorshift, 32 bits.) */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const markdownBits =
  '* ** *** _ __ ~~ ` `` [ ] ( ) ]( ![ ](a.png) <b> </b> <br> <!-- --> <i> & &amp; &lt; &nbsp; \\ \\* | # ## > - + 1. 2) [ ] [x] : :-: --- === ``` ~~~ $ {{ }} :tea: [^1] [^1]: [a]: <a@b.org> https://a.org/x_y www.b.org . , ! ? é 🙂 世界 \u200d'.split(
    ' ',
  );
const subtitleBits =
  '<i> </i> <b> </b> <v Ann> </v> <c.x> </c> <00:00:01.000> {\\an8} - -- ♪ & &amp; &lt; [ ] ( ) . , ! ? … é 🙂 世界 1 2 --> NOTE STYLE 00:00:01,000'.split(
    ' ',
  );
const wordsToMix = 'one two three house cat, river. Mary said the and of X1 café naïve'.split(' ');

function randomText(random: () => number, bits: readonly string[], lineEnd: string): string {
  let text = '';
  const length = 5 + Math.floor(random() * 60);
  for (let index = 0; index < length; index++) {
    const choice = random();
    const from = choice < 0.5 ? wordsToMix : bits;
    text += choice > 0.9 ? lineEnd : (from[Math.floor(random() * from.length)] ?? '');
    const space = random();
    text +=
      space < 0.6
        ? ' '
        : space < 0.7
          ? lineEnd
          : space < 0.73
            ? `${lineEnd}${lineEnd}`
            : space < 0.76
              ? '    '
              : '';
  }
  return text;
}

function randomSubtitles(random: () => number, lineEnd: string): string {
  const cues = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, index) => {
    const text = randomText(random, subtitleBits.slice(0, -4), random() < 0.8 ? lineEnd : ' ');
    return `${index + 1}${lineEnd}00:00:0${index},000 --> 00:00:0${index},900${lineEnd}${text}${lineEnd}`;
  });
  return cues.join(lineEnd);
}

const run = (kind: DocumentKind, text: string, translate: Translate) =>
  translateDocument({ kind, text, from: 'en', to: 'pt' }, translate);

test('Markdown of any make whose words do not change is the same byte for byte', async () => {
  const random = randomNumbers(20_251_123);
  for (let round = 0; round < 300; round++) {
    const text = randomText(random, markdownBits, round % 3 === 0 ? '\r\n' : '\n');
    assert.equal(await run('markdown', text, unchanged), text);
  }
});

/** Everything that must not be lost, in no order. */
function needed(text: string): string[] {
  const pieces = readMarkdown(text).prose.flatMap((block) => block.pieces);
  const kept = pieces.filter((piece) => piece.kind === 'word' || (piece.kind === 'open' && piece.isNeeded));
  return kept.map(({ raw }) => raw.replace(/!\[[^\]]*\]/g, '![]')).sort();
}

test('Markdown of any make keeps its links, its code and its blocks when all its words change places', async () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 200; round++) {
    const text = `${randomText(random, markdownBits, '\n')}\n\n[a]: b\n\n[^1]: 1\n`;
    const answer = await run('markdown', text, backwards);
    assert.deepEqual(needed(answer), needed(text), `${text}\n--->\n${answer}`);
    assert.equal(readMarkdown(answer).prose.length, readMarkdown(text).prose.length);
  }
});

test('subtitles of any make whose words do not change are the same byte for byte', async () => {
  const random = randomNumbers(42);
  for (let round = 0; round < 300; round++) {
    const lineEnd = round % 3 === 0 ? '\r\n' : '\n';
    const srt = randomSubtitles(random, lineEnd);
    assert.equal(await run('srt', srt, unchanged), srt);
    const vtt = `WEBVTT${lineEnd}${lineEnd}${srt.replaceAll(',', '.')}`;
    assert.equal(await run('vtt', vtt, unchanged), vtt);
  }
});

test('the times and the count of cues stay whatever becomes of the words', async () => {
  const random = randomNumbers(99);
  for (let round = 0; round < 300; round++) {
    const text = randomSubtitles(random, '\n');
    for (const translate of [backwards, upperCase]) {
      const answer = await run('srt', text, translate);
      assert.deepEqual(answer.match(/^.*-->.*$/gm), text.match(/^.*-->.*$/gm));
    }
  }
});

test('any bytes give a result or an error with a code, and any text does', async () => {
  const random = randomNumbers(5);
  for (let round = 0; round < 400; round++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 80) }, () => {
      const choice = random();
      return choice < 0.6 ? 32 + Math.floor(random() * 95) : choice < 0.8 ? 10 : Math.floor(random() * 256);
    });
    if (round % 7 === 0) bytes.set([0xff, 0xfe].slice(0, bytes.length));
    for (const kind of ['plain', 'markdown', 'srt', 'vtt'] as const) {
      try {
        const text = readText(bytes);
        const answer = await run(kind, text, unchanged);
        if (kind !== 'plain') assert.equal(answer, text);
      } catch (error) {
        assert.ok(error instanceof ParolaError, String(error));
        assert.ok(error.code === 'text-unreadable' || error.code === 'data-malformed');
      }
    }
  }
});
