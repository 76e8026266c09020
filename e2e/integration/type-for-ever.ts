/**
 * `node --import tsx type-for-ever.ts HOME WORKER`: translates a text that grows, until it is killed. Each
 * line it prints is how many lines of the text had been translated by then.
 */
import { writeSync } from 'node:fs';
import { createProgram } from '../../main/session.ts';
import type { CallInput } from '../../preload/contract.ts';

const [home = '', workerPath = ''] = process.argv.slice(2);
const standardOutput = 1;

const program = await createProgram({ home, workerPath, version: 'test' });
let id: string | null = null;
let text = '';
for (let line = 1; ; line++) {
  text += `line ${line}\n`;
  const request: CallInput<'translate.run'> = { id, text, from: 'en', to: 'pt', offTheRecord: false };
  const answer = await program.call('translate.run', request);
  if (!answer.ok) throw new Error(answer.error.message);
  id = answer.value.id;
  writeSync(standardOutput, `${line}\n`);
}
