import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { ParolaError } from '../errors.ts';
import { documentKind, translateDocument } from './documents.ts';
import { backwards, unchanged, upperCase, wordByWord } from './scripted-translate.ts';
import type { Translate } from './translate-each.ts';

const folder = path.resolve(import.meta.dirname, '../../e2e/fixtures/documents');
const srt = await readFile(path.join(folder, 'talk.srt'), 'utf8');
const vtt = await readFile(path.join(folder, 'talk.vtt'), 'utf8');
const translated = (name: string, text: string, translate: Translate) =>
  translateDocument({ kind: documentKind(name), text, from: 'en', to: 'pt' }, translate);

/** What the model is given. */
async function shown(name: string, text: string): Promise<string[]> {
  const all: string[] = [];
  await translated(name, text, (texts) => {
    all.push(...texts);
    return unchanged(texts);
  });
  return all;
}

/** Cues of a SubRip file, one second each. */
const cues = (...texts: string[]) =>
  texts
    .map((text, index) => `${index + 1}\n00:00:0${index},000 --> 00:00:0${index},900\n${text}\n`)
    .join('\n');

/** The words of each cue. */
const words = (text: string) =>
  text
    .trim()
    .split(/\n\n/)
    .map((cue) => cue.split('\n').slice(2).join('|').trim());

/** The same answer for every text: no words, only how the target's words belong to the source's. */
const answer =
  (target: string, alignment: readonly (readonly [number, number])[]): Translate =>
  async (texts) =>
    texts.map((source): SentenceTranslation[] => [
      {
        source,
        target,
        score: -0.1,
        sourceTokens: source.split(/(?= )/),
        tokens: target.split(/(?= )/).map((text) => ({ text, logProbability: -0.1 })),
        alternatives: [],
        alignment: alignment.map(([from, to]) => [from, to, 1] as const),
      },
    ]);

