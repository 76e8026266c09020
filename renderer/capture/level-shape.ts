/** The level line's shape: a few soft waves, tallest in the middle, that the level makes taller or flatter. */

const waves = 13;

/** An SVG path of half waves across a strip of `width` × `height`, at full level; scaled to nothing it is a straight line. */
export function levelShape(width: number, height: number): string {
  const middle = height / 2;
  const reach = middle - 2;
  const step = width / waves;
  const y = (index: number) => {
    const envelope = Math.sin((Math.PI * index) / waves) ** 2;
    return round(middle + (index % 2 === 0 ? reach : -reach) * envelope);
  };
  let path = `M0 ${y(0)}`;
  for (let index = 1; index <= waves; index += 1) {
    const half = round((index - 0.5) * step);
    path += ` C${half} ${y(index - 1)} ${half} ${y(index)} ${round(index * step)} ${y(index)}`;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
