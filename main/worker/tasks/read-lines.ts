/**
 * Lines of print, each cut out of the picture, turned level and read by itself. Which way up they are is
 * asked of the longest: a page may lie on its side or stand on its head, and a label run up a chart.
 */
import { type LineBox, levelled, quarterTurned } from '../input/reading-lines.ts';
import type { PlacedWord } from '../input/reading-order.ts';
import { darkOnLight, type GreyPixels, greymap, wordsOfTable } from '../input/reading-page.ts';
import type { ReadThread } from './read-thread.ts';

/** Height that a line is read at; Tesseract's network looks at 36 rows of it. */
const linePixels = 56;
/** Room around a line, which Tesseract needs to see where letters end. */
const marginPixels = 12;
/** So many lines are asked which way up they are, and so sure, of 100, is one that is right. */
const asked = 3;
const rightWayUp = 65;

/** What the lines say, as far as it was read in the time there was. */
export interface LinesRead {
  readonly words: readonly PlacedWord[];
  /** Of lines that run up beside the others. */
  readonly aside: readonly PlacedWord[];
  readonly isWhole: boolean;
}

/**
 * The words of the lines in `boxes`, which are in pixels of `picture`, from the top down; after `seconds` no
 * new line is begun.
 */
export async function readLines(
  picture: GreyPixels,
  boxes: readonly LineBox[],
  thread: ReadThread,
  seconds: number,
): Promise<LinesRead> {
  const end = performance.now() + seconds * 1000;
  const known = new Map<LineBox, readonly PlacedWord[]>();
  const read = async (box: LineBox) => {
    const words = known.get(box) ?? (await readLine(picture, box, thread));
    known.set(box, words);
    return words;
  };
  const upright = boxes.filter(isUpright);
  const isOnSide = upright.length * 2 > boxes.length;
  const main = isOnSide ? upright : boxes.filter((box) => !isUpright(box));
  const text = await readAll(await rightWay(main, isOnSide ? [3, 1] : [0, 2], read), read, end);
  if (isOnSide) return { ...text, aside: [] };
  const aside = await readAll(await rightWay(upright, [3, 1], read), read, end);
  return { words: text.words, aside: aside.words, isWhole: text.isWhole && aside.isWhole };
}

/** A line that runs up or down, with room for two letters at least. */
function isUpright({ halfLength, halfHeight }: LineBox): boolean {
  return halfHeight > 2 * halfLength;
}

type ReadBox = (box: LineBox) => Promise<readonly PlacedWord[]>;

/** The boxes by the first of two quarter turns, or by the other where that is surer. */
async function rightWay(
  boxes: readonly LineBox[],
  [first, second]: readonly [number, number],
  read: ReadBox,
): Promise<readonly LineBox[]> {
  const [usual, other] = [first, second].map((quarters) => boxes.map((box) => quarterTurned(box, quarters)));
  const usualSureness = await sureness(usual ?? [], read);
  if (usualSureness >= rightWayUp) return usual ?? [];
  const otherSureness = await sureness(other ?? [], read);
  return (otherSureness >= rightWayUp ? other : usual) ?? [];
}

/** How sure the longest lines are, a letter for a letter, 0–100. */
async function sureness(boxes: readonly LineBox[], read: ReadBox): Promise<number> {
  const longest = [...boxes].sort((a, b) => b.halfLength - a.halfLength).slice(0, asked);
  let [sum, letters] = [0, 0];
  for (const box of longest) {
    for (const { text, confidence } of await read(box)) {
      sum += confidence * text.length;
      letters += text.length;
    }
  }
  return letters === 0 ? 0 : sum / letters;
}

async function readAll(
  boxes: readonly LineBox[],
  read: ReadBox,
  end: number,
): Promise<Pick<LinesRead, 'words' | 'isWhole'>> {
  const tilt = median(boxes.map(({ angle }) => angle));
  const words: PlacedWord[] = [];
  const downwards = [...boxes].sort((a, b) => heightOf(a, tilt) - heightOf(b, tilt));
  for (const [line, box] of downwards.entries()) {
    if (performance.now() > end) return { words, isWhole: false };
    words.push(...placed(await read(box), box, tilt, String(line)));
  }
  return { words, isWhole: true };
}

/** How far down a line stands on the page once that is turned level. */
function heightOf({ x, y }: LineBox, tilt: number): number {
  return y * Math.cos(tilt) - x * Math.sin(tilt);
}

/** The words of one line, in pixels of its cut. */
async function readLine(picture: GreyPixels, box: LineBox, thread: ReadThread): Promise<PlacedWord[]> {
  const image = greymap(framed(darkOnLight(levelled(picture, box, linePixels))));
  return wordsOfTable(await thread.read({ image, layout: 'line' }));
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
  const top = heightOf(box, tilt) - box.halfHeight;
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