test('subtitles whose words do not change are the same byte for byte', async () => {
  for (const [name, text] of [
    ['a.srt', srt],
    ['a.vtt', vtt],
  ] as const) {
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`;
    assert.equal(await translated(name, text, unchanged), text);
    assert.equal(await translated(name, windows, unchanged), windows);
    assert.equal(await translated(name, text.trimEnd(), unchanged), text.trimEnd());
  }
});

test('times, numbers, names, notes, styles, settings and tags stay, and only words change', async () => {
  for (const [name, text] of [
    ['a.srt', srt],
    ['a.vtt', vtt],
  ] as const) {
    const before = text.split('\n');
    const after = (await translated(name, text, upperCase)).split('\n');
    assert.equal(after.length, before.length);
    for (const [index, line] of before.entries()) {
      assert.equal(after[index]?.toLowerCase(), line.toLowerCase());
    }
    assert.ok(after.filter((line, index) => line !== before[index]).length >= 8);
    const kept = /-->|^\d+$|^WEBVTT|^NOTE|^This note|^It has|^STYLE|^::cue|^REGION|^id:|^intro|^Kind/;
    for (const line of before.filter((one) => kept.test(one))) assert.ok(after.includes(line), line);
    for (const tag of text.match(/<[^>]+>|\{[^}]+\}|&\w+;/g) ?? [])
      assert.ok(after.join('\n').includes(tag), tag);
  }
});

test('a sentence over three cues is read as one, and speakers as two', async () => {
  const texts = await shown('a.srt', srt);
  assert.ok(
    texts[0]?.startsWith(
      'When we came to the old house by the river, the door was open and a light was burning in the kitchen.',
    ),
  );
  assert.ok(texts.includes('Who is there?'));
  assert.ok(texts.some((text) => text.startsWith('It is only me, your brother.')));
  assert.ok(texts.includes('[door closes]'));
  assert.doesNotMatch(texts.join('\n'), /-->|<|\{|♪|^- |42/m);
  const voices = await shown('a.vtt', vtt);
  assert.ok(voices.some((text) => text.startsWith('Bread & butter cost less than <5> coins.')));
  assert.ok(voices.every((text) => !/kitchen.*Bread/.test(text)));
});

test('each cue gets the words that its own became', async () => {
  const source = cues('We saw the house', 'that he had built', 'last year.');
  const target = 'Vimos a casa que ele tinha construído no ano passado.';
  // We saw the house | that he had built | last year
  const links = [
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 6],
    [8, 7],
    [9, 8],
    [8, 9],
  ] as const;
  assert.deepEqual(words(await translated('a.srt', source, answer(target, links))), [
    'Vimos a casa',
    'que ele tinha construído',
    'no ano passado.',
  ]);
});

test('no cue is left empty while there are words, whatever the order or the alignment', async () => {
  const source = cues('One two three', 'four five', 'six seven eight nine.');
  for (const links of [
    [],
    [[0, 0]],
    [
      [8, 0],
      [7, 1],
      [6, 2],
      [0, 3],
    ],
  ] as const) {
    const result = words(await translated('a.srt', source, answer('a b c d', links)));
    assert.ok(
      result.every((text) => /[a-d]/.test(text)),
      result.join(' / '),
    );
    assert.equal(result.join(' '), 'a b c d');
  }
  assert.deepEqual(
    words(await translated('a.srt', source, backwards))
      .join(' ')
      .split(' ').length,
    9,
  );
});

test('with fewer words than cues the words stay on the screen', async () => {
  const source = cues('Come on', 'everybody!');
  assert.deepEqual(words(await translated('a.srt', source, answer('Vamos!', [[0, 0]]))), [
    'Vamos!',
    'Vamos!',
  ]);
  // Nothing at all was translated: what was there is better than nothing.
  assert.deepEqual(words(await translated('a.srt', source, answer('', []))), ['Come on', 'everybody!']);
});

test('lines are at most 42 letters wide and two, and end where a reader pauses', async () => {
  const source = cues('A short line that grows');
  const say = (target: string) => translated('a.srt', source, answer(target, []));
  assert.deepEqual(words(await say('Uma linha curta que cresce até ao fim.')), [
    'Uma linha curta que cresce até ao fim.',
  ]);
  assert.deepEqual(words(await say('Uma linha que era curta, mas que cresce sempre mais.')), [
    'Uma linha que era curta,|mas que cresce sempre mais.',
  ]);
  assert.deepEqual(words(await say('Quem vem todos os dias ao pátio da escola primária')), [
    'Quem vem todos os dias|ao pátio da escola primária',
  ]);
  const long = words(await say('palavra '.repeat(30).trim()))[0]?.split('|') ?? [];
  assert.equal(long.length, 2);
});

test('two speakers in one cue keep a line each, and tags their words', async () => {
  const source = cues('- Are you <i>really</i> coming?\n- <b>No.</b>', '{\\an8}<i>All of it\nleans.</i>');
  assert.deepEqual(words(await translated('a.srt', source, backwards)), [
    '- COMING <i>REALLY</i> YOU ARE?|- <b>NO.</b>',
    '{\\an8}<i>LEANS IT|OF ALL.</i>',
  ]);
});

test('in WebVTT what would be a tag is written as words', async () => {
  const source = 'WEBVTT\n\n00:01.000 --> 00:02.000\nR&amp;D\n';
  assert.equal(
    await translated('a.vtt', source, answer('a < b & c', [])),
    'WEBVTT\n\n00:01.000 --> 00:02.000\na &lt; b &amp; c\n',
  );
});

test('files that are not quite in order keep their times, or the line that is broken is named', async () => {
  const odd: string[] = [
    '00:00:01,000 --> 00:00:02,000\nno number\n\n00:00:03,000 --> 00:00:04,000\nagain',
    '1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n3\n00:00:03,000 --> 00:00:04,000\nthree\n',
    '1\n00:00:01.0 --> 00:00:02.000\npoints\n\n\n\n7\n0:0:1,5-->0:0:2,5\nloose\n\nand a gap\n\n',
    '3\n00:00:05,000 --> 00:00:09,000\nlater\n\n1\n00:00:01,000 --> 00:00:06,000\nearlier and over it\n\n2\n00:00:02,000 --> 00:00:01,000\n\n',
    'some words before\n\n1\n00:00:01,000 --> 00:00:02,000\nwords',
    '1\r00:00:01,000 --> 00:00:02,000\rold\rlines\r\r',
    '',
    '\n\n',
  ];
  for (const text of odd) {
    const result = await translated('a.srt', text, upperCase);
    assert.equal(result.toLowerCase(), text.toLowerCase());
    assert.deepEqual(result.match(/.*-->.*/g), text.match(/.*-->.*/g));
  }
  assert.match(await translated('a.srt', odd[1] ?? '', upperCase), /ONE\n2\n.*\nTWO\n3\n/);
  const broken: [name: string, text: string, line: number][] = [
    ['a.srt', '1\n00:00:01,000 --> 00:00:02,000\nwords\n\n2\n00:00:03,000 --> 00:0', 6],
    ['a.srt', 'just some text\n', 1],
    ['a.vtt', 'WEBVTT\n\n00:01.000 --> never\nwords\n', 3],
  ];
  for (const [name, text, line] of broken) {
    await assert.rejects(
      translated(name, text, upperCase),
      (error) =>
        error instanceof ParolaError &&
        error.code === 'data-malformed' &&
        error.message.startsWith(`line ${line}:`),
    );
  }
  assert.equal(await translated('a.vtt', 'WEBVTT\n', upperCase), 'WEBVTT\n');
});

test('what is long silent, or said over it, is not joined', async () => {
  const at = (from: string, to: string, text: string) => `00:${from},000 --> 00:${to},000\n${text}\n\n`;
  const texts = await shown(
    'a.srt',
    at('00:01', '00:02', 'Chapter one') +
      at('00:20', '00:21', 'It was late') +
      at('00:23', '00:24', 'in June'),
  );
  assert.deepEqual(texts, ['Chapter one', 'It was late in June']);
  assert.equal(wordByWord('a b', (all) => all).target, 'a b');
});
