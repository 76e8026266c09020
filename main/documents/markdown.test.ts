import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { documentKind, translateDocument } from './documents.ts';
import { backwards, unchanged, upperCase } from './scripted-translate.ts';
import type { Translate } from './translate-each.ts';

const readme = await readFile(
  path.resolve(import.meta.dirname, '../../e2e/fixtures/documents/page.md'),
  'utf8',
);
const translated = (text: string, translate: Translate) =>
  translateDocument({ kind: documentKind('a.md'), text, from: 'en', to: 'pt' }, translate);

/** What the model is given. */
async function shown(text: string): Promise<string[]> {
  const all: string[] = [];
  await translated(text, (texts) => {
    all.push(...texts);
    return unchanged(texts);
  });
  return all;
}

test('a document whose words do not change is the same byte for byte', async () => {
  assert.equal(await translated(readme, unchanged), readme);
  const windows = `\ufeff${readme.replaceAll('\n', '\r\n')}`;
  assert.equal(await translated(windows, unchanged), windows);
});

test('the model reads sentences, with names for what is carried over, and nothing else', async () => {
  const texts = await shown(readme);
  assert.ok(texts.includes('The old kettle is slow gone. Use X1 instead, and read X2 before you start.'));
  assert.ok(texts.includes('Make black tea & coffee'));
  assert.ok(texts.includes('Plays a sound | a song when the water boils'));
  assert.ok(texts.includes('Build status'));
  assert.ok(texts.includes('Line one of an address\nLine two of an address\nLine three\nand four.'));
  assert.doesNotMatch(texts.join('\n'), /https?:|npm|<|\{|comment|docs\/|Licence"|--hot/);
});

const placed: [about: string, source: string, target: string][] = [
  ['emphasis', 'The *black* cat sleeps.', 'SLEEPS CAT *BLACK* THE.'],
  ['several words', 'See **the very small** print here.', 'HERE PRINT **SMALL VERY THE** SEE.'],
  ['a link', 'Read [the manual](a.html "A title") now.', 'NOW [MANUAL THE](a.html "A title") READ.'],
  ['marks inside of marks', 'A [very *good* book](b.html) indeed', 'INDEED [BOOK *GOOD* VERY](b.html) A'],
  ['code', 'Use `npm start` to begin, or `npm test`.', '`npm test` OR BEGIN TO, `npm start` USE.'],
  ['a mark beside a word', 'One *two*, three.', 'THREE *TWO*, ONE.'],
  ['a footnote', 'Cats sleep[^1] all day.', 'DAY ALL SLEEP[^1] CATS.'],
  ['a footnote at the end', 'Cats sleep.[^1]', 'SLEEP CATS.[^1]'],
  ['a whole sentence', 'One two. **Three four.** Five six.', 'TWO ONE. **FOUR THREE.** SIX FIVE.'],
  ['two sentences', '**One two. Three four.** Five six.', '**TWO ONE. FOUR THREE.** SIX FIVE.'],
  ['all of it', '***All of it***', '***IT OF ALL***'],
  ['struck out', 'This is ~~not~~ good', 'GOOD ~~NOT~~ IS THIS'],
  ['a reference', 'See [the book] here', 'HERE [BOOK THE][the book] SEE'],
  ['HTML', 'Press the <b class="x">Save</b> key', 'KEY <b class="x">SAVE</b> THE PRESS'],
  ['an image', 'Press ![a gear](g.png) to open', 'OPEN TO ![GEAR A](g.png) PRESS'],
  ['letters that touch code', 'All `Promise`s are kept', 'KEPT ARE `Promise`s ALL'],
];
for (const [about, source, target] of placed) {
  test(`markup goes with its words: ${about}`, async () => {
    const notes = '\n\n[the book]: b.html\n[^1]: 1\n';
    assert.equal(await translated(source + notes, backwards), target + notes);
    assert.equal(await translated(source + notes, unchanged), source + notes);
  });
}

test('markup over parts of two sentences, and tags without their other half, stay where they were', async () => {
  for (const source of ['One **two. Three** four.', 'One</i> two <b> three.<!-- four -->']) {
    const capitals = source.toUpperCase().replace(/<.*?>/g, (tag) => tag.toLowerCase());
    assert.equal(await translated(source, upperCase), capitals);
  }
});

test('words between the tags of a block of HTML are translated, its scripts and comments are not', async () => {
  const source =
    '<p align="center">\n  Some <b>bold</b> words &amp; an <a href="a.html">anchor</a>\n  here.<img src="a.png">\n</p>\n\n';
  const kept = '<!-- a comment -->\n\n<script>\nvar words;\n</script>\n\n<pre>kept words</pre>\n';
  const expected =
    '<p align="center">\n  SOME <b>BOLD</b> WORDS &amp; AN <a href="a.html">ANCHOR</a>\n  HERE.<img src="a.png">\n</p>\n\n';
  assert.equal(await translated(source + kept, upperCase), expected + kept);
  assert.equal(await translated(source + kept, unchanged), source + kept);
  assert.equal(
    await translated('<summary>More to <i>read</i></summary>', backwards),
    '<summary><i>READ</i> TO MORE</summary>',
  );
});

test('a line end stays between the sentences, or near the words, that it stood between', async () => {
  const quotation = '> One two three.\n> Four five six seven\n> eight nine.\n';
  assert.equal(await translated(quotation, upperCase), quotation.toUpperCase());
  const answer = await translated(quotation, backwards);
  assert.match(answer, /^> THREE TWO ONE\.\n> NINE.*FOUR\.\n$/s);
  assert.ok(answer.split('\n').every((line) => line === '' || line.startsWith('> ')));
});

test('words that would be read as markup come with signs that say so', async () => {
  const say =
    (target: string): Translate =>
    async (texts) =>
      texts.map((source) => [
        { source, target, score: 0, sourceTokens: [], tokens: [], alternatives: [], alignment: [] },
      ]);
  assert.equal(await translated('Text\n', say('# No heading')), '\\# No heading\n');
  assert.equal(await translated('Text\n', say('1. no list')), '1\\. no list\n');
  assert.equal(await translated('Text\n', say('a *b* <i> `c`')), 'a \\*b\\* \\<i\\> \\`c\\`\n');
  assert.equal(
    await translated('| a |\n|---|\n| text |\n', say('a | b')),
    '| a \\| b |\n|---|\n| a \\| b |\n',
  );
  assert.equal(await translated('Text\n', say('AT&T costs 2 * 3')), 'AT&T costs 2 * 3\n');
  assert.equal(await translated('![words](a.png)', say('a ] b')), '![a \\] b](a.png)');
});

test('a translation that lost everything loses no link, no code and no footnote', async () => {
  const nothing: Translate = async (texts) =>
    texts.map((source) => [
      { source, target: 'Um', score: 0, sourceTokens: [], tokens: [], alternatives: [], alignment: [] },
    ]);
  const source = 'See [one](1.html) and [two](2.html) with `code`, *all* of it.[^1]\n\n[^1]: 1\n';
  const answer = await translated(source, nothing);
  for (const kept of ['(1.html)', '(2.html)', '`code`', '[^1]', 'Um'])
    assert.ok(answer.includes(kept), answer);
});

test('what is nested deeper than anybody would is carried over as it is', async () => {
  for (const source of [
    `${'<b>a '.repeat(300)}${'</b>'.repeat(300)}`,
    `${'*a '.repeat(300)}${'a*'.repeat(300)}`,
    `${'> '.repeat(100)}words`,
  ]) {
    assert.ok((await translated(source, unchanged)) === source);
    const answer = (await translated(source, upperCase)).toLowerCase();
    const signs = (text: string) => text.match(/<\/?b>|[*>]/g)?.length;
    assert.equal(signs(answer), signs(source));
  }
});
