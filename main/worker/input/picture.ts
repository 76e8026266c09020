/**
 * Any picture → what the tasks need of it: the square that the network sees, pixels to read print in, a
 * preview, and plain facts. Upright as its EXIF says, in sRGB, transparent parts on white; of what moves
 * or has pages, the first.
 */
import type { PictureFacts } from '../../../preload/description.ts';
import type { PictureSource } from '../protocol.ts';
import { bitmapSize, decodeBitmap } from './picture-bmp.ts';
import { pictureBytes } from './picture-bytes.ts';
import { malformed, tooLarge } from './picture-error.ts';
import { pictureFacts } from './picture-facts.ts';
import { pictureFormat } from './picture-format.ts';
import { pictureLibrary, type Sharp } from './picture-library.ts';
import { squash } from './picture-squash.ts';
import type { Raster } from './raster.ts';

export interface Picture {
  readonly facts: PictureFacts;
  /** The whole picture squashed to a square: planes [3, size, size] of RGB, 0…255, as the training saw it. */
  squashed(size: number): Promise<Float32Array>;
  /** The whole picture, no side longer than `maxSide`. @throws ParolaError `picture-malformed` */
  rgb(maxSide: number): Promise<Raster>;
  /** WebP, no side longer than `maxSide`. @throws ParolaError `picture-malformed` */
  preview(maxSide: number): Promise<Uint8Array>;
}

/** More than any camera that people carry makes; 120 MB as pixels. */
const maxPixels = 40_000_000;
/**
 * Of a large picture no more is decoded than this many pixels on the shorter side: twice what the network
 * sees, which then differs from what the training saw by a quarter of one step of 255 on average.
 */
const enoughSide = 704;
const previewQuality = 80;

/** A picture's upright size, and how many there are in the file. */
interface Size {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/**
 * Opens a picture; what it is comes from its content.
 * @throws ParolaError `file-not-found`, `file-unreadable`, `picture-malformed` (empty, damaged, breaks off, no
 * picture), `picture-unsupported` (SVG, HEIC, PDF …), `picture-too-large` (by its header, before it is decoded)
 */
export async function openPicture(source: PictureSource): Promise<Picture> {
  const bytes = await pictureBytes(source);
  const isBitmap = pictureFormat(bytes) === 'bmp';
  const size = isBitmap ? { ...bitmapSize(bytes), frames: 1 } : await readSize(bytes);
  if (size.width * size.height > maxPixels) {
    throw tooLarge(`The picture has ${size.width} × ${size.height} pixels, more than 40 million`);
  }
  const bitmap = isBitmap ? decodeBitmap(bytes) : undefined;
  const open = () => (bitmap === undefined ? decoding(bytes) : fromRaster(bitmap));
  const raster = bitmap ?? (await decodeEnough(bytes, size));
  return {
    facts: pictureFacts(raster, size),
    squashed: async (side) => squash(raster, side),
    rgb: async (maxSide) => {
      const isWhole = raster.width === size.width && raster.height === size.height;
      if (isWhole && Math.max(size.width, size.height) <= maxSide) return raster;
      return toRaster(open().resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true }));
    },
    preview: async (maxSide) => {
      const small = open().resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true });
      return own(await decoded(small.webp({ quality: previewQuality }).toBuffer()));
    },
  };
}

type Pipeline = ReturnType<Sharp>;

function decoding(bytes: Uint8Array): Pipeline {
  return pictureLibrary()(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
}

function fromRaster({ data, width, height }: Raster): Pipeline {
  return pictureLibrary()(data, { raw: { width, height, channels: 3 } });
}

/** From the header alone. */
async function readSize(bytes: Uint8Array): Promise<Size> {
  const { autoOrient, width, height, pages } = await decoded(
    pictureLibrary()(bytes, { limitInputPixels: false }).metadata(),
  );
  return {
    width: autoOrient?.width ?? width,
    height: autoOrient?.height ?? height,
    frames: pages ?? 1,
  };
}

async function decodeEnough(bytes: Uint8Array, { width, height }: Size): Promise<Raster> {
  const scale = enoughSide / Math.min(width, height);
  const whole = decoding(bytes);
  if (scale >= 1) return toRaster(whole);
  return toRaster(
    whole.resize(Math.round(width * scale), Math.round(height * scale), { fit: 'fill', kernel: 'cubic' }),
  );
}

async function toRaster(pipeline: Pipeline): Promise<Raster> {
  const { data, info } = await decoded(
    pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }),
  );
  const { width, height, channels } = info;
  if (channels === 3) return { data: own(data), width, height };
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at++) {
    const channel = channels < 3 ? 0 : at % 3;
    rgb[at] = data[Math.floor(at / 3) * channels + channel] as number;
  }
  return { data: rgb, width, height };
}

/**
 * The bytes in memory of their own: the WebAssembly build gives views of its own memory, which threads share,
 * and a message to another process that holds one is lost.
 */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof SharedArrayBuffer ? Uint8Array.from(bytes) : bytes;
}

/** What the library says of a picture that it cannot decode is no more than that it is damaged. */
async function decoded<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw malformed(
      'The picture is damaged or breaks off',
      error instanceof Error ? error.message : String(error),
    );
  }
}
