/** Downloads from a local server that answers as a test says: the ground of the download tests. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { ParolaError } from '../errors.ts';
import type { Download } from './download.ts';
import { type Answer, type LocalServer, startLocalServer } from './local-server.ts';

export const content = randomBytes(300_000);
export const half = 140_000;
const folder = mkdtempSync(path.join(tmpdir(), 'parola-download-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

export interface Setting {
  readonly wanted: Download;
  readonly notes: string[];
  readonly server: LocalServer;
}

/** Runs `check` against a server that answers so, with `left` already fetched. */
export async function against(
  answer: Answer,
  change: Partial<Download> & { left?: Buffer },
  check: (setting: Setting) => Promise<void>,
): Promise<void> {
  const server = await startLocalServer(answer);
  const notes: string[] = [];
  files += 1;
  const { left, ...changed } = change;
  const partial = path.join(folder, `file-${files}`);
  if (left !== undefined) writeFileSync(partial, left);
  const wanted: Download = {
    url: `${server.url}/model.onnx`,
    partial,
    bytes: content.length,
    digest: { algorithm: 'sha256', value: createHash('sha256').update(content).digest('hex') },
    maxBytes: 1_000_000,
    onBytes: () => undefined,
    onNote: (note) => notes.push(note),
    patience: { stallSeconds: 0.3, retrySeconds: [0.01, 0.01] },
    ...changed,
  };
  try {
    await check({ wanted, notes, server });
  } finally {
    await server.close();
  }
}

export function fetched({ wanted }: Setting): void {
  assert.ok(readFileSync(wanted.partial).equals(content), 'the file is what the server has');
}

export const failing = (reason: RegExp) => (error: unknown) =>
  error instanceof ParolaError && error.code === 'install-failed' && reason.test(error.message);
