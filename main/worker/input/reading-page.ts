/**
 * Pixels → what a recognizer of print reads best: grey, dark on light, large enough, as the bytes of a
 * plain image file; and the recognizer's table of words back → words with their places.
 */
import type { PlacedWord } from './reading-order.ts';

/** RGB, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One byte for each pixel, 0 (black) to 255. */
export interface GreyPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Light as eyes see it (ITU-R BT.601). */
export function toGrey({ data, width, height }: Pixels): GreyPixels {
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at++, from += 3) {
    grey[at] =
      ((data[from] as number) * 77 + (data[from + 1] as number) * 150 + (data[from + 2] as number) * 29) >> 8;
  }
  return { data: grey, width, height };
}

/** Dark print on a light ground: turned round where more than half of the pixels are dark. */
export function darkOnLight(grey: GreyPixels): GreyPixels {
  let dark = 0;
  for (const value of grey.data) if (value < 128) dark++;
  if (dark * 2 <= grey.data.length) return grey;
  return { ...grey, data: grey.data.map((value) => 255 - value) };
}

/** Twice as wide and high, each pixel mixed from the nearest ones: small print is then told apart better. */
export function doubled({ data, width, height }: GreyPixels): GreyPixels {
  const wide = new Uint8Array(width * 2 * height);
  stretch(data, wide, height, width, { step: 1, row: width }, { step: 1, row: width * 2 });
  const high = new Uint8Array(width * 2 * height * 2);
  stretch(wide, high, width * 2, height, { step: width * 2, row: 1 }, { step: width * 2, row: 1 });
  return { data: high, width: width * 2, height: height * 2 };
}

/** How far it is from one value of a row (or column) to the next, and from one row to the next. */
interface Stride {
  readonly step: number;
  readonly row: number;
}

/** Doubles each of `rows` rows of `length` values: new values lie a quarter before and after the old ones. */
function stretch(
  from: Uint8Array,
  to: Uint8Array,
  rows: number,
  length: number,
  source: Stride,
  target: Stride,
): void {
  for (let row = 0; row < rows; row++) {
    const start = row * source.row;
    for (let at = 0; at < length; at++) {
      const here = from[start + at * source.step] as number;
      const before = from[start + Math.max(0, at - 1) * source.step] as number;
      const after = from[start + Math.min(length - 1, at + 1) * source.step] as number;
      const place = row * target.row + at * 2 * target.step;
      to[place] = (3 * here + before + 2) >> 2;
      to[place + target.step] = (3 * here + after + 2) >> 2;
    }
  }
}

/** The bytes of a portable greymap (PGM, netpbm.sourceforge.net/doc/pgm.html), the plainest image file. */
export function greymap({ data, width, height }: GreyPixels): Uint8Array {
  const header = new TextEncoder().encode(`P5 ${width} ${height} 255\n`);
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}

/**
 * The words of Tesseract's table: tab-separated level, page, block, paragraph, line, word, left, top, width,
 * height, confidence and text; level 5 is a word.
 */
export function wordsOfTable(table: string): PlacedWord[] {
  const words: PlacedWord[] = [];
  for (const row of table.split('\n')) {
    const cells = row.split('\t');
    const text = cells.slice(11).join(' ').trim();
    if (cells[0] !== '5' || text === '') continue;
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number);
    const line = cells.slice(1, 5).join('.');
    words.push({ text, left, top, right: left + width, bottom: top + height, confidence, line });
  }
  return words;
}
