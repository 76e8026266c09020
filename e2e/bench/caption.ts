/**
 * Parola's captioner beside the same network in PyTorch, from the bytes of a JPEG to the sentence, turn by
 * turn in one run; the first caption of a cold program; and a folder of many pictures.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { installModel } from '../../main/install.ts';
import { captionFolder } from './caption-folder.ts';
import type { CaptionFiles } from './caption-messages.ts';
import { type Figure, median, round } from './figures.ts';
import type { LineReply } from './translate-messages.ts';
import {
  type Command,
  nodeCommand,
  type RunningEngine,
  startEngine,
  torchCommand,
} from './translate-processes.ts';

interface BenchOptions {
  readonly home: string;
  readonly rounds: number;
  readonly note: (text: string) => void;
  readonly onProgress: (done: number, all: number) => void;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const weights = path.join(root, 'models', 'captioner', 'weights');
const cache = path.join(root, '.cache', 'bench-pictures');
/** Of a corpus that lies beside a checkout on some machines. */
const sharedPictures = 15;
const folderPictures = 1000;

/** A list of figures for one thread and for two, and one for the folder. */
export async function captionFigures({ home, rounds, note, onProgress }: BenchOptions): Promise<Figure[][]> {
  await installModel('parola-captioner', { home, onNote: note });
  const flickr = flickrFolder(note);
  const pictures = await jpegs(flickr);
  const ours = await nodeCommand('caption-ours');
  const torch = torchCommand(note);
  const commands = [ours, ...(torch === null ? [] : [torch])];
  note(`${pictures.length} pictures, ${rounds} rounds and one to warm up, on one thread and on two`);
  const tables: Figure[][] = [];
  for (const threads of [1, 2]) {
    const files = { home, weights, threads };
    const [mine, peer] = await race(commands, files, pictures, rounds, onProgress);
    if (mine === undefined) continue;
    if (peer !== undefined) note(`${equal(mine, peer)} of ${pictures.length} captions are the same`);
    tables.push(compare(mine, peer, threads));
  }
  tables.push(await coldFigures(commands, { home, weights, threads: 2 }, pictures[0] ?? '', rounds));
  const many = flickr === null ? pictures : await inFolder(flickr);
  const alone = tables[0]?.[0]?.ours ?? Number.NaN;
  const folder = await captionFolder(home, repeated(many, folderPictures), alone, onProgress);
  tables.push(...folder.map((figure) => [figure]));
  return tables;
}

/** The development pictures of Flickr8k, unpacked; null where they are not beside the checkout. */
function flickrFolder(note: BenchOptions['note']): string | null {
  const packed = path.resolve(root, '..', 'shared', 'data', 'flickr8k.tar');
  const folder = path.join(cache, 'flickr8k', 'images');
  if (existsSync(folder)) return folder;
  if (!existsSync(packed)) {
    note('WITHOUT FLICKR8K: there is no ../shared/data/flickr8k.tar; only our own photographs are described');
    return null;
  }
  spawnSync('mkdir', ['-p', cache]);
  const { status } = spawnSync('tar', ['-xf', packed, '-C', cache]);
  return status === 0 ? folder : null;
}

/** Our own photographs, and some of Flickr8k made into the JPEGs that they once were. */
async function jpegs(flickr: string | null): Promise<string[]> {
  const own = await inFolder(path.join(root, 'e2e', 'fixtures', 'photographs'));
  if (flickr === null) return own;
  const folder = path.join(cache, 'jpeg');
  await mkdir(folder, { recursive: true });
  const made = (await inFolder(flickr)).slice(0, sharedPictures).map(async (file) => {
    const target = path.join(folder, `${path.parse(file).name}.jpg`);
    await sharp(file).jpeg({ quality: 90 }).toFile(target);
    return target;
  });
  return [...own, ...(await Promise.all(made))];
}

async function inFolder(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|webp)$/.test(name)).sort();
  return names.map((name) => path.join(folder, name));
}

