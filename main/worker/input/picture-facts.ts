/** What can be said of any picture without understanding it: its size, its colours in words, light or dark. */
import type { PictureFacts } from '../../../preload/description.ts';
import type { Raster } from './raster.ts';

/** Colours are counted at so many points a side: enough for what fills a picture. */
const points = 64;
const mostColours = 3;
/** A colour that fills less is not named. */
const leastShare = 0.1;
/** Mean brightness, 0…255. */
const darkBelow = 85;
const lightFrom = 170;

/** The facts of a picture whose upright size is given, from its pixels at any size. */
export function pictureFacts(
  raster: Raster,
  { width, height, frames }: { readonly width: number; readonly height: number; readonly frames: number },
): PictureFacts {
  const shares = new Map<string, number>();
  let light = 0;
  for (let row = 0; row < points; row++) {
    for (let column = 0; column < points; column++) {
      const [red, green, blue] = pixelAt(raster, (column + 0.5) / points, (row + 0.5) / points);
      const name = colourName(red, green, blue);
      shares.set(name, (shares.get(name) ?? 0) + 1 / points ** 2);
      light += luma(red, green, blue) / points ** 2;
    }
  }
  const colours = [...shares]
    .filter(([, share]) => share >= leastShare)
    .sort((one, other) => other[1] - one[1])
    .slice(0, mostColours)
    .map(([name]) => name);
  const brightness = light < darkBelow ? 'dark' : light < lightFrom ? 'medium' : 'light';
  return { width, height, frames, colours, brightness };
}

function pixelAt({ data, width, height }: Raster, x: number, y: number): [number, number, number] {
  const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

/** Rec. 601. */
function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** Where on the circle of hues, in degrees, each name ends. */
const hues: readonly (readonly [number, string])[] = [
  [15, 'red'],
  [42, 'orange'],
  [68, 'yellow'],
  [165, 'green'],
  [192, 'turquoise'],
  [256, 'blue'],
  [290, 'purple'],
  [345, 'pink'],
  [360, 'red'],
];

/** The everyday name of a colour, by hue, saturation and value: "dark blue", "light grey". */
export function colourName(red: number, green: number, blue: number): string {
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  const value = most / 255;
  const saturation = most === 0 ? 0 : spread / most;
  if (value < 0.16) return 'black';
  if (saturation < 0.12) return greyName(value);
  const hue = hueOf(red, green, blue, most, spread);
  const isWarm = hue >= 8 && hue < 50;
  if (isWarm && saturation < 0.4 && value > 0.72) return 'beige';
  if (isWarm && (value < 0.66 || saturation < 0.4)) return value < 0.35 ? 'dark brown' : 'brown';
  const name = hues.find(([end]) => hue < end)?.[1] ?? 'red';
  if (value < 0.42) return `dark ${name}`;
  return saturation < 0.45 && value > 0.75 ? `light ${name}` : name;
}

function greyName(value: number): string {
  if (value >= 0.92) return 'white';
  if (value >= 0.68) return 'light grey';
  return value >= 0.36 ? 'grey' : 'dark grey';
}

function hueOf(red: number, green: number, blue: number, most: number, spread: number): number {
  if (most === red) return (((green - blue) / spread) * 60 + 360) % 360;
  if (most === green) return ((blue - red) / spread) * 60 + 120;
  return ((red - green) / spread) * 60 + 240;
}
