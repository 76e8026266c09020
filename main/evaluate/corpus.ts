/** Recordings whose words are known: a folder with `transcripts.tsv`, or one laid out as LibriSpeech is. */
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from '../errors.ts';

export interface Recording {
  /** As the corpus names it. */
  readonly file: string;
  readonly path: string;
  /** What is said in it. */
  readonly text: string;
}

const layouts =
  'it must hold audio and transcripts.tsv (first line "file<tab>text"), or be laid out as LibriSpeech is (*.trans.txt beside .flac files)';

/**
 * The recordings of `folder` in the corpus's own order, at most `limit`.
 * @throws ParolaError `file-not-found` where the folder or a recording is missing, `data-malformed` where it is no corpus
 */
export async function readCorpus(folder: string, limit = Number.POSITIVE_INFINITY): Promise<Recording[]> {
  const names = await listFiles(folder);
  const recordings = names.includes('transcripts.tsv')
    ? readTable(await readFile(path.join(folder, 'transcripts.tsv'), 'utf8'))
    : await readLibriSpeech(folder, names);
  if (recordings.length === 0)
    throw new ParolaError('data-malformed', `no transcripts are in ${folder}; ${layouts}`);
  const chosen = recordings
    .slice(0, limit)
    .map(({ file, text }) => ({ file, text, path: path.join(folder, file) }));
  for (const recording of chosen) {
    await access(recording.path).catch(() => {
      throw new ParolaError(
        'file-not-found',
        `the transcript of ${recording.file} has no recording in ${folder}`,
      );
    });
  }
  return chosen;
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.sort();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError('file-not-found', `the folder ${folder} cannot be read; check its name`, detail);
  }
}

type Line = Omit<Recording, 'path'>;

function readTable(table: string): Line[] {
  const [header = '', ...rows] = linesOf(table);
  const columns = header.split('\t');
  const file = columns.indexOf('file');
  const text = columns.indexOf('text');
  if (file < 0 || text < 0)
    throw new ParolaError('data-malformed', `transcripts.tsv has no columns file and text; ${layouts}`);
  return rows.map((row, index) => {
    const cells = row.split('\t');
    const [name, words] = [cells[file], cells[text]];
    if (!name || words === undefined) {
      throw new ParolaError(
        'data-malformed',
        `line ${index + 2} of transcripts.tsv lacks a column; add it or remove the line`,
      );
    }
    return { file: name, text: words };
  });
}

/** `SPEAKER/CHAPTER/SPEAKER-CHAPTER.trans.txt`, each line an utterance's name and its words, beside its .flac. */
async function readLibriSpeech(folder: string, names: readonly string[]): Promise<Line[]> {
  const present = new Set(names);
  const lines: Line[] = [];
  for (const name of names.filter((one) => one.endsWith('.trans.txt'))) {
    for (const line of linesOf(await readFile(path.join(folder, name), 'utf8'))) {
      const space = line.indexOf(' ');
      const stem = path.join(path.dirname(name), space < 0 ? line : line.slice(0, space));
      const file = ['.flac', '.wav', '.mp3'].map((ending) => stem + ending).find((one) => present.has(one));
      lines.push({ file: file ?? `${stem}.flac`, text: space < 0 ? '' : line.slice(space + 1) });
    }
  }
  return lines;
}

function linesOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}
