/** The races of the translation benchmark: turn by turn, so that what else the machine does hits all alike. */
import { median } from './figures.ts';
import type { LineReply, TranslationFiles } from './translate-messages.ts';
import { type Command, type RunningEngine, startEngine } from './translate-processes.ts';

/** What an engine did, in medians over the rounds. */
export interface EngineResult {
  readonly name: string;
  /** Words of the source for each second of the processor, and of the clock, one line at a time. */
  readonly wordsPerCpuSecond: number;
  readonly wordsPerSecond: number;
  /** MiB that the model and its work added to the process. */
  readonly memory: number;
  /** From the start of a new process to its first translation. */
  readonly coldMilliseconds: number;
}

export const wordsIn = (lines: readonly string[]) =>
  lines.reduce((sum, line) => sum + line.split(/\s+/).filter(Boolean).length, 0);

/** Enough that an engine works as it does when it is alone, and few enough that a busy moment hits all. */
const linesInTurn = 10;

/** Every engine over all lines, `rounds` times and once before to warm up; who goes first changes. */
export async function raceLines(
  commands: readonly Command[],
  files: TranslationFiles,
  lines: readonly string[],
  rounds: number,
  onProgress: (done: number, all: number) => void,
): Promise<EngineResult[]> {
  const cold = await raceStarts(commands, files, lines[0] ?? '', rounds);
  const engines = await Promise.all(commands.map(startEngine));
  try {
    const before = await Promise.all(engines.map((engine) => engine.memory()));
    for (const engine of engines) await engine.ask({ load: files });
    const replies = engines.map(() => lines.map((): LineReply[] => []));
    for (let round = 0; round <= rounds; round++) {
      for (let first = 0; first < lines.length; first += linesInTurn) {
        for (const turn of engines.keys()) {
          const who = (turn + round + first / linesInTurn) % engines.length;
          const engine = engines[who] as RunningEngine;
          for (const [index, line] of lines.slice(first, first + linesInTurn).entries()) {
            const reply = await engine.ask<LineReply>({ line });
            if (round > 0) replies[who]?.[first + index]?.push(reply);
          }
        }
        onProgress(round * lines.length + first + linesInTurn, (rounds + 1) * lines.length);
      }
    }
    const after = await Promise.all(engines.map((engine) => engine.memory()));
    return engines.map(({ name }, who) => {
      const seconds = (measure: (reply: LineReply) => number) =>
        (replies[who] ?? []).reduce((sum, rounds) => sum + median(rounds.map(measure)), 0) / 1000;
      return {
        name,
        wordsPerCpuSecond: wordsIn(lines) / seconds((reply) => reply.cpuMilliseconds),
        wordsPerSecond: wordsIn(lines) / seconds((reply) => reply.milliseconds),
        memory: (after[who] ?? Number.NaN) - (before[who] ?? Number.NaN),
        coldMilliseconds: cold[who] ?? Number.NaN,
      };
    });
  } finally {
    for (const engine of engines) engine.end();
  }
}

/** How long a new process takes to its first translation; one start is thrown away, for the disk. */
async function raceStarts(
  commands: readonly Command[],
  files: TranslationFiles,
  line: string,
  rounds: number,
): Promise<number[]> {
  const times = commands.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [who, command] of commands.entries()) {
      const start = performance.now();
      const engine = await startEngine(command);
      await engine.ask({ load: files });
      await engine.ask({ line });
      if (round > 0) times[who]?.push(performance.now() - start);
      engine.end();
    }
  }
  return times.map(median);
}

/**
 * A long document, in words per second of the clock: each team shares its lines out among its members,
 * each of which takes the next as soon as it is free.
 */
export async function raceDocument(
  teams: readonly { readonly command: Command; readonly members: number }[],
  files: TranslationFiles,
  lines: readonly string[],
  rounds: number,
): Promise<number[]> {
  const running = await Promise.all(
    teams.map(({ command, members }) =>
      Promise.all(Array.from({ length: members }, () => startEngine(command))),
    ),
  );
  try {
    for (const engine of running.flat()) await engine.ask({ load: files });
    const times = teams.map((): number[] => []);
    for (let round = 0; round <= rounds; round++) {
      for (const [who, engines] of running.entries()) {
        const start = performance.now();
        await shareOut(engines, round === 0 ? lines.slice(0, 20) : lines);
        if (round > 0) times[who]?.push((performance.now() - start) / 1000);
      }
    }
    return times.map((seconds) => wordsIn(lines) / median(seconds));
  } finally {
    for (const engine of running.flat()) engine.end();
  }
}

async function shareOut(engines: readonly RunningEngine[], lines: readonly string[]): Promise<void> {
  const left = lines.values();
  await Promise.all(
    engines.map(async (engine) => {
      for (const line of left) await engine.ask({ line });
    }),
  );
}
