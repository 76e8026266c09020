/** How much memory another process has needed at most. */
import { readFile } from 'node:fs/promises';

/** The largest resident set of `processId` so far in MiB; null where the system does not tell (not Linux). */
export async function peakMemoryMiB(processId: number): Promise<number | null> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) / 1024;
}
