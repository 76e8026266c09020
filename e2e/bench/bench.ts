/**
 * `npm run bench [-- --json] [--rounds N] [--threads N]`: Parola beside transformers.js on the same
 * Moonshine files, clips and threads. `--hour` shows the memory over an hour of audio instead
 * (`--minutes N` for less). Standard output holds the figures and nothing else.
 */
import { parseArgs } from 'node:util';
import { ensureDefaultModels } from '../../main/install-defaults.ts';
import { parolaHome } from '../../main/models.ts';
import { benchClips } from './clips.ts';
import { equalClips, figuresOf, formatFigures } from './figures.ts';
import { formatCurve, memoryCurve } from './hour.ts';
import { originalFolder } from './originals.ts';
import { race } from './peers.ts';

/** Of each corpus that lies beside a checkout on some machines. */
const sharedClips = 12;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    hour: { type: 'boolean' },
    minutes: { type: 'string', default: '60' },
  },
});
const threads = Number(values.threads);
const note = (text: string) => process.stderr.write(`bench: ${text}\n`);

const home = parolaHome();
await ensureDefaultModels({ home, onNote: note });
const clips = await benchClips(sharedClips, note);
await (values.hour ? showMemory() : showRace());

async function showRace(): Promise<void> {
  const originals = await originalFolder();
  note(`${clips.length} clips, ${threads} threads, ${values.rounds} rounds and one to warm up`);
  const load = { kind: 'load', originals, home, threads } as const;
  const { ours, theirs } = await race(clips, Number(values.rounds), load, showProgress);
  note(`${equalClips(ours, theirs)} of ${clips.length} clips have the same tokens on both sides`);
  const figures = figuresOf(ours, theirs);
  process.stdout.write(`${values.json ? JSON.stringify(figures, null, 2) : formatFigures(figures)}\n`);
}

async function showMemory(): Promise<void> {
  const points = await memoryCurve(clips, Number(values.minutes), ({ minutes }) =>
    showProgress(minutes, Number(values.minutes)),
  );
  process.stdout.write(`${values.json ? JSON.stringify(points, null, 2) : formatCurve(points)}\n`);
}

function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${all} ${done === all ? '\n' : ''}`);
}
