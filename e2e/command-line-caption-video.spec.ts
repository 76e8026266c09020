/** What `parola caption` says of video files, with the real models and the system's ffmpeg. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fixtures, parola } from './command-line.ts';

const photographs = path.join(fixtures, 'photographs');
const [astronaut, coffee] = ['astronaut.jpg', 'coffee.jpg'].map((name) => path.join(photographs, name)) as [
  string,
  string,
];
const skip =
  spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'ffmpeg is not installed: videos cannot be tested';
let folder = '';
let video = '';

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parola-video-'));
  video = path.join(folder, 'two scenes, "odd": name.webm');
  if (skip === false) film(video);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Two seconds of each photograph, then one more of the first. */
function film(file: string): void {
  const shots = [
    [coffee, 2],
    [astronaut, 2],
    [coffee, 1],
  ] as const;
  const inputs = shots.flatMap(([picture, seconds]) => ['-loop', '1', '-t', String(seconds), '-i', picture]);
  const scaled = shots.map((_, index) => `[${index}]scale=320:240,setsar=1,fps=10[v${index}];`).join('');
  const joined = `${shots.map((_, index) => `[v${index}]`).join('')}concat=n=${shots.length}`;
  const args = [
    ...inputs,
    '-filter_complex',
    scaled + joined,
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libvpx',
    '-b:v',
    '2M',
    file,
  ];
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

test('a video has a caption for each scene, with its time', { skip }, async () => {
  const { code, stdout, stderr } = await parola(['caption', coffee, video, astronaut]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  assert.deepEqual(
    rows.map(([file]) => file),
    [coffee, `${video}#t=0`, `${video}#t=2`, `${video}#t=4`, astronaut],
  );
  const said = rows.map(([, caption]) => caption);
  assert.equal(said[1], said[3]);
  assert.notEqual(said[1], said[2]);
  const json = await parola(['caption', video, '--format', 'json']);
  assert.deepEqual(
    JSON.parse(json.stdout).map(({ file, caption }: { file: string; caption: string }) => [file, caption]),
    rows.slice(1, 4),
  );
});

test('subtitles of a video stand as long as its scenes do', { skip }, async () => {
  const { code, stdout, stderr } = await parola(['caption', '--format', 'srt', video]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.deepEqual(stdout.match(/\d\d:.* --> .*/g), [
    '00:00:00,000 --> 00:00:02,000',
    '00:00:02,000 --> 00:00:04,000',
    '00:00:04,000 --> 00:00:05,000',
  ]);
  const output = path.join(folder, 'out');
  const vtt = await parola(['caption', '--format', 'vtt', '--output', output, folder]);
  assert.deepEqual([vtt.code, vtt.stdout], [0, '']);
  const text = await readFile(path.join(output, 'two scenes, "odd": name.vtt'), 'utf8');
  assert.match(text, /^WEBVTT\n\n/);
  assert.equal(text.match(/-->/g)?.length, 3);
  const picture = await parola(['caption', '--format', 'srt', coffee]);
  assert.equal(picture.code, 1);
  assert.match(picture.stderr, /^parola: request-invalid: [^\n]*coffee\.jpg: [^\n]*--format[^\n]*\n$/);
});

test('what is no video, or names other files, is a coded error, and the rest goes on', { skip }, async () => {
  const bad: [name: string, content: string | null][] = [
    ['text.mp4', 'no video'],
    ['empty.webm', ''],
    ['list.mp4', '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n'],
    ['picture.mkv', null],
  ];
  const files = await Promise.all(
    bad.map(async ([name, content]) => {
      const file = path.join(folder, name);
      if (content === null) await copyFile(coffee, file);
      else await writeFile(file, content);
      return file;
    }),
  );
  const { code, stdout, stderr } = await parola(['caption', ...files, coffee]);
  assert.equal(code, 1);
  assert.equal(stdout.split('\n').length, 2);
  assert.equal(stderr.match(/^parola: picture-(malformed|unsupported): /gm)?.length, 4, stderr);
});

test('without ffmpeg a video says that it is needed', async () => {
  const file = path.join(folder, 'any.mp4');
  await writeFile(file, 'whatever');
  const { code, stdout, stderr } = await parola(['caption', file], { PATH: folder });
  assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
  assert.match(stderr, /^parola: picture-unsupported: [^\n]*any\.mp4: [^\n]*install[^\n]*\n$/);
});
