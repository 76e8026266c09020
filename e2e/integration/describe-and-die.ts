/**
 * `node --import tsx describe-and-die.ts HOME WORKER FILE`: has the picture FILE described and dies by
 * SIGKILL as soon as a process looks at it, saying before which entry it is.
 */
import { createProgram } from '../../main/session.ts';
import { givePicture } from './give-picture.ts';

const [home = '', workerPath = '', file = ''] = process.argv.slice(2);
const program = await createProgram({ home, workerPath, version: 'test' });
program.on('entry', ({ id, entry }) => {
  if (entry?.state === 'running') process.stdout.write(id, () => process.kill(process.pid, 'SIGKILL'));
});
await givePicture(program, file);
