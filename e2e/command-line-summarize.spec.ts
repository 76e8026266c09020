/** The promises of `parola summarize`, kept with the real models. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parola, speech } from './command-line.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parola-summarize-'));
});
after(() => rm(folder, { recursive: true, force: true }));

interface Point {
  readonly text: string;
  readonly original: string;
  readonly source: readonly [number, number];
  readonly seconds: number | null;
  readonly confidence: number;
}
interface Summary {
  readonly file: string | null;
  readonly read: number;
  readonly kept: number;
  readonly points: readonly Point[];
}

async function summarize(args: readonly string[], input?: string | Uint8Array) {
  const { code, stdout, stderr } = await parola(['summarize', ...args], {}, input);
  assert.equal(code, 0, stderr);
  return { stdout, stderr };
}

async function summaries(args: readonly string[], input?: string): Promise<Summary[]> {
  return JSON.parse((await summarize([...args, '--format', 'json'], input)).stdout);
}

const meeting = [
  "Ana: Okay, um, so let's get started with the budget for the new remote control.",
  'Bob: Yeah.',
  "Ana: The finance team said that we have, uh, 50,000 euros left, and that's less than we hoped for.",
  'Bob: Because the design of the buttons took three weeks longer than planned.',
  '',
  '[00:12:03] Ana: We should decide today whether we drop the speech recognition or the second battery.',
  '[00:12:40] Bob: I suggest that we drop the the battery.',
  'Ana: Then we agree: no second battery, and Carla will write to the supplier by Friday.',
].join('\n');

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const place = path.join(folder, name);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, text);
  return place;
}

test('JSON holds a point for each sentence chosen: its words, where they stand, how sure', async () => {
  const place = await file('meeting.txt', meeting);
  const [summary, ...more] = await summaries([place, '--length', '60%']);
  assert.ok(summary);
  assert.deepEqual([more, summary.file, summary.read], [[], place, 91]);
  assert.ok(summary.points.length > 1 && summary.kept <= 0.6 * summary.read);
  let last = -1;
  for (const { text, original, source, seconds, confidence } of summary.points) {
    assert.equal(meeting.slice(...source), original);
    assert.ok(source[0] > last);
    last = source[0];
    assert.equal(seconds, null);
    assert.ok(confidence > 0 && confidence <= 1);
    assert.ok(isPart(text, original), `${original} → ${text}`);
  }
});

test('text is a line for each point, Markdown a list; what was read and kept is said beside it', async () => {
  const text = await summarize(['--length', '100%'], meeting);
  const lines = text.stdout.trimEnd().split('\n');
  assert.equal(lines.length, 7);
  assert.match(lines[0] ?? '', /^Ana: (?:Okay|So)/);
  assert.match(lines[4] ?? '', /^\[00:12:03\] Ana: We should/);
  assert.match(text.stderr, /^parola: standard input: read 91 words, kept \d+ \(\d+ %\)\n$/);
  const list = await summarize(['-', '--length', 'long', '--format', 'markdown'], meeting);
  assert.match(list.stdout, /^(?:- .+\n)+$/);
});

test('a longer length keeps more words, and none goes beyond its share', async () => {
  const [whole] = await summaries(['--length', '100%'], meeting);
  const shares = { short: 0.1, medium: 0.2, long: 0.35, '70%': 0.7, '100%': 1 };
  let before = 0;
  for (const [length, share] of Object.entries(shares)) {
    const [made] = await summaries(['--length', length], meeting);
    assert.ok(made !== undefined && whole !== undefined && made.points.length >= 1);
    assert.ok(made.kept >= before, length);
    assert.ok(made.points.length === 1 || made.kept <= share * whole.read, length);
    before = made.kept;
  }
  assert.equal(before, whole?.kept);
});

test('--clean-only gives a paragraph for each paragraph, in order, never empty, speakers and times kept', async () => {
  const text = `# Notes\n\n${meeting}\n\n\nUm. Uh.\n\n- one, um, item\n- 42\n\n***\n`;
  const { stdout } = await summarize(['--clean-only'], text);
  const paragraphs = stdout.trimEnd().split('\n\n');
  assert.equal(paragraphs.length, 6);
  assert.equal(paragraphs[0], '# Notes');
  assert.match(paragraphs[1] ?? '', /^Ana: (?:Okay|So)/);
  assert.doesNotMatch(paragraphs[1] ?? '', /\b(?:um|uh)\b/);
  assert.match(
    paragraphs[2] ?? '',
    /^\[00:12:03\] Ana: .*\n\[00:12:40\] Bob: I suggest that we drop the battery\.\n/,
  );
  assert.equal(paragraphs[3], 'Um. Uh.');
  assert.equal(paragraphs[4], '- one item\n- 42');
  assert.equal(paragraphs[5], '***');
  const [json] = await summaries(['--clean-only'], text);
  assert.deepEqual(
    json?.points.map((point) => point.text),
    paragraphs,
  );
  assert.ok(json?.points.every(({ original, source }) => text.slice(...source) === original));
});

test('subtitles and transcripts give the seconds at which each point was said', async () => {
  const srt = await file(
    'talk.srt',
    '1\n00:00:01,000 --> 00:00:03,000\nThe plan of the new house\n\n2\n00:00:03,000 --> 00:00:05,000\nis finished now.\n\n3\n00:01:10,500 --> 00:01:12,000\nWe begin to build it in May.\n',
  );
  const [subtitles] = await summaries([srt, '--length', '100%']);
  assert.deepEqual(
    subtitles?.points.map(({ text, seconds }) => [text, seconds]),
    [
      ['The plan of the new house is finished now.', 1],
      ['We begin to build it in May.', 70.5],
    ],
  );
  const segments = [
    { start: 2.5, end: 4, text: 'The plan is finished now.', confidence: 1, words: [] },
    { start: 9.25, end: 12, text: 'We begin to build it in May.', confidence: 1, words: [] },
  ];
  const json = await file(
    'talk.json',
    JSON.stringify([{ file: 'talk.wav', language: 'en', duration: 12, segments }]),
  );
  const [transcript] = await summaries([json, '--length', '100%']);
  assert.deepEqual(
    transcript?.points.map(({ seconds }) => seconds),
    [2.5, 9.25],
  );
  assert.equal(transcript?.file, json);
});

test('a recording is written down first, and its points have seconds', async () => {
  const wav = (await readdir(speech)).find((name) => name.endsWith('.wav')) ?? '';
  const [summary] = await summaries([path.join(speech, wav), '--length', '100%']);
  assert.ok(summary && summary.points.length > 0);
  assert.ok(summary.points.every(({ seconds }) => seconds !== null && seconds >= 0));
});

test('several texts together are one digest, in which nothing is said twice and each sentence names its text', async () => {
  const one = await file(
    'together/one.txt',
    'The second battery is dropped from the plan. Carla writes to the supplier.',
  );
  const two = await file(
    'together/two.txt',
    'Carla writes to the supplier. The buttons stay red in the end.',
  );
  const [digest, ...more] = await summaries([one, two, '--together', '--length', '100%']);
  assert.deepEqual([more, digest?.file], [[], null]);
  assert.deepEqual(
    digest?.points.map(({ text, ...rest }) => [text, 'file' in rest ? rest.file : undefined]),
    [
      ['The second battery is dropped from the plan.', one],
      ['Carla writes to the supplier.', one],
      ['The buttons stay red in the end.', two],
    ],
  );
});

test('a folder becomes files in another, and what was made before is not summarized again', async () => {
  const source = path.join(folder, 'texts');
  await file('texts/a.txt', meeting);
  await file('texts/below/b.md', `# Title\n\n${meeting}`);
  await file(
    'texts/picture.bin',
    Uint8Array.from({ length: 500 }, (_, at) => (at * 7) % 256),
  );
  const output = path.join(source, 'out');
  const run = () => summarize([source, '--output', output, '--format', 'markdown']);
  const { stdout, stderr } = await run();
  assert.equal(stdout, '');
  assert.match(stderr, /picture\.bin: passed over/);
  assert.deepEqual((await readdir(output)).sort(), ['a.md', 'below']);
  const before = await readFile(path.join(output, 'a.md'), 'utf8');
  await run();
  assert.deepEqual((await readdir(output, { recursive: true })).sort(), ['a.md', 'below', 'below/b.md']);
  assert.equal(await readFile(path.join(output, 'a.md'), 'utf8'), before);
  await cp(path.join(source, 'a.txt'), path.join(folder, 'beside', 'a.txt'), { recursive: true });
  await summarize([path.join(folder, 'beside', 'a.txt'), '--output', path.join(folder, 'beside')]);
  assert.deepEqual((await readdir(path.join(folder, 'beside'))).sort(), ['a.summary.txt', 'a.txt']);
});

test('a text in another language is chosen from and not cleaned, and that is said', async () => {
  const text =
    'Ontem, hum, eu fui ao mercado comprar pão. O preço subiu muito este ano. Vamos decidir amanhã.';
  const { stdout, stderr } = await summarize(['--length', '100%'], text);
  assert.equal(
    stdout,
    'Ontem, hum, eu fui ao mercado comprar pão.\nO preço subiu muito este ano.\nVamos decidir amanhã.\n',
  );
  assert.match(stderr, /what is in Portuguese stands as it was: only English is cleaned/);
});

test('nothing, one word, a megabyte and dictation without marks are answered', async () => {
  const empty = await summaries([], '');
  assert.deepEqual(empty, [{ file: null, read: 0, kept: 0, points: [] }]);
  const [one] = await summaries([], 'Hello');
  assert.deepEqual(
    one?.points.map(({ text }) => text),
    ['Hello'],
  );
  const dictated = Array.from(
    { length: 30 },
    (_, at) => `so we talked about topic number ${at} and what to do`,
  ).join(' ');
  const { stderr } = await summarize(['--length', '20%'], dictated);
  assert.match(stderr, /hardly any sentence marks, and was split by length/);
  const [megabyte] = await summaries(['--length', '1%'], 'x'.repeat(2 ** 20));
  assert.equal(megabyte?.read, 1);
  assert.ok((megabyte?.points.length ?? 0) >= 1);
});

test('what is no text fails by itself, with its code; the others go on', async () => {
  const good = await file('good.txt', 'This is a good text. It has two sentences.');
  const binary = await file(
    'bad.txt',
    Uint8Array.from({ length: 300 }, (_, at) => (at * 31) % 256),
  );
  const latin = await file('latin.txt', Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0x6f, 0x6b));
  const { code, stdout, stderr } = await parola([
    'summarize',
    binary,
    latin,
    path.join(folder, 'none.txt'),
    good,
  ]);
  assert.equal(code, 1);
  assert.match(stderr, /parola: text-unreadable: .*bad\.txt/);
  assert.match(stderr, /parola: text-unreadable: .*latin\.txt/);
  assert.match(stderr, /parola: file-not-found: .*none\.txt/);
  assert.match(stdout, /good text/);
});

test('wrong options are wrong syntax, an unknown or unfit model says what to do', async () => {
  for (const length of ['0%', '101%', 'tiny', '20', '-5%']) {
    const { code, stderr } = await parola(['summarize', `--length=${length}`], {}, '');
    assert.equal(code, 2);
    assert.match(stderr, /^parola: usage: .*--length/);
  }
  assert.equal((await parola(['summarize', '--clean-only', '--length', 'short'], {}, '')).code, 2);
  const unknown = await parola(['summarize', '--model', 'none'], {}, 'x');
  assert.match(unknown.stderr, /^parola: model-unknown/);
  const unfit = await parola(['summarize', '--model', 'moonshine-tiny'], {}, 'x');
  assert.match(unfit.stderr, /^parola: model-wrong-task/);
});

test('parola evaluate summarize prints the figures of pairs and of documents, as text and JSON', async () => {
  const lines = [
    { document: 'Um , we need the the plan .', summary: 'We need the plan .', kind: 'synth' },
    { document: 'It rains .', summary: 'It rains .', kind: 'clean' },
    {
      document: meeting.replaceAll(/^.*?: /gm, ''),
      summary: 'No second battery; Carla writes to the supplier.',
    },
  ];
  const data = await file('data.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  const text = await parola(['evaluate', 'summarize', '--data', data]);
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /clean: 2 pairs; exact/);
  assert.match(text.stdout, /\nlead +\d+\.\d\d.*\nthis +\d+\.\d\d.*\n\(all\)/);
  const json = await parola(['evaluate', 'summarize', '--data', data, '--json']);
  const report = JSON.parse(json.stdout);
  assert.ok(report.clean.exact >= 0.5 && report.clean.leftAlone === 1);
  assert.deepEqual(
    report.choose.rows.map(({ name }: { name: string }) => name),
    ['lead', 'this', 'all'],
  );
});

/** Are the words of one left when some of the other's go? */
function isPart(part: string, whole: string): boolean {
  const plain = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  const wanted = plain(part);
  let at = 0;
  for (const word of plain(whole)) if (word === wanted[at]) at++;
  return at === wanted.length;
}
