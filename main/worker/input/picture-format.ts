/** What a file holds, by its first bytes; its name says nothing. */
import { malformed, unsupported } from './picture-error.ts';

export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff' | 'bmp';

type Test = (bytes: Uint8Array, text: string) => boolean;

/** The first bytes, read as Latin-1. */
const begins =
  (...starts: readonly string[]): Test =>
  (_, text) =>
    starts.some((start) => text.startsWith(start));

const formats: readonly (readonly [PictureFormat, Test])[] = [
  ['jpeg', begins('\xff\xd8\xff')],
  ['png', begins('\x89PNG\r\n\x1a\n')],
  ['webp', (_, text) => text.startsWith('RIFF') && text.startsWith('WEBP', 8)],
  ['gif', begins('GIF87a', 'GIF89a')],
  ['tiff', begins('II*\0', 'MM\0*', 'II+\0', 'MM\0+')],
  ['bmp', (bytes, text) => text.startsWith('BM') && isBitmap(bytes)],
  ['avif', (_, text) => brands(text).some((brand) => brand === 'avif' || brand === 'avis')],
];

/** What people do give, and what it is called. */
const others: readonly (readonly [string, Test])[] = [
  [
    'a HEIC picture',
    (_, text) => brands(text).some((brand) => /^(hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand)),
  ],
  ['a video', (_, text) => text.startsWith('ftyp', 4) || text.startsWith('\x1aE\xdf\xa3')],
  ['a drawing in SVG, not pixels', (_, text) => /^(\xef\xbb\xbf)?\s*</.test(text) && /<svg[\s>]/i.test(text)],
  ['a PDF document', begins('%PDF')],
  ['a PostScript document', begins('%!PS', '\xc5\xd0\xd3\xc6')],
  ['a Photoshop document', begins('8BPS')],
  ['a GIMP document', begins('gimp xcf')],
  ['a JPEG XL picture', begins('\xff\x0a', '\0\0\0\x0cJXL ')],
  ['a JPEG 2000 picture', begins('\0\0\0\x0cjP  ', '\xff\x4f\xff\x51')],
  ['an icon', begins('\0\0\x01\0', '\0\0\x02\0')],
  ['an OpenEXR picture', begins('v/1\x01')],
  ['a Radiance picture', begins('#?RADIANCE', '#?RGBE')],
  ['a compressed file', begins('PK\x03\x04', '\x1f\x8b', '7z\xbc\xaf', 'Rar!')],
  ['a portable anymap', (_, text) => /^P[1-7]\s/.test(text)],
];

/** As many bytes as the tests look at. */
const headBytes = 1024;

/**
 * The format of a picture.
 * @throws ParolaError `picture-unsupported` for what is known but not opened, `picture-malformed` for all else
 */
export function pictureFormat(bytes: Uint8Array): PictureFormat {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(headBytes, bytes.length)).toString(
    'latin1',
  );
  const found = formats.find(([, test]) => test(bytes, text));
  if (found !== undefined) return found[0];
  const other = others.find(([, test]) => test(bytes, text));
  if (other !== undefined) {
    throw unsupported(`This is ${other[0]}, and Parola opens JPEG, PNG, WebP, GIF, AVIF, TIFF and BMP`);
  }
  throw malformed('This is not a picture, or its beginning is damaged');
}

/** The brands that a file of the ISO base media format names, its own first. */
function brands(text: string): string[] {
  if (!text.startsWith('ftyp', 4)) return [];
  const end = Math.min(text.length, text.charCodeAt(2) * 256 + text.charCodeAt(3));
  const compatible = text.slice(16, Math.max(16, end)).match(/[\s\S]{4}/g) ?? [];
  return [text.slice(8, 12), ...compatible];
}

/** "BM" begins many a text: the size of the second header tells. */
function isBitmap(bytes: Uint8Array): boolean {
  if (bytes.length < 18) return false;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true);
  return size >= 12 && size <= 256;
}
