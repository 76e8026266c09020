import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { openPicture } from '../../main/worker/input/picture.ts';
import { squash } from '../../main/worker/input/picture-squash.ts';
import { bitmapKinds } from '../fixtures/pictures/bitmap.ts';
import { catPath, makePictures, type PictureCase } from '../fixtures/pictures/make.ts';

const side = 352;
const golden = fileURLToPath(new URL('../fixtures/pictures/golden/', import.meta.url));
const photographs = fileURLToPath(new URL('../fixtures/photographs/', import.meta.url));
let folder: string;
let cases: readonly PictureCase[];

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parola-pictures-'));
  cases = await makePictures(folder);
});
after(() => rm(folder, { recursive: true }));

async function pixelsOf(name: string): Promise<Float32Array> {
  return (await openPicture({ path: path.join(folder, name) })).squashed(side);
}

/** Mean difference in steps of 1/255. */
function difference(one: Float32Array, other: Float32Array): number {
  assert.equal(one.length, other.length);
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] as number)), 0) / one.length;
}

/** [3, side, side] from interleaved bytes. */
function planes(data: Uint8Array): Float32Array {
  const cells = side * side;
  return Float32Array.from(
    { length: 3 * cells },
    (_, at) => data[(at % cells) * 3 + Math.floor(at / cells)] as number,
  );
}

test('the network sees a photograph byte for byte as in its training', async () => {
  for (const name of ['cat', 'photographer']) {
    const wanted = planes(
      await sharp(path.join(golden, `${name}.png`))
        .removeAlpha()
        .raw()
        .toBuffer(),
    );
    const { squashed } = await openPicture({ path: path.join(photographs, `${name}.jpg`) });
    assert.equal(difference(await squashed(side), wanted), 0, name);
  }
});

test('of a large picture less is decoded, and the network sees the same to half a step of 255', async () => {
  const large = sharp(await readFile(catPath)).resize(3000, 2000, { fit: 'fill' });
  for (const bytes of [await large.clone().jpeg().toBuffer(), await large.clone().png().toBuffer()]) {
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const wanted = squash({ data, width: info.width, height: info.height }, side);
    const { squashed } = await openPicture({ bytes });
    assert.ok(difference(await squashed(side), wanted) < 0.5);
  }
});

test('every odd picture is seen at its size, and every bad one is refused with its code and what to do', async () => {
  const before = await readdir(folder);
  for (const { name, path: file, expect } of cases) {
    const outcome = await openPicture({ path: file }).then(
      async (picture) => {
        assert.equal((await picture.squashed(side)).length, 3 * side * side, name);
        const { data, width, height } = await picture.rgb(60);
        assert.equal(data.length, width * height * 3, name);
        assert.ok(Math.max(width, height) <= 60 || name === 'a-line.png', name);
        assert.ok((await picture.preview(64)).length > 0, name);
        return { size: [picture.facts.width, picture.facts.height], frames: picture.facts.frames };
      },
      (error: { code?: string; message: string }) => {
        assert.match(error.message, /[;:] (save|make|choose|check)/, name);
        return error.code;
      },
    );
    assert.deepEqual(outcome, expect, name);
  }
  assert.deepEqual(await readdir(folder), before);
});

test('a picture is turned as its EXIF says, whatever of the eight ways', async () => {
  const upright = await sharp(path.join(folder, 'exif-1.jpg')).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = upright.info;
  const at = (data: Uint8Array, w: number, x: number, y: number) => data[(y * w + x) * 3] as number;
  const turns: Record<number, (x: number, y: number) => readonly [number, number]> = {
    2: (x, y) => [width - 1 - x, y],
    3: (x, y) => [width - 1 - x, height - 1 - y],
    4: (x, y) => [x, height - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [height - 1 - y, x],
    7: (x, y) => [height - 1 - y, width - 1 - x],
    8: (x, y) => [y, width - 1 - x],
  };
  for (const [way, turn] of Object.entries(turns)) {
    const turned = await (await openPicture({ path: path.join(folder, `exif-${way}.jpg`) })).rgb(1000);
    let error = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [toX, toY] = turn(x, y);
        error += Math.abs(at(upright.data, width, x, y) - at(turned.data, turned.width, toX, toY));
      }
    }
    assert.ok(error / (width * height) < 1, `orientation ${way}: ${error / (width * height)}`);
  }
});

test('however a picture is stored, its colours are about the same', async () => {
  const plain = await pixelsOf('plain.jpg');
  const most: Record<string, number> = {
    'icc.jpg': 4,
    'cmyk.jpg': 12,
    '16-bit.png': 4,
    'palette.png': 12,
    'still.gif': 6,
  };
  for (const name of [
    'progressive.jpg',
    'no-ending',
    'still.tif',
    'still.avif',
    'moving.gif',
    'pages.tif',
    ...Object.keys(most),
  ]) {
    const found = difference(await pixelsOf(name), plain);
    assert.ok(found < (most[name] ?? 8), `${name}: ${found}`);
  }
});

test('what is transparent stands on white', async () => {
  const opaque = await pixelsOf('plain.jpg');
  for (const name of ['alpha.png', 'alpha.webp']) {
    const found = await pixelsOf(name);
    const wanted = opaque.map((value) => (value + 255) / 2);
    assert.ok(difference(found, wanted) < 4, name);
  }
});

test('every kind of BMP shows its red pixel in the upper left, the others blue', async () => {
  for (const kind of bitmapKinds) {
    const { data } = await (await openPicture({ path: path.join(folder, `${kind}.bmp`) })).rgb(10);
    const blue = [0, 0, 255];
    assert.deepEqual(
      [...data].map((value) => (value > 240 ? 255 : value)),
      [255, 0, 0, ...blue, ...blue, ...blue, ...blue, ...blue],
      kind,
    );
  }
});

test('a picture comes from memory as from a file', async () => {
  const bytes = await readFile(catPath);
  const one = await (await openPicture({ bytes })).squashed(side);
  const other = await (await openPicture({ path: catPath })).squashed(side);
  assert.deepEqual(one, other);
});
