/** Pictures that tests draw: a page with words on it, an empty one, one that moves. */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';

/** A white PNG page with black lines of text, as a scan of print has them. */
export async function drawPage(file: string, lines: readonly string[]): Promise<void> {
  const text = lines.map((line, index) => `<text x="60" y="${110 + 60 * index}">${line}</text>`).join('');
  const height = 160 + 60 * lines.length;
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${height}">
    <rect width="900" height="${height}" fill="white"/>
    <g font-family="DejaVu Sans, Liberation Sans, sans-serif" font-size="36">${text}</g></svg>`;
  await sharp(Buffer.from(page)).png().toFile(file);
}

/** One colour, nothing else. */
export async function drawBlank(file: string): Promise<void> {
  const create = { width: 320, height: 240, channels: 3 as const, background: '#2040c0' };
  await sharp({ create }).png().toFile(file);
}

/** A GIF that shows each of `pictures` in turn. */
export async function drawMoving(file: string, pictures: readonly string[]): Promise<void> {
  const size = { width: 160, height: 120 };
  const frames = await Promise.all(
    pictures.map((one) =>
      sharp(one)
        .resize({ ...size, fit: 'fill' })
        .removeAlpha()
        .toColourspace('srgb')
        .raw()
        .toBuffer(),
    ),
  );
  const raw = { width: size.width, height: size.height * frames.length, channels: 3 as const };
  const moving = sharp(Buffer.concat(frames), { raw: { ...raw, pageHeight: size.height } });
  await writeFile(file, await moving.gif().toBuffer());
}
