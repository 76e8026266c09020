/** The readers of print for the tests that need real ones, and a way to hand them a fixture. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { ParolaError } from '../../main/errors.ts';
import { installModel } from '../../main/install.ts';
import { installedModel, parolaHome } from '../../main/models.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import type { ReadablePicture } from '../../main/worker/tasks/read.ts';
import type { ReadingGraphs } from '../../models/schema.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures');

/** The installed reader or finder `id`. */
export async function readingModel(id: string, home = parolaHome()): Promise<InstalledModel<ReadingGraphs>> {
  const model = await installedModel(home, id);
  if (model?.graphs.kind !== 'reading') throw new Error(`${id} is not installed`);
  const { graphs, ...rest } = model;
  return { ...rest, graphs };
}

/** A reader that is no default, installed into `home` where need be; a text that says why where it cannot be had. */
export async function furtherReadingModel(
  id: string,
  home: string,
): Promise<InstalledModel<ReadingGraphs> | string> {
  if ((await installedModel(parolaHome(), id)) !== null) return readingModel(id);
  try {
    await installModel(id, { home });
  } catch (error) {
    if (!(error instanceof ParolaError) || error.code !== 'install-offline') throw error;
    return `NOT TESTED: ${error.message}`;
  }
  return readingModel(id, home);
}

/** A picture of the fixtures ("reading/page.png"), turned clockwise by so many degrees. */
export function fixturePicture(name: string, degrees = 0): ReadablePicture {
  return {
    async rgb(maxSide) {
      const { data, info } = await sharp(path.join(fixtures, name))
        .rotate(degrees)
        .toColourspace('srgb')
        .removeAlpha()
        .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { data, width: info.width, height: info.height };
    },
  };
}

/** What is written in a picture of `reading/`, by its name without ending. */
export function writtenIn(name: string): Promise<string> {
  return readFile(path.join(fixtures, 'reading', `${name}.txt`), 'utf8');
}
