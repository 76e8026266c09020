/** The level line's shape: a smooth curve through the last levels, resting on the middle of its strip. */

/**
 * An SVG path through `levels` (0–1, oldest first) in a strip of `width` × `height`. Neighbours swing up and
 * down in turn, so that speech looks like a wave and silence like a straight line.
 */
export function levelPath(levels: readonly number[], width: number, height: number): string {
  const middle = height / 2;
  const reach = middle - 2;
  const step = width / Math.max(1, levels.length - 1);
  const y = (index: number) => middle + (index % 2 === 0 ? -1 : 1) * (levels[index] ?? 0) * reach;
  let path = `M0 ${round(y(0))}`;
  for (let index = 1; index < levels.length; index += 1) {
    const fromX = (index - 1) * step;
    const toX = index * step;
    const half = round((fromX + toX) / 2);
    path += ` C${half} ${round(y(index - 1))} ${half} ${round(y(index))} ${round(toX)} ${round(y(index))}`;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
