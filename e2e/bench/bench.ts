/**
 * `npm run bench [-- --json] [--rounds N]`: Parola beside transformers.js on the same Moonshine files,
 * clips and threads. Standard output holds the figures and nothing else.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readSamples } from '../../main/evaluate/clips.ts';
import { readCorpus } from '../../main/evaluate/corpus.ts';
import { fetchOriginals, installModel } from '../../main/install.ts';
import { findModel, parolaHome } from '../../main/models.ts';
import { equalClips, figuresOf, formatFigures } from './figures.ts';
import { type BenchClip, race } from './peers.ts';

const threads = 2;
/** Recordings of other people that lie beside a checkout on some machines. */
const sharedClips = 12;
const maxSeconds = 30;

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '3' } },
});
const note = (text: string) => process.stderr.write(`bench: ${text}\n`);

const home = parolaHome();
const originals = await mkdtemp(path.join(tmpdir(), 'parola-bench-'));
try {
  await installModel('moonshine-tiny', { home, onNote: note });
  await fetchOriginals(findModel('moonshine-tiny'), originals, { home, onNote: note });
  const clips = await benchClips();
  note(`${clips.length} clips, ${threads} threads, ${values.rounds} rounds and one to warm up`);
  const load = { kind: 'load', originals, home, threads } as const;
  const { ours, theirs } = await race(clips, Number(values.rounds), load, showProgress);
  note(`${equalClips(ours, theirs)} of ${clips.length} clips have the same tokens on both sides`);
  const figures = figuresOf(ours, theirs);
  process.stdout.write(`${values.json ? JSON.stringify(figures, null, 2) : formatFigures(figures)}\n`);
} finally {
  await rm(originals, { recursive: true, force: true });
}

/** Our own fixtures, one file for each text, and some recordings of others where they are there. */
async function benchClips(): Promise<BenchClip[]> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const own = await readCorpus(path.join(root, 'e2e', 'fixtures', 'speech'));
  const texts = new Set<string>();
  const recordings = own.filter(({ text }) => !texts.has(text) && texts.add(text));
  for (const folder of ['human', 'spoken-captions']) {
    const shared = path.resolve(root, '..', 'shared', 'data', 'speech', folder);
    if (existsSync(shared)) recordings.push(...(await readCorpus(shared, sharedClips)));
    else note(`without ${folder}: there is no ${shared}`);
  }
  const clips: BenchClip[] = [];
  for (const recording of recordings) {
    const samples = await readSamples(recording.path);
    if (samples.length <= maxSeconds * 16_000) clips.push({ name: path.basename(recording.path), samples });
  }
  return clips;
}

function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${all} ${done === all ? '\n' : ''}`);
}
