/**
 * `npm run bench [-- --only transcribe|translate|caption|summarize] [--json] [--rounds N] [--threads N]`: Parola beside
 * transformers.js on the same Moonshine files, clips and threads, and beside the engines that were
 * made for its translation models on the same lines, and beside PyTorch on the same captioner and pictures, and
 * beside sumy's TextRank on the same transcript. `--hour` shows the memory over an hour of audio
 * instead (`--minutes N` for less). Standard output holds the figures and nothing else.
 */
import { parseArgs } from 'node:util';
import { ensureDefaultModels } from '../../main/install-defaults.ts';
import { parolaHome } from '../../main/models.ts';
import { captionFigures } from './caption.ts';
import { benchClips } from './clips.ts';
import { equalClips, type Figure, figuresOf, formatFigures } from './figures.ts';
import { formatCurve, memoryCurve } from './hour.ts';
import { originalFolder } from './originals.ts';
import { race } from './peers.ts';
import { summarizeFigures } from './summarize.ts';
import { translateFigures } from './translate.ts';

/** Of each corpus that lies beside a checkout on some machines. */
const sharedClips = 12;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    only: { type: 'string' },
    hour: { type: 'boolean' },
    minutes: { type: 'string', default: '60' },
  },
});
const threads = Number(values.threads);
const note = (text: string) => process.stderr.write(`bench: ${text}\n`);

const home = parolaHome();
const rounds = Number(values.rounds);
if (values.hour) await showMemory();
else await showRaces();

async function showRaces(): Promise<void> {
  const tables: Figure[][] = [];
  const wants = (race: string) => values.only === undefined || values.only === race;
  const options = { home, rounds, note, onProgress: showProgress };
  if (wants('transcribe')) tables.push(await transcribeFigures());
  if (wants('translate')) tables.push(...(await translateFigures(options)));
  if (wants('caption')) tables.push(...(await captionFigures(options)));
  if (wants('summarize')) tables.push(...(await summarizeFigures(options)));
  const text = values.json ? JSON.stringify(tables.flat(), null, 2) : tables.map(formatFigures).join('\n\n');
  process.stdout.write(`${text}\n`);
}

async function transcribeFigures(): Promise<Figure[]> {
  await ensureDefaultModels({ home, onNote: note });
  const clips = await benchClips(sharedClips, note);
  const originals = await originalFolder();
  note(`${clips.length} clips, ${threads} threads, ${rounds} rounds and one to warm up`);
  const load = { kind: 'load', originals, home, threads } as const;
  const { ours, theirs } = await race(clips, rounds, load, showProgress);
  note(`${equalClips(ours, theirs)} of ${clips.length} clips have the same tokens on both sides`);
  return figuresOf(ours, theirs);
}

async function showMemory(): Promise<void> {
  await ensureDefaultModels({ home, onNote: note });
  const clips = await benchClips(sharedClips, note);
  const points = await memoryCurve(clips, Number(values.minutes), ({ minutes }) =>
    showProgress(minutes, Number(values.minutes)),
  );
  process.stdout.write(`${values.json ? JSON.stringify(points, null, 2) : formatCurve(points)}\n`);
}

function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${all} ${done === all ? '\n' : ''}`);
}
