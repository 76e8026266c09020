/** A text file for each picture, beside it or below a folder; which is whose is settled before any is written. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { placeOf, standardInput } from './caption-sources.ts';
import { type BatchItem, stem } from './output-files.ts';
import { say } from './report.ts';

export interface Sidecars {
  /** The file for a picture of the batch. */
  of(item: BatchItem): string;
  /** Whether that is there already. */
  isThere(item: BatchItem): Promise<boolean>;
}

/**
 * `boat.jpg` has `boat.txt`; a second picture of that name, as `boat.png`, has `boat.png.txt`, and a third
 * from another folder `boat.png-2.txt`. Two names for one picture have one sidecar.
 * @param output the folder to write below; null: each beside its picture
 */
export function nameSidecars(
  items: readonly BatchItem[],
  output: string | null,
  extension = 'txt',
): Sidecars {
  const owners = new Map<string, string>();
  const names = new Map<string, string>();
  for (const item of items) {
    const owner = path.resolve(item.file);
    const folder = output === null ? path.dirname(item.file) : path.join(output, item.subfolder);
    for (const name of candidates(item.file, extension)) {
      const sidecar = path.join(folder, name);
      const key = path.resolve(sidecar);
      const other = owners.get(key);
      if (other !== undefined && other !== owner) continue;
      if (other === undefined && name !== `${stemOf(item.file)}.${extension}`) {
        say(`${placeOf(item.file)}: its text goes to ${name}, another picture has the shorter name`);
      }
      owners.set(key, owner);
      names.set(item.file, sidecar);
      break;
    }
  }
  const of = ({ file }: BatchItem): string => names.get(file) ?? `${file}.${extension}`;
  return {
    of,
    isThere: (item) =>
      lstat(of(item)).then(
        (about) => about.isFile(),
        () => false,
      ),
  };
}

function* candidates(file: string, extension: string): Generator<string> {
  yield `${stemOf(file)}.${extension}`;
  const whole = file === standardInput ? stemOf(file) : path.basename(file);
  yield `${whole}.${extension}`;
  for (let number = 2; ; number++) yield `${whole}-${number}.${extension}`;
}

function stemOf(file: string): string {
  return file === standardInput ? 'standard-input' : stem(file);
}
