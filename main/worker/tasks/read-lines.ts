/**
 * Print in a photograph: the finder says where lines are, each is cut out, turned level and read by
 * itself. A photograph in which the finder sees nothing costs one run of it at a small size.
 */
import type { LineFinderGraphs } from '../../../models/schema.ts';
import { findLines, type LineBox, levelled } from '../input/reading-lines.ts';
import type { PlacedWord } from '../input/reading-order.ts';
import { darkOnLight, type GreyPixels, greymap, wordsOfTable } from '../input/reading-page.ts';
import type { InstalledModel } from '../protocol.ts';
import { openSession, type Session } from '../runtime/session.ts';
import type { ReadThread } from './read-thread.ts';

/** Gives the boxes of the lines of print in a picture, in its pixels. */
export interface LineFinder {
  find(picture: GreyPixels, leastScore: number): Promise<LineBox[]>;
  dispose(): Promise<void>;
}

/** Height that a line is read at; Tesseract's network looks at 36 rows of it. */
const linePixels = 56;
/** Room around a line, which Tesseract needs to see where letters end. */
const marginPixels = 12;

/** @throws ParolaError as `openSession` does */
export async function openLineFinder(
  model: InstalledModel<LineFinderGraphs>,
  threads: number | undefined,
): Promise<LineFinder> {
  const { file, input, output, multiplePixels } = model.graphs;
  const names = { inputs: [input], outputs: [output] };
  const session: Session = await openSession(model, file, names, threads === undefined ? {} : { threads });
  return {
    async find(picture, leastScore) {
      const planes = planesOf(picture, multiplePixels);
      const made = await session.run({ [input]: planes });
      const [, , height = 0, width = 0] = planes.dims;
      const map = made[output]?.data as Float32Array;
      return findLines({ data: map, width, height }, leastScore);
    },
    dispose: () => session.dispose(),
  };
}

/** Three equal planes in −1…1, filled up with grey to whole multiples. */
function planesOf({ data, width, height }: GreyPixels, multiple: number) {
  const [wide, high] = [width, height].map((side) => Math.ceil(side / multiple) * multiple) as [
    number,
    number,
  ];
  const planes = new Float32Array(3 * wide * high);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) planes[y * wide + x] = (data[y * width + x] as number) / 127.5 - 1;
  }
  planes.copyWithin(wide * high, 0, wide * high);
  planes.copyWithin(2 * wide * high, 0, wide * high);
  return { type: 'float32' as const, data: planes, dims: [1, 3, high, wide] };
}

/** What the lines say, as far as it was read in the time there was. */
export interface LinesRead {
  readonly words: PlacedWord[];
  readonly isWhole: boolean;
}

/** The words of the lines in `boxes`, which are in pixels of `picture`, from the top down; after `seconds` no new line is begun. */
export async function readLines(
  picture: GreyPixels,
  boxes: readonly LineBox[],
  thread: ReadThread,
  seconds: number,
): Promise<LinesRead> {
  const end = performance.now() + seconds * 1000;
  const tilt = median(boxes.map(({ angle }) => angle));
  const words: PlacedWord[] = [];
  const downwards = boxes.filter(isLevel).sort((a, b) => a.y - b.y);
  for (const [line, box] of downwards.entries()) {
    if (performance.now() > end) return { words, isWhole: false };
    const image = greymap(framed(darkOnLight(levelled(picture, box, linePixels))));
    const read = wordsOfTable(await thread.read({ image, layout: 'line' }));
    words.push(...placed(read, box, tilt, String(line)));
  }
  return { words, isWhole: true };
}

/** Not print that runs up or down, as beside a chart: read as it stands it would be gibberish. */
function isLevel({ halfLength, halfHeight }: LineBox): boolean {
  return halfHeight < 2 * halfLength;
}

/** White around the line, as on a page. */
function framed({ data, width, height }: GreyPixels): GreyPixels {
  const wide = width + 2 * marginPixels;
  const framedData = new Uint8Array(wide * (height + 2 * marginPixels)).fill(lightest(data));
  for (let y = 0; y < height; y++) {
    framedData.set(data.subarray(y * width, (y + 1) * width), (y + marginPixels) * wide + marginPixels);
  }
  return { data: framedData, width: wide, height: height + 2 * marginPixels };
}

/** The ground's usual light: the upper quartile. */
function lightest(data: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] as number) + 1;
  let left = data.length / 4;
  for (let value = 255; value > 0; value--) {
    left -= counts[value] as number;
    if (left <= 0) return value;
  }
  return 0;
}

/** Where the words of a levelled line stand in the picture once that is turned level, too. */
function placed(words: readonly PlacedWord[], box: LineBox, tilt: number, line: string): PlacedWord[] {
  const scale = (2 * box.halfHeight) / linePixels;
  const [cosine, sine] = [Math.cos(tilt), Math.sin(tilt)];
  const left = box.x * cosine + box.y * sine - box.halfLength;
  const top = box.y * cosine - box.x * sine - box.halfHeight;
  // The box has room around the letters; how much, only their reader knows.
  const highest = Math.min(...words.map((word) => word.top));
  const lowest = Math.max(...words.map((word) => word.bottom));
  return words.map((word) => ({
    ...word,
    left: left + (word.left - marginPixels) * scale,
    right: left + (word.right - marginPixels) * scale,
    top: top + (highest - marginPixels) * scale,
    bottom: top + (lowest - marginPixels) * scale,
    line,
  }));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
