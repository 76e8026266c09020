import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { unchanged, upperCase } from '../documents/scripted-translate.ts';
import type { Translate } from '../documents/translate-each.ts';
import { linesFrom, linesOf, targetOf, translateLines } from './translate-lines.ts';

async function* stream(...pieces: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function collect(pieces: AsyncIterable<string[]>): Promise<string[][]> {
  const batches: string[][] = [];
  for await (const lines of pieces) batches.push(lines);
  return batches;
}

/** Through the translator, as the command does it; each line with what came of it, in the order told. */
async function through(lines: readonly string[], translate: Translate = upperCase): Promise<string[]> {
  const told: string[] = [];
  await translateLines(
    lines,
    async (texts, onTranslated) => {
      for (const [index, parts] of (await translate(texts)).entries()) onTranslated(index, parts);
    },
    (line, parts) => told.push(`${line}→${targetOf(line, parts)}`),
  );
  return told;
}

test('a text’s lines are those of an editor, whatever ends them', () => {
  const cases: [text: string, lines: string[]][] = [
    ['', []],
    ['one', ['one']],
    ['one\n', ['one']],
    ['one\r\ntwo\n\nthree', ['one', 'two', '', 'three']],
    ['\n', ['']],
    ['a\rb\u2028c\r', ['a\rb\u2028c\r']],
  ];
  for (const [text, lines] of cases) assert.deepEqual([...linesOf(text)].flat(), lines, JSON.stringify(text));
});

test('a long text comes in batches that joined are all its lines', () => {
  const text = 'a line of some words\n'.repeat(20_000);
  const batches = [...linesOf(text)];
  assert.ok(batches.length > 5);
  assert.equal(`${batches.flat().join('\n')}\n`, text);
});

test('lines of a pipe come as soon as they are whole, and characters may be cut anywhere', async () => {
  const bytes = Buffer.from('água\r\nmaçã\nfim');
  const batches = await collect(
    linesFrom(stream(bytes.subarray(0, 1), bytes.subarray(1, 7), bytes.subarray(7))),
  );
  assert.deepEqual(batches.flat(), ['água', 'maçã', 'fim']);
  assert.deepEqual(await collect(linesFrom(stream('one\ntw', 'o\n', 'three'))), [
    ['one'],
    ['two'],
    ['three'],
  ]);
  assert.deepEqual(await collect(linesFrom(stream())), []);
  assert.deepEqual(await collect(linesFrom(stream('x'))), [['x']]);
  assert.deepEqual(await collect(linesFrom(stream('\n'))), [['']]);
});

test('UTF-16 from a pipe is read by its mark, and what is no text is refused', async () => {
  const utf16 = Buffer.from('\ufeffágua\nfim\n', 'utf16le');
  const lines = await collect(linesFrom(stream(utf16.subarray(0, 5), utf16.subarray(5))));
  assert.deepEqual(lines.flat(), ['\ufeffágua', 'fim']);
  const refused = [
    [Uint8Array.of(0x61, 0xff, 0x0a)],
    ['good\n', Uint8Array.of(0xc3)],
    ['a\0b\n'],
    [Uint8Array.of(0xff)],
  ];
  for (const pieces of refused) {
    await assert.rejects(collect(linesFrom(stream(...pieces))), { code: 'text-unreadable' });
  }
});

test('every line has one answer, in order; those without words stay as they are and are not sent', async () => {
  const sent: string[] = [];
  const told = await through(['', 'one', ' - ', '42', 'two three', ''], (texts) => {
    sent.push(...texts);
    return upperCase(texts);
  });
  assert.deepEqual(told, ['→', 'one→ONE', ' - → - ', '42→42', 'two three→TWO THREE', '→']);
  assert.deepEqual(sent, ['one', 'two three']);
});

test('a very long line goes in pieces and comes back whole; a line end in a translation is none', async () => {
  const line = 'some words '.repeat(10_000);
  const lengths: number[] = [];
  const [told] = await through([line], (texts) => {
    lengths.push(...texts.map(({ length }) => length));
    return unchanged(texts);
  });
  assert.equal(told, `${line}→${line}`);
  assert.ok(lengths.length > 1 && Math.max(...lengths) <= 20_000);
  const broken: Translate = async (texts) =>
    (await unchanged(texts)).map((parts) =>
      parts.map((part): SentenceTranslation => ({ ...part, target: 'a\nb' })),
    );
  assert.deepEqual(await through(['one'], broken), ['one→a b']);
});

test('a failure in the middle leaves told what was there before it', async () => {
  const told: string[] = [];
  const failing = translateLines(
    ['one', 'two', '', 'three'],
    async (texts, onTranslated) => {
      onTranslated(0, (await upperCase(texts))[0] ?? []);
      throw new Error('it broke');
    },
    (line) => told.push(line),
  );
  await assert.rejects(failing, /it broke/);
  assert.deepEqual(told, ['one']);
});
