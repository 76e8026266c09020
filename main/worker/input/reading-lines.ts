/**
 * Where in a photograph lines of print are: the finder's map of probabilities → tilted boxes, and the
 * pixels of a box turned level. After "Real-time Scene Text Detection with Differentiable Binarization"
 * (Liao et al., 2020): the map shows each line shrunk, so its box is let out again.
 */
import type { GreyPixels } from './reading-page.ts';

/** A line of print: its middle, its half extents along and across the direction of writing, all in pixels. */
export interface LineBox {
  readonly x: number;
  readonly y: number;
  readonly halfLength: number;
  readonly halfHeight: number;
  /** Radians by which the line falls to the right. */
  readonly angle: number;
  /** Mean probability within, 0–1. */
  readonly score: number;
}

/** Pixels more likely than this lie within a line. */
const insideFrom = 0.3;
/** The paper's: a box's area over its outline, times this, is how far it is let out. */
const letOut = 1.6;
/** Smaller spots are specks. */
const leastPixels = 12;

/** The boxes of the lines in a map of `width` × `height` probabilities whose mean is at least `leastScore`. */
export function findLines(
  map: { readonly data: Float32Array; readonly width: number; readonly height: number },
  leastScore: number,
): LineBox[] {
  const boxes: LineBox[] = [];
  const seen = new Uint8Array(map.data.length);
  const spot: number[] = [];
  for (let at = 0; at < seen.length; at++) {
    if (seen[at] === 1 || (map.data[at] as number) <= insideFrom) continue;
    fill(map, at, seen, spot);
    if (spot.length < leastPixels) continue;
    const score = spot.reduce((sum, pixel) => sum + (map.data[pixel] as number), 0) / spot.length;
    if (score >= leastScore) boxes.push({ ...boxOf(spot, map.width), score });
  }
  return boxes;
}

/** Collects the pixels that hang together with `start` into `spot`. */
function fill(
  { data, width }: { readonly data: Float32Array; readonly width: number },
  start: number,
  seen: Uint8Array,
  spot: number[],
): void {
  spot.length = 0;
  spot.push(start);
  seen[start] = 1;
  for (let next = 0; next < spot.length; next++) {
    const at = spot[next] as number;
    const x = at % width;
    for (const to of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (to < 0 || to >= data.length || seen[to] === 1 || (data[to] as number) <= insideFrom) continue;
      seen[to] = 1;
      spot.push(to);
    }
  }
}

/** The box along the spot's main direction, let out to the whole line. */
function boxOf(spot: readonly number[], width: number): Omit<LineBox, 'score'> {
  const angle = directionOf(spot, width);
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const at of spot) {
    const x = at % width;
    const y = Math.floor(at / width);
    const along = x * cosine + y * sine;
    const across = y * cosine - x * sine;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, across);
    bottom = Math.max(bottom, across);
  }
  const [length, height] = [right - left + 1, bottom - top + 1];
  const room = (length * height * letOut) / (2 * (length + height));
  const [along, across] = [(left + right + 1) / 2, (top + bottom + 1) / 2];
  return {
    x: along * cosine - across * sine,
    y: along * sine + across * cosine,
    halfLength: length / 2 + room,
    halfHeight: height / 2 + room,
    angle,
  };
}

/**
 * How far the spot stands askew, within an eighth of a turn, by the second moments of its pixels.
 */
function directionOf(spot: readonly number[], width: number): number {
  let [sumX, sumY, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (const at of spot) {
    const x = at % width;
    const y = Math.floor(at / width);
    sumX += x;
    sumY += y;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  const count = spot.length;
  const [a, b, c] = [
    xx / count - (sumX / count) ** 2,
    yy / count - (sumY / count) ** 2,
    xy / count - (sumX * sumY) / count ** 2,
  ];
  const angle = Math.atan2(2 * c, a - b) / 2;
  // A spot about as high as wide has no direction to speak of; a steep one is a high box that stands askew.
  if (Math.hypot(a - b, 2 * c) <= (a + b) * 0.5) return 0;
  if (Math.abs(angle) <= Math.PI / 4) return angle;
  return angle - (Math.sign(angle) * Math.PI) / 2;
}

/** The same line in a picture `factor` times as large. */
export function enlarged(box: LineBox, factor: number): LineBox {
  const { x, y, halfLength, halfHeight } = box;
  return {
    ...box,
    x: x * factor,
    y: y * factor,
    halfLength: halfLength * factor,
    halfHeight: halfHeight * factor,
  };
}

/** The same box, read in a direction that is so many quarter turns further clockwise. */
export function quarterTurned(box: LineBox, quarters: number): LineBox {
  const angle = box.angle + (quarters * Math.PI) / 2;
  if (quarters % 2 === 0) return { ...box, angle };
  return { ...box, angle, halfLength: box.halfHeight, halfHeight: box.halfLength };
}

/** The pixels of a box, level, `height` pixels high; beyond the picture its edge goes on. */
export function levelled(picture: GreyPixels, box: LineBox, height: number): GreyPixels {
  const step = (2 * box.halfHeight) / height;
  const width = Math.max(1, Math.round((2 * box.halfLength) / step));
  const data = new Uint8Array(width * height);
  const [cosine, sine] = [Math.cos(box.angle), Math.sin(box.angle)];
  for (let row = 0, at = 0; row < height; row++) {
    const across = (row + 0.5) * step - box.halfHeight;
    for (let column = 0; column < width; column++, at++) {
      const along = (column + 0.5) * step - box.halfLength;
      data[at] = sample(
        picture,
        box.x + along * cosine - across * sine - 0.5,
        box.y + along * sine + across * cosine - 0.5,
      );
    }
  }
  return { data, width, height };
}

/** The value at a place between pixels, mixed from the four around it. */
function sample({ data, width, height }: GreyPixels, x: number, y: number): number {
  const left = Math.max(0, Math.min(width - 1, Math.floor(x)));
  const top = Math.max(0, Math.min(height - 1, Math.floor(y)));
  const right = Math.min(width - 1, left + 1);
  const below = Math.min(height - 1, top + 1);
  const [dx, dy] = [Math.max(0, Math.min(1, x - left)), Math.max(0, Math.min(1, y - top))];
  const upper = (data[top * width + left] as number) * (1 - dx) + (data[top * width + right] as number) * dx;
  const lower =
    (data[below * width + left] as number) * (1 - dx) + (data[below * width + right] as number) * dx;
  return Math.round(upper * (1 - dy) + lower * dy);
}
