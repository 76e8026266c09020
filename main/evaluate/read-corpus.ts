/** Pictures with what is written in them beside each: `NAME.png` and `NAME.txt`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from '../errors.ts';

export interface WrittenPicture {
  readonly file: string;
  readonly path: string;
  /** Empty where nothing is written. */
  readonly text: string;
}

const pictureEndings = /\.(png|jpe?g|webp|gif|avif|tiff?|bmp)$/i;

/**
 * The pictures of `folder` that have a text, by name.
 * @throws ParolaError `file-not-found` where the folder cannot be read, `data-malformed` where there is no pair
 */
export async function readWrittenPictures(folder: string, limit?: number): Promise<WrittenPicture[]> {
  const names = await readdir(folder).catch(() => {
    throw new ParolaError('file-not-found', `the folder ${folder} cannot be read; check its name`);
  });
  const texts = new Set(names.filter((name) => name.endsWith('.txt')));
  const textOf = (name: string) => name.replace(pictureEndings, '.txt');
  const pictures = names.filter((name) => pictureEndings.test(name) && texts.has(textOf(name))).sort();
  if (pictures.length === 0) {
    throw new ParolaError(
      'data-malformed',
      `${folder} has no pictures with what is written in them; it must hold pairs like page.png and page.txt`,
    );
  }
  const read = pictures.slice(0, limit).map(async (file) => ({
    file,
    path: path.join(folder, file),
    text: await readFile(path.join(folder, textOf(file)), 'utf8'),
  }));
  return Promise.all(read);
}
