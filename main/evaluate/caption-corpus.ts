/** Pictures whose captions people have written: a folder with `captions.tsv`, or one laid out as COCO is. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { ParolaError } from '../errors.ts';

export interface CaptionedPicture {
  /** As the corpus names it. */
  readonly file: string;
  readonly path: string;
  /** At least one. */
  readonly captions: readonly string[];
}

export interface CorpusChoice {
  /** Only what `NAME.txt` lists, a name a line; of COCO `captions_NAME.json`. */
  readonly split?: string;
  readonly limit?: number;
}

const layouts =
  'it must hold images/ and captions.tsv ("image<tab>caption" in each line), or annotations/captions_….json as COCO has it';

/**
 * The pictures of `folder` in the order of the split or else of the corpus.
 * @throws ParolaError `file-not-found` where the folder, the split or a picture is missing, `data-malformed`
 * where it is no corpus
 */
export async function readCaptionCorpus(folder: string, choice: CorpusChoice): Promise<CaptionedPicture[]> {
  const names = await readdir(folder).catch(() => {
    throw new ParolaError('file-not-found', `the folder ${folder} cannot be read; check its name`);
  });
  const { captions, isIn } = names.includes('captions.tsv')
    ? { captions: await readTable(folder, choice.split), isIn: ['images', '.'] }
    : await readCoco(folder, names, choice.split);
  if (captions.size === 0) throw new ParolaError('data-malformed', `${folder} has no captions; ${layouts}`);
  const places = await findPictures(folder, isIn);
  return [...captions].slice(0, choice.limit).map(([file, some]) => {
    const found = places.get(file) ?? places.get(nameWithoutEnding(file));
    if (found !== undefined) return { file, path: found, captions: some };
    throw new ParolaError(
      'file-not-found',
      `the picture ${file} is not in ${path.join(folder, isIn[0] ?? '')}`,
    );
  });
}

type Captions = Map<string, string[]>;

async function readTable(folder: string, split: string | undefined): Promise<Captions> {
  const lines = linesOf(await readFile(path.join(folder, 'captions.tsv'), 'utf8'));
  const header = lines[0]?.split('\t') ?? [];
  const isHeader = header.includes('image') && header.includes('caption');
  const column = isHeader ? header.indexOf('caption') : header.length - 1;
  const image = isHeader ? header.indexOf('image') : 0;
  const captions: Captions = new Map();
  for (const [index, line] of lines.entries()) {
    if (isHeader && index === 0) continue;
    const cells = line.split('\t');
    // Flickr8k's own table numbers the captions of a picture: name#0, name#1.
    const file = cells[image]?.replace(/#\d+$/, '');
    const caption = cells[column];
    if (!file || caption === undefined || column === image) {
      throw new ParolaError('data-malformed', `line ${index + 1} of captions.tsv lacks a column; ${layouts}`);
    }
    captions.set(file, [...(captions.get(file) ?? []), caption]);
  }
  return split === undefined ? captions : listed(captions, folder, split);
}

/** Only what the split lists, in its order; the ending of a name does not count. */
async function listed(captions: Captions, folder: string, split: string): Promise<Captions> {
  const list = path.join(folder, `${split}.txt`);
  const text = await readFile(list, 'utf8').catch(() => {
    throw new ParolaError('file-not-found', `there is no ${list}; --split is the name of such a file`);
  });
  const bare = new Map([...captions].map(([file, some]) => [nameWithoutEnding(file), some]));
  const chosen: Captions = new Map();
  for (const line of linesOf(text)) {
    const file = line.trim();
    const some = captions.get(file) ?? bare.get(nameWithoutEnding(file));
    if (some === undefined) throw new ParolaError('data-malformed', `${list}: ${file} has no captions`);
    chosen.set(file, some);
  }
  return chosen;
}

const id = v.union([v.number(), v.string()]);
const cocoSchema = v.object({
  images: v.array(v.object({ id, file_name: v.string() })),
  annotations: v.array(v.object({ image_id: id, caption: v.string() })),
});

async function readCoco(
  folder: string,
  names: readonly string[],
  split: string | undefined,
): Promise<{ captions: Captions; isIn: string[] }> {
  const inFolder = names.includes('annotations') ? path.join(folder, 'annotations') : folder;
  const files = (await readdir(inFolder)).filter((name) => /^captions_.*\.json$/.test(name)).sort();
  const [first, second] =
    split === undefined ? files : files.filter((name) => name === `captions_${split}.json`);
  if (first === undefined) {
    const missing = split === undefined ? `${folder} has no captions` : `there is no captions_${split}.json`;
    throw new ParolaError(
      split === undefined ? 'data-malformed' : 'file-not-found',
      `${missing}; ${layouts}`,
    );
  }
  if (second !== undefined) {
    const splits = files.map((name) => name.slice('captions_'.length, -'.json'.length)).join(', ');
    throw new ParolaError('data-malformed', `say with --split which captions are meant: ${splits}`);
  }
  const captions = cocoCaptions(first, await readFile(path.join(inFolder, first), 'utf8'));
  const name = first.slice('captions_'.length, -'.json'.length);
  return { captions, isIn: ['images', name, path.join('images', name), '.'] };
}

function cocoCaptions(file: string, text: string): Captions {
  const malformed = () =>
    new ParolaError('data-malformed', `${file} has no images and annotations as COCO has`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw malformed();
  }
  const read = v.safeParse(cocoSchema, json);
  if (!read.success) throw malformed();
  const byId = new Map<string | number, string[]>();
  for (const { image_id: image, caption } of read.output.annotations) {
    const some = byId.get(image);
    if (some === undefined) byId.set(image, [caption]);
    else some.push(caption);
  }
  // Pictures without captions are in COCO's test set, and cannot be scored.
  return new Map(
    read.output.images.flatMap(({ id, file_name: name }) => {
      const some = byId.get(id);
      return some === undefined ? [] : [[name, some] as const];
    }),
  );
}

/** Every file of `folders` by its name, and by its name without the ending; the first folder that has it counts. */
async function findPictures(root: string, folders: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const names = await readdir(path.join(root, folder)).catch(() => []);
    for (const name of names) if (!found.has(name)) found.set(name, path.join(root, folder, name));
  }
  for (const [name, place] of [...found]) {
    const bare = nameWithoutEnding(name);
    if (bare !== '' && !found.has(bare)) found.set(bare, place);
  }
  return found;
}

function nameWithoutEnding(file: string): string {
  return file.slice(0, file.length - path.extname(file).length);
}

function linesOf(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}
