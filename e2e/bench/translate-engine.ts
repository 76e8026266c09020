/** An engine that runs in Node: answers the race's messages, timed by the same code whichever it is. */
import { createInterface } from 'node:readline';
import type { LineReply, StepsReply, TranslateMessage, TranslationFiles } from './translate-messages.ts';

export interface TranslateEngine {
  readonly name: string;
  load(files: TranslationFiles): Promise<void>;
  translate(line: string): Promise<string>;
  steps?(lines: readonly string[]): Promise<StepsReply>;
}

/** Answers until the messages end. */
export async function serve(engine: TranslateEngine): Promise<void> {
  const reply = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  reply({ name: engine.name });
  for await (const text of createInterface({ input: process.stdin })) {
    const message = JSON.parse(text) as TranslateMessage;
    if ('load' in message) reply({ loaded: await engine.load(message.load).then(() => true) });
    else if ('line' in message) reply(await timed(engine, message.line));
    else reply(await engine.steps?.(message.steps));
  }
}

async function timed(engine: TranslateEngine, line: string): Promise<LineReply> {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const text = await engine.translate(line);
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { text, milliseconds, cpuMilliseconds: (user + system) / 1000 };
}
