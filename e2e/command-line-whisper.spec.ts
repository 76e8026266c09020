/** An imported Whisper as the command line's ear: a tiny one, which has learnt a few recordings by heart. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { modelsFolder, parolaHome } from '../main/models.ts';
import { fixtures, parola, speech } from './command-line.ts';

let home = '';
const run = (...args: string[]) => parola([...args, '--offline'], { PAROLA_HOME: home });
const hear = (...args: string[]) => run('transcribe', '--model', 'my-whisper', ...args);
const recording = (name: string) => path.join(speech, name);

before(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'parola-whisper-'));
  await mkdir(modelsFolder(home), { recursive: true });
  const detector = path.join(modelsFolder(parolaHome()), 'silero-vad');
  await cp(detector, path.join(modelsFolder(home), 'silero-vad'), { recursive: true });
  const folder = path.join(fixtures, 'huggingface', 'whisper');
  const { code, stderr } = await parola(['models', 'import', folder, '--id', 'my-whisper'], {
    PAROLA_HOME: home,
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /parola transcribe --model my-whisper/);
});
after(() => rm(home, { recursive: true, force: true }));

test('an imported Whisper is listed with the languages that it hears', async () => {
  const { stdout } = await parola(['models', 'list', '--task', 'transcribe'], { PAROLA_HOME: home });
  assert.match(stdout, /^my-whisper +installed .*English and 98 more/m);
  assert.match(stdout, /^whisper-tiny +available .*English and 98 more .*Apache-2\.0/m);
});

test('it finds out which language is spoken, and says so', async () => {
  const { code, stdout } = await hear('--format', 'json', recording('boat.flac'));
  assert.equal(code, 0);
  const [{ language, segments }] = JSON.parse(stdout);
  assert.equal(language, 'pt');
  assert.deepEqual(
    segments.map(({ text }: { text: string }) => text),
    ['Atravessámos o rio de barco.'],
  );
});

test('it hears the language that it is told, and writes English of any', async () => {
  const english = await hear('--language', 'en', recording('boat.flac'));
  assert.equal(english.stdout, 'We crossed the river by boat.\n');
  const translated = await hear('--language', 'de', '--to-english', recording('library.wav'));
  assert.equal(translated.stdout, 'It opens at nine.\n');
});

test('its pieces of text become subtitles at their times', async () => {
  const { stdout } = await hear('--language', 'en', '--format', 'srt', recording('umbrella.flac'));
  const cues = stdout.trim().split('\n\n');
  assert.equal(cues.length, 2);
  assert.match(
    cues[0] ?? '',
    /^1\n00:00:0[01],\d{3} --> 00:00:0[12],\d{3}\nPlease bring the blue umbrella,$/,
  );
  assert.match(cues[1] ?? '', /^2\n00:00:0[12],\d{3} --> 00:00:0[34],\d{3}\nit will rain\.$/);
});

test('a language that it does not hear is refused', async () => {
  const { code, stderr } = await hear('--language', 'tlh', recording('boat.flac'));
  assert.notEqual(code, 0);
  assert.match(stderr, /^parola: language-unsupported: .*my-whisper/m);
});

test('English of any language is asked of a model that can', async () => {
  const moonshine = path.join(modelsFolder(parolaHome()), 'moonshine-tiny');
  await cp(moonshine, path.join(modelsFolder(home), 'moonshine-tiny'), { recursive: true });
  const { code, stderr } = await run('transcribe', '--to-english', recording('boat.flac'));
  assert.notEqual(code, 0);
  assert.match(stderr, /^parola: model-wrong-task: /m);
});
