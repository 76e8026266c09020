/**
 * `node --import tsx dictate-for-ever.ts HOME WORKER`: dictates until it is killed or refused. Each line it
 * prints is what the program had taken by then (seconds), or at last the code of the refusal.
 */
import { writeSync } from 'node:fs';
import { createProgram } from '../../main/session.ts';

const [home = '', workerPath = ''] = process.argv.slice(2);
const standardOutput = 1;
const sampleRateHz = 16_000;

const program = await createProgram({ home, workerPath, version: 'test' });
const answer = await program.call('dictation.start', { offTheRecord: false });
if (!answer.ok) throw new Error(answer.error.message);
const { id } = answer.value;
const samples = new Float32Array(sampleRateHz).fill(0.25);
for (let seconds = 1; ; seconds++) {
  const taken = await program.call('dictation.audio', { id, samples });
  writeSync(standardOutput, `${taken.ok ? seconds : taken.error.code}\n`);
  if (!taken.ok) break;
  await new Promise((resolve) => setTimeout(resolve, 10));
}
const ended = await program.call('dictation.stop', { id });
writeSync(standardOutput, `${ended.ok ? 'done' : ended.error.code}\n`);
await program.close();
