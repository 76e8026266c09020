/** Reads what is written in a picture: documents and windows as pages, photographs line by line. */
import type { LineFinderGraphs, ReadingGraphs } from '../../../models/schema.ts';
import type { PictureKind } from '../../../preload/description.ts';
import { ParolaError } from '../../errors.ts';
import { legible } from '../input/reading-doubt.ts';
import { enlarged } from '../input/reading-lines.ts';
import { inReadingOrder, type PlacedWord } from '../input/reading-order.ts';
import { darkOnLight, doubled, greymap, type Pixels, toGrey, wordsOfTable } from '../input/reading-page.ts';
import type { InstalledModel } from '../protocol.ts';
import { readVerified } from '../runtime/session.ts';
import { checkCancelled } from './cancel.ts';
import { type LineFinder, openLineFinder, readLines } from './read-lines.ts';
import { type ReadThread, startReadThread } from './read-thread.ts';
import { keepThread, type ThreadKeeper } from './read-thread-keeper.ts';

/** What is known of a picture before it is read, and whether it is read in any case. */
export interface ReadHint {
  readonly kind: PictureKind;
  /** `auto`: only where it looks like something is written. */
  readonly how: 'auto' | 'always';
}

/** The part of a picture that reading needs: RGB, row by row, no side longer than `maxSide`. */
export interface ReadablePicture {
  rgb(maxSide: number): Promise<Pixels>;
}

export interface TextReader {
  /**
   * What is written in the picture, in reading order: LF between lines, a blank line between paragraphs;
   * empty where nothing is. In vain tried for `pageSeconds`, a page is read once more at half its size.
   * @throws ParolaError cancelled, engine-hung, engine-crashed, model-missing, model-corrupt, model-unsupported
   */
  read(picture: ReadablePicture, hint: ReadHint, signal?: AbortSignal): Promise<string>;
  dispose(): Promise<void>;
}

type Reader = InstalledModel<Extract<ReadingGraphs, { engine: 'tesseract' }>>;
type FinderModel = InstalledModel<LineFinderGraphs>;

/** A photograph is first glanced at in so many pixels a side: signs that matter are found, and it costs little. */
const glanceSide = 480;
/** Where the glance shows print, all of it is searched for in so many, and read in so many. */
const searchSide = 960;
const lineSide = 2400;
/** A page of A4 at 300 dots per inch. */
const pageSide = 3508;
/** Pages of fewer pixels are enlarged: print on screens is small. */
const enlargeBelow = 2_000_000;
const pageSeconds = 90;
/** How likely, 0–1, print must be: for a photograph to be searched, and for a line of it to be read. */
const glanceScore = 0.7;
const searchScore = 0.5;

/** Reads with all of `models` together; what they need is loaded when it is first needed. */
export async function loadReader(
  models: readonly InstalledModel<ReadingGraphs>[],
  options: { threads?: number } = {},
): Promise<TextReader> {
  const readers = inReadersOrder(
    models.filter((model): model is Reader => model.graphs.engine === 'tesseract'),
  );
  const finderModel = models.find((model): model is FinderModel => model.graphs.engine === 'line-finder');
  const keeper = keepThread(() => startThread(readers));
  let finder: Promise<LineFinder> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function readOne(picture: ReadablePicture, { kind, how }: ReadHint, signal?: AbortSignal) {
    const isPage = kind !== 'photograph' && kind !== 'blurred';
    if (readers.length === 0) return '';
    if (how === 'auto' && (kind === 'blank' || kind === 'blurred')) return '';
    if (isPage || (finderModel === undefined && how === 'always')) {
      return inReadingOrder(legible(await readPage(picture, keeper, signal), 'page'));
    }
    if (finderModel === undefined) return '';
    finder ??= openLineFinder(finderModel, options.threads);
    const words = await readPhotograph(picture, await finder, how, keeper, signal);
    return inReadingOrder(legible(words, 'photograph'));
  }

  return {
    read(picture, hint, signal) {
      const mine = turn.then(() => {
        checkCancelled(signal);
        return readOne(picture, hint, signal);
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
    async dispose() {
      await keeper.dispose();
      const gone = finder;
      finder = null;
      await gone?.then((one) => one.dispose()).catch(() => undefined);
    },
  };
}

/**
 * All read together, and Tesseract believes the first where it is sure enough: other languages of Latin
 * letters have all of English's and accents besides, so English comes after them; other scripts come last.
 */
export function inReadersOrder<Model extends Pick<Reader, 'graphs'>>(readers: readonly Model[]): Model[] {
  const rank = ({ graphs }: Model) => (graphs.script !== 'Latn' ? 2 : graphs.language === 'eng' ? 1 : 0);
  return [...readers].sort((a, b) => rank(a) - rank(b));
}

async function startThread(readers: readonly Reader[]): Promise<ReadThread> {
  const data = readers.map(async (model) => ({
    language: model.graphs.language,
    bytes: await readVerified(model, model.graphs.file),
  }));
  return startReadThread(await Promise.all(data));
}

async function readPage(
  picture: ReadablePicture,
  keeper: ThreadKeeper,
  signal: AbortSignal | undefined,
): Promise<PlacedWord[]> {
  try {
    return await readPageAt(pageSide, picture, keeper, signal);
  } catch (error) {
    if (!(error instanceof ParolaError) || error.code !== 'engine-hung') throw error;
    return readPageAt(pageSide / 2, picture, keeper, signal);
  }
}

async function readPageAt(
  side: number,
  picture: ReadablePicture,
  keeper: ThreadKeeper,
  signal: AbortSignal | undefined,
): Promise<PlacedWord[]> {
  const grey = darkOnLight(toGrey(await picture.rgb(side)));
  const isSmall = grey.width * grey.height < enlargeBelow && side === pageSide;
  const image = greymap(isSmall ? doubled(grey) : grey);
  const table = await keeper.use(
    (thread) => thread.read({ image, layout: 'scattered' }),
    pageSeconds,
    signal,
  );
  return wordsOfTable(table);
}

async function readPhotograph(
  picture: ReadablePicture,
  finder: LineFinder,
  how: ReadHint['how'],
  keeper: ThreadKeeper,
  signal: AbortSignal | undefined,
): Promise<PlacedWord[]> {
  if (how === 'auto') {
    const seen = await finder.find(await picture.rgb(glanceSide), glanceScore);
    if (seen.length === 0) return [];
    checkCancelled(signal);
  }
  const searched = await picture.rgb(searchSide);
  const found = await finder.find(searched, searchScore);
  if (found.length === 0) return [];
  const pixels = await picture.rgb(lineSide);
  const boxes = found.map((box) => enlarged(box, pixels.width / searched.width));
  return keeper.use((thread) => readLines(pixels, boxes, thread), pageSeconds, signal);
}
