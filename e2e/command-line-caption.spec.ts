/** The promises of `parola caption`, kept with the real models. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fixtures, parola } from './command-line.ts';
import { drawBlank, drawMoving, drawPage } from './drawn-pictures.ts';

const photographs = path.join(fixtures, 'photographs');
const [astronaut, coffee, cat] = ['astronaut.jpg', 'coffee.jpg', 'cat.jpg'].map((name) =>
  path.join(photographs, name),
) as [string, string, string];
let folder = '';
let page = '';

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parola-caption-'));
  page = path.join(folder, 'page.png');
  await drawPage(page, [
    'The library is open from nine',
    'in the morning until six,',
    'but it is closed on Sundays.',
  ]);
});
after(() => rm(folder, { recursive: true, force: true }));

/** What standard output holds where all went well and nothing had to be said. */
async function caption(args: readonly string[], input?: Uint8Array): Promise<string> {
  const { code, stdout, stderr } = await parola(['caption', ...args], {}, input);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout;
}

interface Described {
  file: string;
  caption: string;
  confidence: number;
  abstained: boolean;
  kind: string;
  text: string;
  alternatives: { caption: string; score: number }[];
  grid: [number, number];
  words: { text: string; confidence: number; attention: number[] }[];
}
const describe = async (args: readonly string[]): Promise<Described[]> =>
  JSON.parse(await caption([...args, '--format', 'json']));

test('text is the path, a tab and the caption: one line for each picture, in the order they were named', async () => {
  const stdout = await caption([coffee, astronaut, cat]);
  const lines = stdout.split('\n');
  assert.equal(lines.pop(), '');
  const rows = lines.map((line) => line.split('\t'));
  assert.deepEqual(
    rows.map(([file]) => file),
    [coffee, astronaut, cat],
  );
  for (const [, said, ...more] of rows) {
    assert.match(said ?? '', /^[A-Z]\S*( \S+)+$/);
    assert.deepEqual(more, []);
  }
  assert.equal(await caption([coffee, astronaut, cat]), stdout);
});

test('JSON is an array with an object for each picture that says what text says, and where each word was seen', async () => {
  const described = await describe([coffee, astronaut, '--alternatives', '2']);
  assert.deepEqual(
    described.map(({ file }) => file),
    [coffee, astronaut],
  );
  for (const one of described) {
    assert.deepEqual(Object.keys(one), [
      ...['file', 'caption', 'confidence', 'abstained', 'kind', 'text', 'alternatives', 'grid', 'words'],
    ]);
    assert.deepEqual([one.abstained, one.kind, one.alternatives.length], [false, 'photograph', 2]);
    assert.ok(one.confidence > 0 && one.confidence < 1);
    const [rows, columns] = one.grid;
    for (const { text, confidence, attention } of one.words) {
      assert.ok(text !== '' && confidence > 0 && confidence <= 1);
      assert.equal(attention.length, rows * columns);
      assert.ok(
        attention.every((weight) => weight >= 0) &&
          attention.reduce((sum, weight) => sum + weight, 0) <= 1.000001,
      );
    }
    const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
    assert.equal(plain(one.words.map(({ text }) => text).join('')), plain(one.caption));
    const captions = [one.caption, ...one.alternatives.map((other) => other.caption)];
    assert.equal(new Set(captions).size, 3, captions.join('; '));
    assert.ok((one.alternatives[0]?.score ?? 0) >= (one.alternatives[1]?.score ?? 0));
    assert.ok(one.alternatives.every(({ score }) => score < 0));
  }
  const plain = await describe([coffee, astronaut]);
  assert.deepEqual(
    plain.map((one) => one.alternatives),
    [[], []],
  );
  const lines = (await caption([coffee, astronaut])).trimEnd().split('\n');
  assert.deepEqual(
    lines,
    plain.map((one) => `${one.file}\t${one.caption}`),
  );
});

test('a page of print has no invented caption but its words, in text, JSON and CSV', async () => {
  const line = await caption([page]);
  const [, facts = '', text = ''] = /\t(.*) Text: (.*)\n$/.exec(line) ?? [];
  assert.match(facts, /900 × 340/);
  assert.match(text, /The library is open from nine in the morning until six, but it is closed on Sundays\./);
  const [one] = await describe([page]);
  assert.ok(one);
  assert.deepEqual(
    [one.caption, one.abstained, one.confidence, one.grid, one.words],
    [facts, true, 0, [0, 0], []],
  );
  assert.deepEqual(one.text.split('\n').filter((some) => some.trim() !== '').length, 3);
  assert.match(await caption([page, '--format', 'csv']), /^file,caption,confidence,abstained,kind,text\r\n/);
  const [unread] = await describe([page, '--no-read']);
  assert.deepEqual([unread?.text, unread?.abstained], ['', true]);
});

