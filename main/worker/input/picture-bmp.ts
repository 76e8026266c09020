/** BMP, which sharp does not read: its header, and its pixels by a library, on white where they are transparent. */
import { decode } from 'bmp-ts';
import { malformed, unsupported } from './picture-error.ts';
import type { Raster } from './raster.ts';

/** Where the fields of the header lie. */
const offset = { headerBytes: 14, width: 18, height: 22, bits: 28, compression: 30, alphaMask: 66 };
const oldHeaderBytes = 12;
const headerBytesWithAlpha = 56;
/** Run lengths, JPEG and PNG inside: rare, and the library gets them wrong. */
const plainCompressions = [0, 3, 6];

/**
 * Width and height in pixels.
 * @throws ParolaError `picture-malformed`, `picture-unsupported`
 */
export function bitmapSize(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < offset.compression + 4) throw malformed('The picture breaks off in its header');
  if (view.getUint32(offset.headerBytes, true) === oldHeaderBytes) {
    throw unsupported('This BMP has the header of OS/2, which Parola does not read');
  }
  if (!plainCompressions.includes(view.getUint32(offset.compression, true))) {
    throw unsupported('This BMP is compressed, which Parola does not read');
  }
  const width = view.getInt32(offset.width, true);
  const height = Math.abs(view.getInt32(offset.height, true));
  if (width <= 0 || height === 0) throw malformed('The picture gives no size');
  return { width, height };
}

/** @throws ParolaError `picture-malformed` */
export function decodeBitmap(bytes: Uint8Array): Raster {
  try {
    const { data, width, height } = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    return onWhite(data, width, height, hasAlpha(bytes));
  } catch (error) {
    throw malformed(
      'The picture is damaged or breaks off',
      error instanceof Error ? error.message : String(error),
    );
  }
}

function hasAlpha(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return (
    view.getUint16(offset.bits, true) === 32 &&
    view.getUint32(offset.headerBytes, true) >= headerBytesWithAlpha &&
    view.getUint32(offset.alphaMask, true) !== 0
  );
}

/** @param pixels alpha, blue, green, red */
function onWhite(pixels: Uint8Array, width: number, height: number, alpha: boolean): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const share = alpha ? (pixels[pixel * 4] as number) / 255 : 1;
    for (let channel = 0; channel < 3; channel++) {
      data[pixel * 3 + channel] = Math.round(
        255 - share * (255 - (pixels[pixel * 4 + 3 - channel] as number)),
      );
    }
  }
  return { data, width, height };
}
