/** The part of a picture that is being chosen: moved and sized by steps of the keyboard, or drawn by a mouse. Pure. */

/** Shares of the picture, 0–1. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** In the middle, half as wide and high as the picture. */
export const firstRegion: Region = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 };

/** One press of an arrow key. */
const step = 0.02;
/** Never smaller, so that it can always be seen and seized. */
const smallest = 0.04;

/** The region after an arrow key, moved or (with Shift) sized; null for a key that means nothing here. */
export function afterKey(region: Region, key: string, withShift: boolean): Region | null {
  const way = arrows[key];
  if (way === undefined) return null;
  const [across, down] = [way[0] * step, way[1] * step];
  const { left, top, width, height } = region;
  return withShift
    ? {
        ...region,
        width: between(smallest, width + across, 1 - left),
        height: between(smallest, height + down, 1 - top),
      }
    : { ...region, left: between(0, left + across, 1 - width), top: between(0, top + down, 1 - height) };
}

/** The region between two corners, each [x, y] as shares of the picture. */
export function regionBetween(from: readonly [number, number], to: readonly [number, number]): Region {
  const [left, right] = ends(from[0], to[0]);
  const [top, bottom] = ends(from[1], to[1]);
  return { left, top, width: right - left, height: bottom - top };
}

/** In whole pixels of a picture of `width` × `height`, at least one. */
export function inPixels(region: Region, width: number, height: number): Region {
  const left = Math.min(width - 1, Math.round(region.left * width));
  const top = Math.min(height - 1, Math.round(region.top * height));
  return {
    left,
    top,
    width: Math.max(1, Math.min(width - left, Math.round(region.width * width))),
    height: Math.max(1, Math.min(height - top, Math.round(region.height * height))),
  };
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Two places in order, within the picture, and far enough apart. */
function ends(one: number, other: number): [number, number] {
  const first = between(0, Math.min(one, other), 1 - smallest);
  return [first, between(first + smallest, Math.max(one, other), 1)];
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
