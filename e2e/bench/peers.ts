/** Runs both sides in processes of their own, clip by clip and turn by turn, and gathers their timings. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchMessage, BenchReply, ClipTiming, LoadMessage } from './messages.ts';

export interface BenchClip {
  readonly name: string;
  readonly samples: Float32Array;
}

/** What one side did: `timings[clip][round]`. */
export interface SideResult {
  readonly name: string;
  readonly timings: readonly (readonly ClipTiming[])[];
  readonly peakMiB: number;
}

/** The authors' cap on how fast words can come. */
const tokensPerSecond = 6.5;

/**
 * Both sides over all clips, `rounds` times; which of them goes first changes from turn to turn, so
 * that neither always meets the colder machine. One round more, at first, is thrown away.
 */
export async function race(
  clips: readonly BenchClip[],
  rounds: number,
  load: LoadMessage,
  onProgress: (done: number, all: number) => void,
): Promise<{ readonly ours: SideResult; readonly theirs: SideResult }> {
  const children = { ours: start('ours'), theirs: start('theirs') };
  const gathered: Record<'ours' | 'theirs', ClipTiming[][]> = {
    ours: clips.map(() => []),
    theirs: clips.map(() => []),
  };
  try {
    const names = { ours: await loaded(children.ours, load), theirs: await loaded(children.theirs, load) };
    for (let round = 0; round <= rounds; round++) {
      for (const [index, { samples }] of clips.entries()) {
        const maxTokens = Math.ceil((samples.length / 16_000) * tokensPerSecond);
        const order =
          (round + index) % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const);
        for (const side of order) {
          const reply = await ask(children[side], { kind: 'clip', samples, maxTokens });
          if (reply.kind === 'timing' && round > 0) gathered[side][index]?.push(reply.timing);
        }
        onProgress(round * clips.length + index + 1, (rounds + 1) * clips.length);
      }
    }
    return {
      ours: { name: names.ours, timings: gathered.ours, peakMiB: await peak(children.ours) },
      theirs: { name: names.theirs, timings: gathered.theirs, peakMiB: await peak(children.theirs) },
    };
  } finally {
    for (const child of Object.values(children)) child.kill();
  }
}

function start(side: 'ours' | 'theirs'): ChildProcess {
  const program = fileURLToPath(new URL('side.ts', import.meta.url));
  return fork(program, [side], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function loaded(child: ChildProcess, load: LoadMessage): Promise<string> {
  const reply = await ask(child, load);
  return reply.kind === 'loaded' ? reply.name : '';
}

async function peak(child: ChildProcess): Promise<number> {
  const reply = await ask(child, { kind: 'memory' });
  return reply.kind === 'memory' ? reply.peakMiB : Number.NaN;
}

function ask(child: ChildProcess, message: BenchMessage): Promise<BenchReply> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a side of the benchmark ended before it answered'));
    child.once('exit', ended);
    child.once('message', (reply) => {
      child.off('exit', ended);
      resolve(reply as BenchReply);
    });
    child.send(message);
  });
}
