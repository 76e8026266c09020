/** Where in a picture something is written: the finder's graph, run on the grey picture. */
import type { LineFinderGraphs } from '../../../models/schema.ts';
import { findLines, type LineBox } from '../input/reading-lines.ts';
import type { GreyPixels } from '../input/reading-page.ts';
import type { InstalledModel } from '../protocol.ts';
import { openSession, type Session } from '../runtime/session.ts';

/** Gives the boxes of the lines of print in a picture, in its pixels. */
export interface LineFinder {
  find(picture: GreyPixels, leastScore: number): Promise<LineBox[]>;
  dispose(): Promise<void>;
}

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
