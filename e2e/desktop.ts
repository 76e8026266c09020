/** The program in a real Electron with a WAV as its microphone, driven as a person would. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright';
import { wordsOf } from './command-line.ts';

/** Where screenshots and records of the tests lie. */
export const results = fileURLToPath(new URL('results', import.meta.url));
const speech = fileURLToPath(new URL('fixtures/speech', import.meta.url));

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The main process. */
  readonly pid: number;
  /** Quits as the menu does. */
  quit(): Promise<void>;
}

export interface DesktopOptions {
  /** The folder of the Electron to run. */
  readonly electron: string;
  readonly display: string;
  readonly home: string;
  /** A file of the speech fixtures; it is heard again and again. */
  readonly microphone: string;
  /** More of Chromium's switches. */
  readonly switches?: readonly string[];
}

/** Starts the program and waits for its window. */
export async function openDesktop({
  electron: folder,
  display,
  home,
  microphone,
  switches = [],
}: DesktopOptions): Promise<Desktop> {
  const app = await electron.launch({
    executablePath: path.join(folder, 'electron'),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      ...fakeMicrophone(microphone),
      ...switches,
    ],
    env: { ...plainEnvironment(), DISPLAY: display, PAROLA_HOME: home },
    timeout: 30_000,
  });
  await app.evaluate(nameKeeper);
  const page = await app.firstWindow();
  await page.addInitScript(nameKeeper);
  await page.evaluate(nameKeeper);
  const pid = app.process().pid;
  if (pid === undefined) throw new Error('Electron has no process id.');
  return { app, page, pid, quit: () => app.close() };
}

/** The loader that runs the tests marks functions with this name; neither page nor program has such a thing. */
const nameKeeper = 'globalThis.__name = (named) => named';

/** Chromium's switches for a microphone that plays a file. */
export function fakeMicrophone(name: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${path.join(speech, name)}`,
  ];
}

function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Process ids of `root` and everything that it started. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /\) \S (\d+)/.exec(readIfThere(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

/** Does the process still run? One that has ended but was not yet asked about does not. */
export function isRunning(pid: number): boolean {
  const state = /\) (\S) /.exec(readIfThere(`/proc/${pid}/stat`))?.[1];
  return state !== undefined && state !== 'Z';
}

/** A file of /proc, empty when its process is gone. */
export function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The processes that recognize speech. */
export async function inferenceProcesses(app: ElectronApplication): Promise<number[]> {
  return app.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .filter(({ name }) => name === 'parola-inference')
      .map(({ pid }) => pid),
  );
}

/** The words of everything on the page that was heard, in lower case and without punctuation. */
export async function heardWords(page: Page): Promise<string> {
  return wordsOf(
    await page
      .locator('.heard')
      .allInnerTexts()
      .then((texts) => texts.join(' ')),
  );
}

/** Waits until `read` gives something other than null, undefined or false, looking every tenth of a second. */
export async function until<Value>(
  what: string,
  read: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  seconds = 30,
): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`This did not happen within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
