/** Where in a picture something is written: the finder's graph, run on the grey picture. */
import type { LineFinderGraphs } from '../../../models/schema.ts';
import { bandsOf } from '../input/reading-bands.ts';
import { findLines, type LineBox } from '../input/reading-lines.ts';
import type { GreyPixels } from '../input/reading-page.ts';
import type { InstalledModel } from '../protocol.ts';
import { openSession } from '../runtime/session.ts';

/** Gives the boxes of the lines of print in a picture, in its pixels. */
export interface LineFinder {
  find(picture: GreyPixels, leastScore: number): Promise<LineBox[]>;
  dispose(): Promise<void>;
}

/** The graph needs some 200 bytes for each pixel at a time: larger pictures go through it in bands. */
const bandPixels = 512 * 1024;
/** What is seen around a band, so that the lines at its edges are seen whole. */
const aroundPixels = 64;

/** @throws ParolaError as `openSession` does */
export async function openLineFinder(
  model: InstalledModel<LineFinderGraphs>,
  threads: number | undefined,
): Promise<LineFinder> {
  const { file, input, output, multiplePixels } = model.graphs;
  const options = { frugal: true, ...(threads === undefined ? {} : { threads }) };
  const session = await openSession(model, file, { inputs: [input], outputs: [output] }, options);
  return {
    async find(picture, leastScore) {
      const width = Math.ceil(picture.width / multiplePixels) * multiplePixels;
      const map = { data: new Float32Array(width * picture.height), width, height: picture.height };
      const rows = Math.floor(bandPixels / width / multiplePixels) * multiplePixels;
      for (const { seen, kept } of bandsOf(picture.height, rows, aroundPixels)) {
        const made = await session.run({ [input]: planesOf(picture, seen, multiplePixels) });
        const likely = made[output]?.data as Float32Array;
        const skipped = (kept.from - seen.from) * width;
        map.data.set(likely.subarray(skipped, skipped + (kept.to - kept.from) * width), kept.from * width);
      }
      return findLines(map, leastScore);
    },
    dispose: () => session.dispose(),
  };
}

/** Three equal planes of some rows in −1…1, filled up with grey to whole multiples. */
function planesOf(
  { data, width }: GreyPixels,
  { from, to }: { readonly from: number; readonly to: number },
  multiple: number,
) {
  const [wide, high] = [width, to - from].map((side) => Math.ceil(side / multiple) * multiple) as [
    number,
    number,
  ];
  const planes = new Float32Array(3 * wide * high);
  for (let y = from; y < to; y++) {
    const row = (y - from) * wide;
    for (let x = 0; x < width; x++) planes[row + x] = (data[y * width + x] as number) / 127.5 - 1;
  }
  planes.copyWithin(wide * high, 0, wide * high);
  planes.copyWithin(2 * wide * high, 0, wide * high);
  return { type: 'float32' as const, data: planes, dims: [1, 3, high, wide] };
}