function repeated(files: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => files[at % files.length] ?? '');
}

interface SideResult {
  readonly name: string;
  readonly texts: readonly string[];
  /** Sums of each picture's median. */
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
}

/** Every side over all pictures, `rounds` times and once before to warm up; who goes first changes. */
async function race(
  commands: readonly Command[],
  files: CaptionFiles,
  pictures: readonly string[],
  rounds: number,
  onProgress: BenchOptions['onProgress'],
): Promise<SideResult[]> {
  const engines = await Promise.all(commands.map((command) => startEngine(command, files.threads)));
  try {
    for (const engine of engines) await engine.ask({ load: files });
    const replies = engines.map(() => pictures.map((): LineReply[] => []));
    for (let round = 0; round <= rounds; round++) {
      for (const [index, picture] of pictures.entries()) {
        for (const turn of engines.keys()) {
          const who = (turn + round + index) % engines.length;
          const reply = await (engines[who] as RunningEngine).ask<LineReply>({ picture });
          if (round > 0) replies[who]?.[index]?.push(reply);
        }
        onProgress(round * pictures.length + index + 1, (rounds + 1) * pictures.length);
      }
    }
    return engines.map(({ name }, who) => {
      const mine = replies[who] ?? [];
      const sum = (measure: (reply: LineReply) => number) =>
        mine.reduce((total, one) => total + median(one.map(measure)), 0);
      return {
        name,
        texts: mine.map(([first]) => first?.text ?? ''),
        milliseconds: sum((reply) => reply.milliseconds),
        cpuMilliseconds: sum((reply) => reply.cpuMilliseconds),
      };
    });
  } finally {
    for (const engine of engines) engine.end();
  }
}

const equal = (one: SideResult, other: SideResult) =>
  one.texts.filter((text, at) => text.toLowerCase() === other.texts[at]?.toLowerCase()).length;

function compare(ours: SideResult, theirs: SideResult | undefined, threads: number): Figure[] {
  const count = ours.texts.length;
  const on = threads === 1 ? 'one thread' : `${threads} threads`;
  const figure = (name: string, unit: string, mine: number, other: number, ratio: number): Figure => ({
    name,
    peer: theirs?.name ?? 'nothing to compare',
    ours: round(mine),
    theirs: round(other),
    ratio: round(ratio),
    unit,
  });
  const rate = (side: SideResult | undefined) => (1000 * count) / (side?.milliseconds ?? Number.NaN);
  const cpu = (side: SideResult | undefined) => (side?.cpuMilliseconds ?? Number.NaN) / count;
  return [
    figure(`captions, ${on}`, '/s', rate(ours), rate(theirs), rate(ours) / rate(theirs)),
    figure(`processor time a picture, ${on}`, 'ms', cpu(ours), cpu(theirs), cpu(theirs) / cpu(ours)),
  ];
}

/** From the start of a new process to its first caption; one start is thrown away, for the disk. */
async function coldFigures(
  commands: readonly Command[],
  files: CaptionFiles,
  picture: string,
  rounds: number,
): Promise<Figure[]> {
  const times = commands.map((): number[] => []);
  const names: string[] = [];
  for (let round = 0; round <= Math.min(rounds, 2); round++) {
    for (const [who, command] of commands.entries()) {
      const start = performance.now();
      const engine = await startEngine(command, files.threads);
      await engine.ask({ load: files });
      await engine.ask({ picture });
      if (round > 0) times[who]?.push(performance.now() - start);
      names[who] = engine.name;
      engine.end();
    }
  }
  const [ours = Number.NaN, theirs = Number.NaN] = times.map(median);
  const [, peer = 'nothing to compare'] = names;
  const [mine, other, ratio] = [round(ours), round(theirs), round(theirs / ours)];
  return [{ name: 'first caption of a new process', peer, ours: mine, theirs: other, ratio, unit: 'ms' }];
}
