import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { readCorpus } from './corpus.ts';

async function corpus(context: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-corpus-'));
  context.after(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  return folder;
}

test('a folder with transcripts.tsv is read by its column names, in its order', async (context) => {
  const table = '\uFEFFtext\tspeaker\tfile\r\nHello there.\tA\tb.wav\r\n\tB\ta.wav\r\n';
  const folder = await corpus(context, { 'transcripts.tsv': table, 'a.wav': '', 'b.wav': '', 'c.wav': '' });
  const recordings = await readCorpus(folder);
  assert.deepEqual(recordings, [
    { file: 'b.wav', text: 'Hello there.', path: path.join(folder, 'b.wav') },
    { file: 'a.wav', text: '', path: path.join(folder, 'a.wav') },
  ]);
  assert.equal((await readCorpus(folder, 1)).length, 1);
});

test('a folder laid out as LibriSpeech is read by utterance', async (context) => {
  const folder = await corpus(context, {
    '61/70968/61-70968.trans.txt': '61-70968-0000 HE BEGAN A CONFUSED COMPLAINT\n61-70968-0001 GIVE NOT SO\n',
    '61/70968/61-70968-0000.flac': '',
    '61/70968/61-70968-0001.flac': '',
  });
  const recordings = await readCorpus(folder);
  assert.deepEqual(
    recordings.map(({ file, text }) => [file, text]),
    [
      [path.join('61', '70968', '61-70968-0000.flac'), 'HE BEGAN A CONFUSED COMPLAINT'],
      [path.join('61', '70968', '61-70968-0001.flac'), 'GIVE NOT SO'],
    ],
  );
});

test('what is no corpus is told from what lacks a recording', async (context) => {
  const empty = await corpus(context, { 'a.wav': '' });
  await assert.rejects(readCorpus(empty), { code: 'data-malformed' });
  const headless = await corpus(context, { 'transcripts.tsv': 'a.wav\thello\n', 'a.wav': '' });
  await assert.rejects(readCorpus(headless), { code: 'data-malformed' });
  const short = await corpus(context, { 'transcripts.tsv': 'file\ttext\na.wav\n', 'a.wav': '' });
  await assert.rejects(readCorpus(short), { code: 'data-malformed', message: /line 2/ });
  const missing = await corpus(context, { 'transcripts.tsv': 'file\ttext\nb.wav\thi\n', 'a.wav': '' });
  await assert.rejects(readCorpus(missing), { code: 'file-not-found', message: /b\.wav/ });
  await assert.rejects(readCorpus(path.join(empty, 'nowhere')), { code: 'file-not-found' });
});
