import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParolaError } from '../errors.ts';
import { documentKind, readText, translateDocument } from './documents.ts';
import { unchanged, upperCase } from './scripted-translate.ts';

const plain = (text: string) => ({ kind: 'plain', text, from: 'en', to: 'pt' }) as const;

test('a file is known by the end of its name, whatever its case, and is plain text otherwise', () => {
  assert.deepEqual(
    ['a.md', 'B.MARKDOWN', 'c.srt', 'D.Vtt', 'e.txt', 'f.log', 'g', 'srt', 'h.srt.bak'].map(documentKind),
    ['markdown', 'markdown', 'srt', 'vtt', 'plain', 'plain', 'plain', 'plain', 'plain'],
  );
});

test('UTF-8 and UTF-16 are read, with the byte order mark kept', () => {
  const text = 'Olá, 世界 🙂\r\n';
  assert.equal(readText(Buffer.from(text)), text);
  assert.equal(readText(Buffer.from(`\ufeff${text}`)), `\ufeff${text}`);
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  assert.equal(readText(little), `\ufeff${text}`);
  assert.equal(readText(Buffer.from(little).swap16()), `\ufeff${text}`);
  assert.equal(readText(new Uint8Array()), '');
});

test('what is no text, or in an older encoding, is refused with what to do', () => {
  const refused = [
    Buffer.from('caf\xe9', 'latin1'),
    Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff]),
    Buffer.from('a\0b'),
    Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),
    Buffer.from([0xff, 0xfe, 0x41]),
  ];
  for (const bytes of refused) {
    assert.throws(
      () => readText(bytes),
      (error) =>
        error instanceof ParolaError &&
        error.code === 'text-unreadable' &&
        /UTF-8|UTF-16/.test(error.message),
    );
  }
});

test('plain text gives one line for each line, each ended by LF, the last included', async () => {
  const cases: [text: string, expected: string][] = [
    ['', ''],
    ['one', 'ONE\n'],
    ['one\n', 'ONE\n'],
    ['one\r\ntwo\r\n', 'ONE\nTWO\n'],
    ['\n\n', '\n\n'],
    ['  one\n\n- two\n\t\n42', '  ONE\n\n- TWO\n\t\n42\n'],
    ['\ufeffone\ntwo', '\ufeffONE\nTWO\n'],
    ['a\rb\u2028c\fd\n', 'A\rB\u2028C\fD\n'],
    ['one\n\r\n', 'ONE\n\n'],
  ];
  for (const [text, expected] of cases) {
    assert.equal(await translateDocument(plain(text), upperCase), expected, JSON.stringify(text));
  }
});

test('a line end that a translation brings makes no second line', async () => {
  const answer = await translateDocument(plain('one\ntwo\n'), async (texts) =>
    (await unchanged(texts)).map((parts) => parts.map((part) => ({ ...part, target: 'a\nb\r\nc' }))),
  );
  assert.equal(answer, 'a b c\na b c\n');
});

test('a line of a megabyte goes in pieces, and nothing of it is lost', async () => {
  for (const word of ['word. ', 'word ', '🙂word', 'x']) {
    const line = word.repeat(Math.ceil(1_000_000 / word.length));
    const lengths: number[] = [];
    const answer = await translateDocument(plain(line), (texts) => {
      lengths.push(...texts.map((text) => text.length));
      return unchanged(texts);
    });
    assert.ok(answer === `${line}\n`);
    assert.ok(Math.max(...lengths) <= 20_000);
  }
});

test('a long text is under way in parts, each of many lines', async () => {
  const text = 'some words in a line\n'.repeat(20_000);
  const calls: number[] = [];
  const answer = await translateDocument(plain(text), (texts) => {
    calls.push(texts.length);
    return upperCase(texts);
  });
  assert.ok(answer === text.toUpperCase());
  assert.ok(calls.length > 2 && Math.max(...calls) < 10_000);
});
