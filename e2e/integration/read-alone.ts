/** A process that reads one page, prints it and has nothing left to do: it ends if nothing of the reader lives on. */
import { loadReader } from '../../main/worker/tasks/read.ts';
import { fixturePicture, readingModel } from './reading-models.ts';

const reader = await loadReader([await readingModel('tesseract-eng'), await readingModel('text-finder')]);
await reader.read(fixturePicture('reading/sign.jpg'), { kind: 'photograph', how: 'always' });
const text = await reader.read(fixturePicture('reading/page.png'), { kind: 'document', how: 'auto' });
await reader.dispose();
process.stdout.write(text);
