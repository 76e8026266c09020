/** Which pictures are to be described: files, the pictures of folders, standard input. */
import path from 'node:path';
import { ParolaError } from '../errors.ts';
import type { PictureSource } from '../worker/protocol.ts';
import { type Collected, collectFiles } from './collect-files.ts';
import type { BatchItem } from './output-files.ts';
import { videoNames } from './video-frames.ts';

/** Standard input's name in place of a file. */
export const standardInput = '-';

/** In a folder these are taken for pictures; also those that cannot be described, so that they are told. */
const pictureNames = /\.(jpe?g|jpe|jfif|a?png|webp|gif|avif|hei[cf]|tiff?|bmp|dib|svgz?|jxl|jp2)$/i;

/** More than any picture that is described takes. */
const maxInputBytes = 512 * 2 ** 20;

export interface SourceOptions {
  readonly format: string;
  readonly recursive?: boolean;
}

/**
 * Everything that `places` name, in their order; folders in the order of their names. Of a folder the
 * pictures are meant or, where subtitles are asked for, the videos.
 */
export async function pictureItems(
  places: readonly string[],
  { format, recursive = false }: SourceOptions,
): Promise<Collected[]> {
  const isForVideos = format === 'srt' || format === 'vtt';
  const what = isForVideos ? 'videos' : 'pictures';
  const choice = {
    isWanted: (name: string) => (isForVideos ? videoNames : pictureNames).test(name),
    recursive,
    emptyFolder: recursive
      ? `no ${what} are in the folder or below it; name another one`
      : `the folder holds no ${what}; name another one, or give --recursive for the folders in it`,
  };
  const items: Collected[] = [];
  for (const place of places) {
    if (place === standardInput) items.push({ item: { file: place, subfolder: '', found: false } });
    else for await (const collected of collectFiles([place], choice)) items.push(collected);
  }
  return isForVideos ? items.map(timelessRefused) : items;
}

function timelessRefused(one: Collected): Collected {
  if ('error' in one || isVideo(one.item)) return one;
  const error = new ParolaError('request-invalid', 'a picture has no times; choose another --format for it');
  return { place: placeOf(one.item.file), error };
}

/** By its name: a video goes to another program. */
export function isVideo({ file }: BatchItem): boolean {
  return videoNames.test(file);
}

/** @throws ParolaError picture-too-large where standard input does not end */
export async function pictureSource({ file }: BatchItem): Promise<PictureSource> {
  if (file !== standardInput) return { path: path.resolve(file) };
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxInputBytes) {
      throw new ParolaError('picture-too-large', 'it has more than 512 MiB; make it smaller');
    }
    pieces.push(piece);
  }
  return { bytes: new Uint8Array(Buffer.concat(pieces)) };
}

/** How an error names a picture. */
export function placeOf(file: string): string {
  return file === standardInput ? 'standard input' : file;
}
