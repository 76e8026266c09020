/** How long a process has kept processors busy. */
import { readFile } from 'node:fs/promises';

/** The kernel's unit of these figures is the same on every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** Seconds of processor time, of all its threads, so far; null where the system does not tell (not Linux). */
async function processorSeconds(processId: number): Promise<number | null> {
  const stat = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  // The program's name, in brackets, may hold anything; the fields behind it are numbers.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return stat === '' || Number.isNaN(user + system) ? null : (user + system) / ticksPerSecond;
}

/** The same of several processes, by their ids; those that the system does not tell of are left out. */
export async function processorSecondsOf(processIds: readonly number[]): Promise<Map<number, number>> {
  const times = await Promise.all(processIds.map(async (id) => [id, await processorSeconds(id)] as const));
  return new Map(times.filter((time): time is [number, number] => time[1] !== null));
}
