/** A browser at the served window, with a file as its microphone, driven as a person would. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type FileChooser, type Page } from 'playwright';
import { type Ended, speech, startParola } from '../command-line.ts';

const results = fileURLToPath(new URL('../results', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Debian's Chromium; `microphone` is a file of the speech fixtures, heard again and again. */
export function openBrowser(microphone: string): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${path.join(speech, microphone)}`,
    ],
  });
}

export interface ServedProgram {
  readonly address: string;
  readonly process: ChildProcess;
  /** Asks it to stop, and waits. */
  stop(): Promise<Ended>;
}

/** Starts `parola serve` on the data folder `home` and waits for the address it prints. */
export async function servePage(home: string): Promise<ServedProgram> {
  const { child, ended } = startParola(['serve', '--port', '0', '--offline'], { PAROLA_HOME: home });
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (piece: string) => {
      printed += piece;
      if (printed.includes('\n')) resolve(printed.split('\n', 1)[0] ?? '');
    });
    void ended.then(({ stderr }) => reject(new Error(`serve ended before its address: ${stderr}`)));
  });
  return {
    address,
    process: child,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Collects what the page's live regions say from now on, as a screen reader would hear it. Survives reloads. */
export async function listenAsScreenReader(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(nameKeeper);
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const live = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]';
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        if (element === null || element.closest(live) === null) continue;
        const spoken = type === 'characterData' ? [target] : [...addedNodes];
        const text = spoken.map((node) => node.textContent?.trim() ?? '').join(' ');
        if (text !== '') said.push(text);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { readonly said: string[] }).said);
}

/** The loader that runs the tests marks functions with this name; the page has no such thing. */
const nameKeeper = 'globalThis.__name = (named) => named';

/** What axe finds wrong on the page as it is now, one line each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { readonly axe: typeof import('axe-core') };
    const { violations } = await checker.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}

/** Chooses `files` in the system's file chooser, which `open` brings up. */
export async function chooseFiles(
  page: Page,
  open: () => Promise<void>,
  files: Parameters<FileChooser['setFiles']>[0],
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  // Waiting only asks the browser to hand its choosers over; a key that overtakes that opens a real one, and
  // nobody is told of it. What is asked after it is answered after it.
  await page.evaluate(() => undefined);
  await open();
  await (await chooser).setFiles(files);
}

/** Keeps a picture of the page as it is now, in e2e/results. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(results, { recursive: true });
  await page.screenshot({ path: path.join(results, `window-${name}.png`) });
}
