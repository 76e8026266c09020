/**
 * `node --import tsx dictate-and-die.ts HOME WORKER FILE`: dictates FILE and dies by SIGKILL when the first
 * sentence is stored, saying before which dictation it was, how much was given and who recognized it.
 */
import { createProgram } from '../../main/session.ts';
import { readAudio } from '../../main/worker/input/decode-file.ts';

const [home = '', workerPath = '', file = ''] = process.argv.slice(2);
const blockSamples = 16_000;

const program = await createProgram({ home, workerPath, version: 'test' });
const answer = await program.call('dictation.start', { offTheRecord: false });
if (!answer.ok) throw new Error(answer.error.message);
const { id } = answer.value;
let given = 0;
program.on('segment', () => {
  const report = { id, given, worker: program.processIds()[0] };
  process.stdout.write(JSON.stringify(report), () => process.kill(process.pid, 'SIGKILL'));
});
for await (const block of readAudio(file)) {
  for (let at = 0; at < block.length; at += blockSamples) {
    const samples = block.slice(at, at + blockSamples);
    await program.call('dictation.audio', { id, samples });
    given += samples.length;
  }
}
