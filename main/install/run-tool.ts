/** Runs a package manager that is on this machine and hands back what it printed. */
import { spawn } from 'node:child_process';
import { cancelled } from './http.ts';

export interface ToolResult {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

const keptCharacters = 1_000_000;

/**
 * Runs `command` to its end; null when there is no such program. Its arguments are ours, never a user's.
 * @throws ParolaError cancelled; the program is ended then
 */
export function runTool(
  command: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  timeoutSeconds: number,
): Promise<ToolResult | null> {
  if (signal?.aborted === true) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    // On Windows package managers are command scripts, which only a shell starts; folders may have spaces there.
    const shell = process.platform === 'win32';
    const child = spawn(command, shell ? args.map((argument) => `"${argument}"`) : args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
      windowsHide: true,
    });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(0, keptCharacters);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-keptCharacters);
    });
    const stop = () => void child.kill('SIGKILL');
    const timer = setTimeout(stop, timeoutSeconds * 1000);
    signal?.addEventListener('abort', stop, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      if (error.code === 'ENOENT') resolve(null);
      else reject(error);
    });
    child.once('close', (code) => {
      settle();
      if (signal?.aborted === true) reject(cancelled());
      else resolve({ code: code ?? 1, output, complaint });
    });
  });
}
