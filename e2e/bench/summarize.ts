/**
 * Parola's summarizer beside sumy's TextRank on the same transcript of 5,000 words, turn by turn in one run;
 * and the whole command from its start to its end.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { asWritten } from '../../main/evaluate/written-text.ts';
import { type Inference, startInference } from '../../main/inference.ts';
import { installModel } from '../../main/install.ts';
import { summaryModels, usualCleanModel, usualSummaryModel } from '../../main/summary-models.ts';
import type { SummaryModels } from '../../main/worker/protocol.ts';
import { termsOf } from '../../main/worker/tasks/choose-features.ts';
import { textRank } from '../../main/worker/tasks/choose-ranks.ts';
import { pointsOf } from '../../preload/summary-length.ts';
import { type Figure, median, round } from './figures.ts';
import type { LineReply } from './translate-messages.ts';
import { startEngine, sumyCommand } from './translate-processes.ts';

interface BenchOptions {
  readonly home: string;
  readonly rounds: number;
  readonly note: (text: string) => void;
  readonly onProgress: (done: number, all: number) => void;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const workerPath = path.join(root, 'dist', 'worker.cjs');
const words = 5000;
const share = 0.1;

export async function summarizeFigures({
  home,
  rounds,
  note,
  onProgress,
}: BenchOptions): Promise<Figure[][]> {
  if (!existsSync(workerPath)) throw new Error(`${path.basename(workerPath)} is not built: npm run build`);
  for (const id of [usualCleanModel, usualSummaryModel]) await installModel(id, { home, onNote: note });
  const text = transcript(note);
  note(
    `${text.split(/\s+/).length} words in ${text.split('\n').length} sentences, ${rounds} rounds and one to warm up`,
  );
  const sumy = sumyCommand(note);
  const peer = sumy === null ? null : await startEngine(sumy, 2);
  const inference = startInference({ workerPath });
  const models = await summaryModels(home);
  const [ours, theirs, ranks]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let turn = 0; turn <= rounds; turn++) {
      const mine = await digestMilliseconds(inference, models, text);
      const reply = await peer?.ask<LineReply>({ text, share });
      const rank = rankMilliseconds(text);
      if (turn > 0) {
        ours.push(mine);
        ranks.push(rank);
        if (reply !== undefined) theirs.push(reply.milliseconds);
      }
      onProgress(turn + 1, rounds + 1);
    }
  } finally {
    await inference.close();
    peer?.end();
  }
  const cold = commandMilliseconds(home, text, Math.min(rounds, 3));
  const coldPeer = sumy === null ? [] : peerMilliseconds(sumy.program, sumy.args, text, Math.min(rounds, 3));
  const name = peer?.name ?? 'nothing to compare';
  return [
    [
      figure('TextRank of 5,000 words', name, median(ranks), medianOf(theirs)),
      figure('cleaned, read and chosen by networks', name, median(ours), medianOf(theirs)),
      figure('the same, the whole command', name, median(cold), medianOf(coldPeer)),
    ],
  ];
}

function figure(name: string, peer: string, ours: number, theirs: number): Figure {
  return { name, peer, ours: round(ours), theirs: round(theirs), ratio: round(theirs / ours), unit: 'ms' };
}

function medianOf(times: readonly number[]): number {
  return times.length === 0 ? Number.NaN : median(times);
}

/** The same method as the peer's, which is one of the chooser's features. */
function rankMilliseconds(text: string): number {
  const begin = performance.now();
  const sentences = text.split('\n');
  textRank(
    sentences.map(termsOf),
    sentences.map((sentence) => sentence.split(' ').length),
  );
  return performance.now() - begin;
}

async function digestMilliseconds(
  inference: Inference,
  models: SummaryModels,
  text: string,
): Promise<number> {
  const begin = performance.now();
  let shown = 0;
  await inference.summarize(
    { models, sources: [{ text }], together: true, options: {} },
    {
      onSummarized(_, digest) {
        if (digest.kind === 'said') shown = pointsOf(digest, { share }).length;
      },
    },
  );
  if (shown === 0) throw new Error('nothing was chosen');
  return performance.now() - begin;
}

/** From its start to its end, as a user waits for it; one start is thrown away, for the disk. */
function commandMilliseconds(home: string, text: string, rounds: number): number[] {
  return timed(rounds, () => {
    const args = [path.join(root, 'bin', 'parola.js'), 'summarize', '--length', 'short', '--offline'];
    return spawnSync(process.execPath, args, { input: text, env: { ...process.env, PAROLA_HOME: home } });
  });
}

function peerMilliseconds(program: string, args: readonly string[], text: string, rounds: number): number[] {
  return timed(rounds, () => spawnSync(program, args, { input: `${JSON.stringify({ text, share })}\n` }));
}

function timed(rounds: number, run: () => { status: number | null; stderr: Buffer }): number[] {
  const times: number[] = [];
  for (let turn = 0; turn <= rounds; turn++) {
    const begin = performance.now();
    const { status, stderr } = run();
    if (status !== 0) throw new Error(stderr.toString());
    if (turn > 0) times.push(performance.now() - begin);
  }
  return times;
}

/** A meeting, a sentence a line; of the corpus that lies beside a checkout on some machines, else of our own tests. */
function transcript(note: BenchOptions['note']): string {
  const folder = path.join(root, '.cache', 'bench');
  mkdirSync(folder, { recursive: true });
  const shared = path.resolve(root, '..', 'shared', 'data', 'summaries', 'qmsum_specific.jsonl.gz');
  let said: string;
  if (existsSync(shared)) {
    const lines = gunzipSync(readFileSync(shared)).toString('utf8').split('\n').slice(0, 60);
    said = lines.flatMap((line) => (line === '' ? [] : [asWritten(JSON.parse(line).document)])).join(' ');
  } else {
    note('WITHOUT QMSUM: there is no ../shared/data/summaries; our own sentences are said again and again');
    const cases = JSON.parse(
      readFileSync(path.join(root, 'models', 'summarizer', 'golden-choose.json'), 'utf8'),
    ).cases;
    said = Array.from({ length: 60 }, () => cases[0].sentences.join(' ')).join(' ');
  }
  const sentences = said.split(/(?<=[.?!]) +(?=[A-Z])/);
  let count = 0;
  const text = sentences.filter((sentence) => {
    const before = count;
    count += sentence.split(' ').length;
    return before < words;
  });
  writeFileSync(path.join(folder, 'transcript.txt'), text.join('\n'));
  return text.join('\n');
}
