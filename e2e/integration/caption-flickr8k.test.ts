/** Needs Flickr8k beside the checkout, whose pictures may not be passed on; without it the test says so and is skipped. */
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { extract } from 'tar-stream';
import { installModel } from '../../main/install.ts';
import { installedModel } from '../../main/models.ts';
import { openPicture } from '../../main/worker/input/picture.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { loadCaptioner } from '../../main/worker/tasks/caption.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';

const archive = fileURLToPath(new URL('../../../shared/data/flickr8k.tar', import.meta.url));
const goldenPath = fileURLToPath(new URL('../fixtures/pictures/golden/flickr8k.json', import.meta.url));
const golden: Readonly<Record<string, { readonly caption: string }>> = JSON.parse(
  readFileSync(goldenPath, 'utf8'),
);
const skip = existsSync(archive) ? false : 'NOT RUN: shared/data/flickr8k.tar is not beside the checkout';

test('forty pictures of Flickr8k get the very captions of the training’s code', { skip }, async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'parola-flickr8k-'));
  await installModel('parola-captioner', { home, offline: true });
  const model = await installedModel(home, 'parola-captioner');
  const engine = await loadCaptioner(model as InstalledModel<EncoderDecoderGraphs>, { threads: 1 });
  const found: Record<string, string> = {};
  const entries = createReadStream(archive).pipe(extract());
  for await (const entry of entries) {
    const name = path.basename(entry.header.name);
    if (golden[name] === undefined) {
      entry.resume();
      continue;
    }
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    const picture = await openPicture({ bytes: Buffer.concat(pieces) });
    const { caption, abstained, kind } = await engine.caption(picture, {});
    found[name] = abstained ? kind : caption.toLowerCase().replaceAll("'s", " 's");
  }
  await engine.dispose();
  await rm(home, { recursive: true });
  const wanted = Object.fromEntries(Object.entries(golden).map(([name, { caption }]) => [name, caption]));
  assert.deepEqual(found, wanted);
});