test('an empty picture gets plain facts', async () => {
  const blank = path.join(folder, 'blank.png');
  await drawBlank(blank);
  const [one] = await describe([blank]);
  assert.deepEqual([one?.abstained, one?.kind, one?.text], [true, 'blank', '']);
  assert.match(one?.caption ?? '', /320 × 240.*blue/);
});

test('a prefix begins the caption, and goes on from there', async () => {
  const [plain] = await describe([coffee]);
  const [one] = await describe([coffee, '--prefix', 'A close up of']);
  assert.match(one?.caption ?? '', /^A close up of \S+/i);
  assert.notEqual(one?.caption, plain?.caption);
});

test('more beams are followed where that is asked, and a search by the model’s own beams is what is usual', async () => {
  const greedy = await describe([coffee, astronaut, cat, '--beams', '1']);
  assert.ok(greedy.every((one) => one.caption !== ''));
  const { code, stderr } = await parola(['caption', coffee, '--beams', '0']);
  assert.equal(code, 2);
  assert.match(stderr, /^parola: usage: [^\n]*from 1 to 32[^\n]*\n$/);
});

test('standard input is one picture', async () => {
  const stdout = await caption(['-'], await readFile(coffee));
  assert.equal(stdout, (await caption([coffee])).replace(coffee, '-'));
});

test('a folder gives its pictures in the order of their names, and with --recursive those of its folders', async () => {
  const place = path.join(folder, 'album');
  await mkdir(path.join(place, 'more', 'still'), { recursive: true });
  for (const name of ['b.jpg', 'a.JPEG', 'more/c.jpg', 'more/still/d.jpg'])
    await copyFile(coffee, path.join(place, name));
  await writeFile(path.join(place, 'notes.txt'), 'no picture');
  const filesOf = async (args: readonly string[]) =>
    (await describe([place, ...args])).map(({ file }) => path.relative(place, file));
  assert.deepEqual(await filesOf([]), ['a.JPEG', 'b.jpg']);
  assert.deepEqual(await filesOf(['--recursive']), ['a.JPEG', 'b.jpg', 'more/c.jpg', 'more/still/d.jpg']);

  const output = path.join(folder, 'texts');
  assert.equal(await caption([place, '--recursive', '--format', 'txt-sidecar', '--output', output]), '');
  const written = (await readdir(output, { recursive: true })).filter((name) => name.endsWith('.txt')).sort();
  assert.deepEqual(written, ['a.txt', 'b.txt', 'more/c.txt', 'more/still/d.txt']);
});

test('text files stand beside their pictures, are replaced by a new run, and kept with --skip-existing', async () => {
  const place = path.join(folder, 'beside');
  await mkdir(place);
  await copyFile(coffee, path.join(place, 'cup.jpg'));
  await copyFile(cat, path.join(place, 'animal.jpg'));
  const args = [place, '--format', 'txt-sidecar'];
  await caption(args);
  const said = await readFile(path.join(place, 'cup.txt'), 'utf8');
  assert.equal(said, (await caption([coffee])).slice(coffee.length + 1));
  assert.deepEqual((await readdir(place)).sort(), ['animal.jpg', 'animal.txt', 'cup.jpg', 'cup.txt']);
  await writeFile(path.join(place, 'cup.txt'), 'mine\n');
  await rm(path.join(place, 'animal.txt'));
  await caption([...args, '--skip-existing']);
  assert.equal(await readFile(path.join(place, 'cup.txt'), 'utf8'), 'mine\n');
  assert.ok((await readdir(place)).includes('animal.txt'));
  const again = await parola(['caption', ...args]);
  assert.deepEqual([again.code, again.stderr], [0, 'parola: 1 text file replaced\n']);
  assert.equal(await readFile(path.join(place, 'cup.txt'), 'utf8'), said);
});

test('a name may hold anything: one line stays one line, JSON has the name as it is', async () => {
  const names = ['tab\there.jpg', 'line\nbreak.jpg', 'ünï 🙂 "x".jpg', '-dash.jpg'];
  const place = path.join(folder, 'names');
  await mkdir(place);
  for (const name of names) await copyFile(coffee, path.join(place, name));
  const files = names.map((name) => path.join(place, name));
  assert.deepEqual(
    (await describe(files)).map(({ file }) => file),
    files,
  );
  const lines = (await caption(files)).trimEnd().split('\n');
  assert.equal(lines.length, 4);
  assert.ok(lines.every((line) => line.split('\t').length === 2));
  assert.match(lines[0] ?? '', /tab\\there\.jpg\t/);
  assert.match(lines[1] ?? '', /line\\nbreak\.jpg\t/);
});

test('of a picture that moves the first frame is described, and that is said', async () => {
  const moving = path.join(folder, 'moving.gif');
  await drawMoving(moving, [coffee, astronaut, cat]);
  const { code, stdout, stderr } = await parola(['caption', moving]);
  assert.deepEqual([code, stderr], [0, `parola: ${moving}: the first of 3 frames is described\n`]);
  assert.equal(stdout.split('\n').length, 2);
});
