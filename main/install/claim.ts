/**
 * Files and folders that an install is still making. Each carries its maker's process number, so two
 * processes never write to the same one, and what a killed or cancelled install left is taken over.
 * Taking over is a rename, which only one process can win.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Names in use by this process, to tell them from its own leftovers. */
const inUse = new Set<string>();

/** A process number that says nothing (the machine was restarted, or a crash left no parent): a day is proof enough. */
const certainlyAbandonedMilliseconds = 24 * 60 * 60 * 1000;

/**
 * A path in `folder` that is this process's alone, named after `base`. What an earlier install left
 * under that name is there already; otherwise nothing is.
 */
export async function claim(folder: string, base: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const left of await abandoned(folder, base)) {
    const own = ownPath(folder, base);
    try {
      await rename(left, own);
      return own;
    } catch {
      // Another process took it first, or it is gone: look at the next one.
      inUse.delete(own);
    }
  }
  return ownPath(folder, base);
}

/** A path in `folder` that is this process's alone, and where nothing is. */
export function claimFresh(folder: string, base: string): string {
  return ownPath(folder, base);
}

/** Gives a claimed path up; what lies there waits for the next claim, here or in another process. */
export function release(claimed: string): void {
  inUse.delete(claimed);
}

/** Gives a claimed path up and deletes what lies there. */
export async function discard(claimed: string): Promise<void> {
  await rm(claimed, { recursive: true, force: true });
  inUse.delete(claimed);
}

/** Deletes what dead or cancelled installs left in `folder` under `base` (all names when it is absent). */
export async function discardAbandoned(folder: string, base?: string): Promise<void> {
  for (const left of await abandoned(folder, base)) await rm(left, { recursive: true, force: true });
}

function ownPath(folder: string, base: string): string {
  const own = path.join(folder, `${base}.${process.pid}-${randomBytes(4).toString('hex')}.partial`);
  inUse.add(own);
  return own;
}

/** The newest first: it has most of the file. */
async function abandoned(folder: string, base?: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const found: { file: string; modified: number }[] = [];
  for (const name of names) {
    const parts = /^(.+)\.(\d+)-[0-9a-f]{8}\.partial$/.exec(name);
    if (parts === null || (base !== undefined && parts[1] !== base)) continue;
    const file = path.join(folder, name);
    const about = await stat(file).catch(() => null);
    if (about === null || isHeld(file, Number(parts[2]), about.mtimeMs)) continue;
    found.push({ file, modified: about.mtimeMs });
  }
  return found.sort((a, b) => b.modified - a.modified).map(({ file }) => file);
}

function isHeld(file: string, maker: number, modified: number): boolean {
  if (maker === process.pid) return inUse.has(file);
  return isAlive(maker) && Date.now() - modified < certainlyAbandonedMilliseconds;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
