/** A display for the window: the one there is, or one that nobody sees. */
import { spawn } from 'node:child_process';

export interface Display {
  /** As `DISPLAY` names it. */
  readonly name: string;
  stop(): void;
}

/** The display of the environment, or a fresh Xvfb that `stop` ends. */
export async function openDisplay(): Promise<Display> {
  if (process.env.DISPLAY) return { name: process.env.DISPLAY, stop: () => {} };
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code}`)));
    server.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  return { name: `:${number}`, stop: () => void server.kill() };
}
