/** The child process of one side: `side.ts ours|theirs`. Both are timed by the same code, here. */
import type { BenchMessage, BenchReply, ClipTiming, Side } from './messages.ts';

const side: Side =
  process.argv[2] === 'ours' ? (await import('./ours.ts')).ours : (await import('./theirs.ts')).theirs;

process.on('message', (message: BenchMessage) => {
  answer(message).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      process.stderr.write(`bench: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});

async function answer(message: BenchMessage): Promise<BenchReply> {
  switch (message.kind) {
    case 'load':
      return { kind: 'loaded', name: await side.load(message) };
    case 'clip':
      return { kind: 'timing', timing: await time(message.samples, message.maxTokens) };
    case 'memory':
      return { kind: 'memory', peakMiB: process.resourceUsage().maxRSS / 1024 };
  }
}

async function time(samples: Float32Array, maxTokens: number): Promise<ClipTiming> {
  const moments: number[] = [];
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const ids = await side.transcribe(samples, maxTokens, () => moments.push(performance.now()));
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  const stepMilliseconds = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
  return { milliseconds, cpuMilliseconds: (user + system) / 1000, stepMilliseconds, ids };
}
