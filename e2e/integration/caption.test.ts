import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { networkRequests } from '../../main/install/http.ts';
import { installModel } from '../../main/install.ts';
import { installedModel } from '../../main/models.ts';
import { openPicture } from '../../main/worker/input/picture.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { type CaptionEngine, loadCaptioner } from '../../main/worker/tasks/caption.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';

/** What the training's own code says of a picture. */
interface Golden {
  readonly photograph: number;
  readonly caption: string;
  readonly meanLogProbability: number;
}

const photographs = fileURLToPath(new URL('../fixtures/photographs/', import.meta.url));
const goldenPath = fileURLToPath(new URL('../fixtures/pictures/golden/captions.json', import.meta.url));
const golden: Readonly<Record<string, Golden>> = JSON.parse(readFileSync(goldenPath, 'utf8'));
const cat = path.join(photographs, 'cat.jpg');

let home: string;
let engine: CaptionEngine;
let graphs: EncoderDecoderGraphs;

before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parola-caption-'));
  const before = networkRequests();
  await installModel('parola-captioner', { home, offline: true });
  assert.equal(networkRequests(), before, 'the captioner comes with the program');
  const model = await installedModel(home, 'parola-captioner');
  assert.ok(model?.graphs.kind === 'encoder-decoder');
  graphs = model.graphs;
  engine = await loadCaptioner(model as InstalledModel<EncoderDecoderGraphs>, { threads: 1 });
});
after(async () => {
  await engine.dispose();
  await rm(home, { recursive: true });
});

async function captionOf(file: string, options: Parameters<CaptionEngine['caption']>[1] = {}) {
  return engine.caption(await openPicture({ path: file }), options);
}

test('a photograph gets the very caption and the confidence that the training’s code gives it', async () => {
  const { confidence, kinds } = graphs.image as NonNullable<EncoderDecoderGraphs['image']>;
  let captioned = 0;
  for (const [name, wanted] of Object.entries(golden)) {
    const found = await captionOf(path.join(photographs, name));
    assert.equal(found.abstained, wanted.photograph < kinds.photographAtLeast, name);
    if (found.abstained) continue;
    captioned++;
    assert.equal(found.caption.toLowerCase(), wanted.caption, name);
    const chance = 1 / (1 + Math.exp(-(confidence.slope * wanted.meanLogProbability + confidence.offset)));
    assert.ok(Math.abs(found.confidence - chance) < 1e-3, `${name}: ${found.confidence}, not ${chance}`);
  }
  assert.ok(captioned >= 3);
});

test('a caption is a sentence of words, each with where the model looked: never more than all of its look', async () => {
  const { caption, words, grid } = await captionOf(cat);
  assert.match(caption, /^[A-Z]/);
  assert.equal(words.map(({ text }) => text).join(' '), caption);
  for (const { attention, confidence } of words) {
    assert.equal(attention.length, grid[0] * grid[1]);
    const total = attention.reduce((sum, weight) => sum + weight, 0);
    assert.ok(attention.every((weight) => weight >= 0) && total > 0 && total <= 1);
    assert.ok(confidence > 0 && confidence <= 1);
  }
});

test('as many other captions come as are asked for, all different', async () => {
  const { caption, alternatives } = await captionOf(cat, { alternatives: 5 });
  assert.equal(alternatives.length, 5);
  assert.equal(new Set([caption, ...alternatives.map((one) => one.caption)]).size, 6);
  for (const { score } of alternatives) assert.ok(score < 0);
  assert.deepEqual((await captionOf(cat)).alternatives, []);
});

test('two other captions do not change the caption', async () => {
  assert.equal((await captionOf(cat, { alternatives: 2 })).caption, (await captionOf(cat)).caption);
});

test('a caption begins with the words it is given, known to the model or not, as they were written', async () => {
  const { caption, words } = await captionOf(cat, { prefix: ' Whiskers,  my cat’s friend, ' });
  assert.ok(caption.startsWith('Whiskers, my cat’s friend,'), caption);
  assert.deepEqual(
    words.slice(0, 4).map(({ text }) => text),
    ['Whiskers,', 'my', 'cat’s', 'friend,'],
  );
  assert.match((await captionOf(cat, { prefix: 'a cat' })).caption, /^a cat \w+/);
});

test('a long beginning is kept whole', async () => {
  const prefix = Array(40).fill('dog').join(' ');
  const { caption } = await captionOf(cat, { prefix });
  assert.ok(caption.startsWith(prefix));
});

test('a blank, a blurred and a drawn picture get plain facts, and nothing is invented', async () => {
  const white = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const picture = await openPicture({ bytes: white });
  const blank = await engine.caption(picture, { alternatives: 2, prefix: 'a dog' });
  assert.deepEqual(blank, {
    caption: 'A blank picture, 640 × 400 pixels, light, mostly white.',
    confidence: 0,
    abstained: true,
    kind: 'blank',
    alternatives: [],
    grid: [0, 0],
    words: [],
  });
  const blurred = await sharp(await readFile(cat))
    .blur(20)
    .jpeg()
    .toBuffer();
  assert.equal((await engine.caption(await openPicture({ bytes: blurred }), {})).kind, 'blurred');
  const page = fileURLToPath(new URL('../fixtures/reading/page.png', import.meta.url));
  assert.equal((await captionOf(page)).abstained, true);
});

test('a caption that nobody waits for any more is stopped', async () => {
  const stop = new AbortController();
  const stopped = captionOf(cat, { signal: stop.signal });
  stop.abort();
  await assert.rejects(stopped, { code: 'cancelled' });
});
