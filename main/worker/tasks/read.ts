/** Reads what is written in a picture: documents and windows as pages, photographs line by line. */
import type { LineFinderGraphs, ReadingGraphs } from '../../../models/schema.ts';
import type { PictureKind } from '../../../preload/description.ts';
import { legible } from '../input/reading-doubt.ts';
import { inReadingOrder, type PlacedWord } from '../input/reading-order.ts';
import { darkOnLight, doubled, greymap, type Pixels, toGrey, wordsOfTable } from '../input/reading-page.ts';
import type { InstalledModel } from '../protocol.ts';
import { readVerified } from '../runtime/session.ts';
import { checkCancelled } from './cancel.ts';
import { type LineFinder, openLineFinder, readLines } from './read-lines.ts';
import { type ReadThread, startReadThread } from './read-thread.ts';

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
   * empty where nothing is.
   * @throws ParolaError cancelled, engine-crashed, engine-hung, model-missing, model-corrupt, model-unsupported
   */
  read(picture: ReadablePicture, hint: ReadHint, signal?: AbortSignal): Promise<string>;
  dispose(): Promise<void>;
}

type Reader = InstalledModel<Extract<ReadingGraphs, { engine: 'tesseract' }>>;

/** A photograph is first looked at in so many pixels a side: signs that matter are found, and it costs little. */
const glanceSide = 480;
const searchSide = 960;
const lineSide = 2400;
const pageSide = 3600;
/** Pages of fewer pixels are enlarged: print on screens is small. */
const enlargeBelow = 2_000_000;
const surelyPrint = 0.7;
const likelyPrint = 0.5;

/** Reads with all of `models` together; what they need is loaded when it is first needed. */
export async function loadReader(
  models: readonly InstalledModel<ReadingGraphs>[],
  options: { threads?: number } = {},
): Promise<TextReader> {
  const readers = models.filter((model): model is Reader => model.graphs.engine === 'tesseract');
  const finderModel = models.find(
    (model): model is InstalledModel<LineFinderGraphs> => model.graphs.engine === 'line-finder',
  );
  let thread: Promise<ReadThread> | null = null;
  let finder: Promise<LineFinder> | null = null;

  function dropThread(): Promise<void> {
    const gone = thread;
    thread = null;
    return gone === null ? Promise.resolve() : gone.then((one) => one.dispose()).catch(() => undefined);
  }

  async function stoppable<Result>(
    signal: AbortSignal | undefined,
    work: (thread: ReadThread) => Promise<Result>,
  ): Promise<Result> {
    checkCancelled(signal);
    thread ??= startThread(readers);
    const stop = () => void dropThread();
    signal?.addEventListener('abort', stop);
    try {
      return await work(await thread);
    } catch (error) {
      await dropThread();
      checkCancelled(signal);
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async function readPage(picture: ReadablePicture, signal: AbortSignal | undefined): Promise<PlacedWord[]> {
    const grey = darkOnLight(toGrey(await picture.rgb(pageSide)));
    const large = grey.width * grey.height < enlargeBelow ? doubled(grey) : grey;
    const request = { image: greymap(large), layout: 'scattered' as const, straighten: false };
    return wordsOfTable(await stoppable(signal, (one) => one.read(request)));
  }

  async function readPhotograph(
    picture: ReadablePicture,
    model: InstalledModel<LineFinderGraphs>,
    how: ReadHint['how'],
    signal: AbortSignal | undefined,
  ): Promise<PlacedWord[]> {
    finder ??= openLineFinder(model, options.threads);
    const { find } = await finder;
    if (how === 'auto' && (await find(await picture.rgb(glanceSide), surelyPrint)).length === 0) return [];
    checkCancelled(signal);
    const searched = await picture.rgb(searchSide);
    const found = await find(searched, likelyPrint);
    if (found.length === 0) return [];
    const pixels = await picture.rgb(lineSide);
    const scale = pixels.width / searched.width;
    const boxes = found.map((box) => ({
      ...box,
      x: box.x * scale,
      y: box.y * scale,
      halfLength: box.halfLength * scale,
      halfHeight: box.halfHeight * scale,
    }));
    return stoppable(signal, (one) => readLines(pixels, boxes, one, signal));
  }

  return {
    async read(picture, { kind, how }, signal) {
      if (readers.length === 0) return '';
      const isPage = kind !== 'photograph' && kind !== 'blurred';
      if (how === 'auto' && (kind === 'blank' || kind === 'blurred')) return '';
      if (!isPage && finderModel === undefined && how === 'auto') return '';
      const words =
        isPage || finderModel === undefined
          ? await readPage(picture, signal)
          : await readPhotograph(picture, finderModel, how, signal);
      return inReadingOrder(legible(words, isPage ? 'page' : 'photograph'));
    },
    async dispose() {
      await dropThread();
      const gone = finder;
      finder = null;
      if (gone !== null) await gone.then((one) => one.dispose()).catch(() => undefined);
    },
  };
}

async function startThread(readers: readonly Reader[]): Promise<ReadThread> {
  const data = readers.map(async (model) => ({
    language: model.graphs.language,
    bytes: await readVerified(model, model.graphs.file),
  }));
  return startReadThread(await Promise.all(data));
}
