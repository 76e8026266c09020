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
import { type LineFinder, openLineFinder } from './read-finder.ts';
import { type LinesRead, readLines } from './read-lines.ts';
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
   * empty where nothing is. What is not read in a minute is left out, and the text then ends with "…".
   * @throws ParolaError cancelled, engine-hung, engine-crashed, model-missing, model-corrupt, model-unsupported
   */
  read(picture: ReadablePicture, hint: ReadHint, signal?: AbortSignal): Promise<string>;
  dispose(): Promise<void>;
}

type Reader = InstalledModel<Extract<ReadingGraphs, { engine: 'tesseract' }>>;
type FinderModel = InstalledModel<LineFinderGraphs>;

/** A photograph is first glanced at in so many pixels a side: signs that matter are found, and it costs little. */
const glanceSide = 480;
/** Where the glance shows print, all of it is searched for in so many. */
const photographSide = 960;
const pageSide = 1600;
/** Pages with fewer pixels are enlarged: print on screens is small. */
const enlargeBelow = 600_000;
/** Lines are read in so many; a page of A4 at 300 dots per inch. */
const readingSide = 3508;
/** How likely, 0–1, print must be: for a photograph to be searched, and for a line to be read. */
const glanceScore = 0.7;
const searchScore = 0.5;
const readingSeconds = 60;
/** No line takes so long, nor a page where all of it is read at once. */
const hangSeconds = 90;
/** Ends what is not the whole text. */
const more = '…';

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
    const isPhotograph = kind === 'photograph' || kind === 'blurred';
    if (readers.length === 0 || (how === 'auto' && (kind === 'blank' || kind === 'blurred'))) return '';
    if (finderModel === undefined) {
      if (isPhotograph && how === 'auto') return '';
      return inReadingOrder(legible(await readWhole(picture, keeper, signal), 'page'));
    }
    finder ??= openLineFinder(finderModel, options.threads);
    const tools = { finder: await finder, keeper, signal };
    if (isPhotograph && how === 'auto' && !(await showsPrint(picture, tools))) return '';
    const { words, aside, isWhole } = await readFound(picture, isPhotograph, tools);
    const parts = [words, aside].map((some) =>
      inReadingOrder(legible(some, isPhotograph ? 'photograph' : 'page')),
    );
    return [...parts, isWhole ? '' : more].filter((part) => part !== '').join('\n\n');
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

interface Tools {
  readonly finder: LineFinder;
  readonly keeper: ThreadKeeper;
  readonly signal: AbortSignal | undefined;
}

async function showsPrint(picture: ReadablePicture, { finder, signal }: Tools): Promise<boolean> {
  const seen = await finder.find(toGrey(await picture.rgb(glanceSide)), glanceScore);
  checkCancelled(signal);
  return seen.length > 0;
}

/** Finds the lines in a small copy of the picture and reads them in a large one. */
async function readFound(
  picture: ReadablePicture,
  isPhotograph: boolean,
  { finder, keeper, signal }: Tools,
): Promise<LinesRead> {
  const small = toGrey(await picture.rgb(isPhotograph ? photographSide : pageSide));
  const isTiny = !isPhotograph && small.width * small.height < enlargeBelow;
  const searched = isTiny ? doubled(small) : small;
  const found = await finder.find(searched, searchScore);
  checkCancelled(signal);
  if (found.length === 0) return { words: [], aside: [], isWhole: true };
  const large = toGrey(await picture.rgb(readingSide));
  const boxes = found.map((box) => enlarged(box, large.width / searched.width));
  return keeper.use((thread) => readLines(large, boxes, thread, readingSeconds), hangSeconds, signal);
}

/** Without a finder Tesseract finds the lines itself; in vain, once more at half the size. */
async function readWhole(
  picture: ReadablePicture,
  keeper: ThreadKeeper,
  signal: AbortSignal | undefined,
): Promise<PlacedWord[]> {
  const readAt = async (side: number) => {
    const grey = darkOnLight(toGrey(await picture.rgb(side)));
    const image = greymap(grey.width * grey.height < enlargeBelow ? doubled(grey) : grey);
    return keeper.use((thread) => thread.read({ image, layout: 'scattered' }), hangSeconds, signal);
  };
  const table = await readAt(readingSide).catch((error: unknown) => {
    if (error instanceof ParolaError && error.code === 'engine-hung') return readAt(readingSide / 2);
    throw error;
  });
  return wordsOfTable(table);
}
