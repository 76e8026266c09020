/**
 * The whole picture squashed to a square, by the arithmetic of the training: Pillow's bicubic resize with
 * its antialiasing (a = −0.5, two passes, weights in 22 bits, each pass rounded to bytes), so that the
 * network sees the same bytes.
 */
import type { Raster } from './raster.ts';

const weightBits = 22;
const half = 1 << (weightBits - 1);
/** The filter reaches so many pixels of the coarser of both pictures. */
const reach = 2;

/** For each place of the result: the first source place it takes from, how many, and their weights. */
interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` for each place. */
  readonly weights: Int32Array;
  readonly most: number;
}

/** `raster` as planes [3, size, size] of RGB, 0…255. */
export function squash({ data, width, height }: Raster, size: number): Float32Array {
  const narrow = squeezeRows(data, width, height, tapsFor(width, size), size);
  const { first, count, weights, most } = tapsFor(height, size);
  const planes = new Float32Array(3 * size * size);
  const line = size * 3;
  for (let y = 0; y < size; y++) {
    const begin = y * most;
    const end = begin + (count[y] as number);
    const top = (first[y] as number) * line;
    for (let x = 0; x < size; x++) {
      let red = half;
      let green = half;
      let blue = half;
      let from = top + x * 3;
      for (let tap = begin; tap < end; tap++, from += line) {
        const weight = weights[tap] as number;
        red = (red + Math.imul(narrow[from] as number, weight)) | 0;
        green = (green + Math.imul(narrow[from + 1] as number, weight)) | 0;
        blue = (blue + Math.imul(narrow[from + 2] as number, weight)) | 0;
      }
      const at = y * size + x;
      planes[at] = toByte(red);
      planes[at + size * size] = toByte(green);
      planes[at + 2 * size * size] = toByte(blue);
    }
  }
  return planes;
}

function squeezeRows(data: Uint8Array, width: number, height: number, taps: Taps, size: number): Uint8Array {
  const { first, count, weights, most } = taps;
  const narrow = new Uint8Array(size * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < size; x++, to += 3) {
      let red = half;
      let green = half;
      let blue = half;
      let from = (y * width + (first[x] as number)) * 3;
      const end = x * most + (count[x] as number);
      for (let tap = x * most; tap < end; tap++, from += 3) {
        const weight = weights[tap] as number;
        red = (red + Math.imul(data[from] as number, weight)) | 0;
        green = (green + Math.imul(data[from + 1] as number, weight)) | 0;
        blue = (blue + Math.imul(data[from + 2] as number, weight)) | 0;
      }
      narrow[to] = toByte(red);
      narrow[to + 1] = toByte(green);
      narrow[to + 2] = toByte(blue);
    }
  }
  return narrow;
}

function toByte(sum: number): number {
  const value = sum >> weightBits;
  if (value < 0) return 0;
  return value > 255 ? 255 : value;
}

/** Pillow's `precompute_coeffs`. */
function tapsFor(source: number, size: number): Taps {
  const scale = source / size;
  const stretch = Math.max(1, scale);
  const support = reach * stretch;
  const most = Math.ceil(support) * 2 + 1;
  const taps = {
    first: new Int32Array(size),
    count: new Int32Array(size),
    weights: new Int32Array(size * most),
  };
  for (let place = 0; place < size; place++) {
    const centre = (place + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(source, Math.trunc(centre + support + 0.5)) - from;
    const shares = Array.from({ length: count }, (_, tap) => bicubic((tap + from - centre + 0.5) / stretch));
    const total = shares.reduce((sum, share) => sum + share, 0);
    taps.first[place] = from;
    taps.count[place] = count;
    for (const [tap, share] of shares.entries()) {
      const weight = (share / total) * (1 << weightBits);
      taps.weights[place * most + tap] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
  }
  return { ...taps, most };
}

/** Keys 1981, a = −0.5. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}
