/** What `parola caption` does where a picture, a folder or the user gives out, with the real models. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fixtures, parola, startParola } from './command-line.ts';

const coffee = path.join(fixtures, 'photographs', 'coffee.jpg');
let folder = '';

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parola-caption-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('a bad picture is one coded line on standard error, the others are described, and the exit code says so', async () => {
  const bytes = await readFile(coffee);
  const place = path.join(folder, 'mixed');
  await mkdir(place);
  const files: [name: string, bytes: Uint8Array | string][] = [
    ['a-good.jpg', bytes],
    ['b-empty.jpg', ''],
    ['c-text.png', 'this is no picture'],
    [
      'd-drawing.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    ],
    ['e-good.png', bytes],
  ];
  for (const [name, content] of files) await writeFile(path.join(place, name), content);
  const missing = path.join(folder, 'missing.jpg');
  const { code, stdout, stderr } = await parola(['caption', missing, place, '--format', 'json']);
  assert.equal(code, 1);
  const described: { file: string; caption: string }[] = JSON.parse(stdout);
  assert.deepEqual(
    described.map(({ file }) => path.basename(file)),
    ['a-good.jpg', 'e-good.png'],
  );
  assert.equal(described[0]?.caption, described[1]?.caption);
  const lines = stderr.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => /^parola: ([a-z-]+): \S*?([^/\s]+): \S/.exec(line)?.slice(1)),
    [
      ['file-not-found', 'missing.jpg'],
      ['picture-malformed', 'b-empty.jpg'],
      ['picture-malformed', 'c-text.png'],
      ['picture-unsupported', 'd-drawing.svg'],
    ],
    stderr,
  );
});

test('where nothing is described JSON is an empty array and CSV its header', async () => {
  const place = path.join(folder, 'nothing');
  await mkdir(place);
  for (const [format, expected] of [
    ['json', '[]\n'],
    ['text', ''],
    ['csv', 'file,caption,confidence,abstained,kind,text\r\n'],
  ] as const) {
    const { code, stdout, stderr } = await parola(['caption', place, '--format', format]);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: expected });
    assert.match(stderr, /^parola: file-not-found: [^\n]*nothing: [^\n]*--recursive[^\n]*\n$/);
  }
});

test('what cannot be asked is a line of usage and exit code 2', async () => {
  for (const args of [
    [],
    [coffee, '--format', 'xml'],
    [coffee, '--skip-existing'],
    ['-', '--format', 'txt-sidecar'],
    [coffee, '--read', 'sometimes'],
    [coffee, '--alternatives', '-1'],
  ]) {
    const { code, stdout, stderr } = await parola(['caption', ...args], {}, '');
    assert.deepEqual({ args, code, stdout }, { args, code: 2, stdout: '' });
    assert.match(stderr, /^parola: usage: [^\n]+\n$/);
  }
});

test('a model that does not describe pictures, or that there is none of, is said before anything is written', async () => {
  for (const [model, expected] of [
    ['moonshine-tiny', /^parola: model-wrong-task: /],
    ['no-such-model', /^parola: model-unknown: /],
  ] as const) {
    const { code, stdout, stderr } = await parola(['caption', coffee, '--model', model]);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, expected);
  }
});

test('an output that cannot be written is said', async () => {
  const output = path.join(folder, 'file', 'out');
  await writeFile(path.join(folder, 'file'), '');
  for (const format of ['text', 'txt-sidecar']) {
    const { code, stdout, stderr } = await parola([
      'caption',
      coffee,
      '--format',
      format,
      '--output',
      output,
    ]);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /^parola: output-unwritable: [^\n]+\n$/);
  }
});

test('Ctrl-C ends a batch at once; what was described is there, whole', async () => {
  const place = path.join(folder, 'many');
  await mkdir(place);
  for (let number = 0; number < 400; number++)
    await copyFile(coffee, path.join(place, `${1000 + number}.jpg`));
  const output = path.join(folder, 'stopped');
  const { child, ended } = startParola(['caption', place, '--format', 'json', '--no-read']);
  const printed = child.stdout as NonNullable<typeof child.stdout>;
  let read = '';
  while (!read.includes('"caption"')) read += String((await once(printed, 'data'))[0]);
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  assert.equal(code, 130);
  const described = JSON.parse(stdout);
  assert.ok(described.length > 0 && described.length < 400, String(described.length));

  const sidecars = startParola([
    'caption',
    place,
    '--format',
    'txt-sidecar',
    '--no-read',
    '--output',
    output,
  ]);
  while ((await readdir(output).catch(() => [])).length < 3)
    await new Promise((resolve) => setTimeout(resolve, 20));
  sidecars.child.kill('SIGINT');
  assert.equal((await sidecars.ended).code, 130);
  const names = await readdir(output);
  assert.ok(names.length < 400 && names.every((name) => name.endsWith('.txt')), names.join());
  for (const name of names) assert.match(await readFile(path.join(output, name), 'utf8'), /^\S.*\n$/);
});
