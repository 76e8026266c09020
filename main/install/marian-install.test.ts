/** A translation model through a whole installation, the converter's own process included. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { translationModels } from '../../models/marian/catalogue.ts';
import { randomModel, sentencePieces, shortlistFile, smallShape } from '../../models/marian/fixture.ts';
import type { Manifest } from '../../models/schema.ts';
import { installManifest } from '../install.ts';
import { modelState } from '../models.ts';

const root = mkdtempSync(path.join(tmpdir(), 'parola-marian-install-'));
after(() => rmSync(root, { recursive: true }));

const tokens = 12;
const shape = { ...smallShape, tokens };
const published = translationModels().find(({ id }) => id === 'firefox-en-pt-tiny') as Manifest;

/** What a publisher would offer: a model's three files, packed as Mozilla's are. */
interface Offer {
  readonly model: Uint8Array;
  readonly vocabulary: Uint8Array;
  readonly shortlist: Uint8Array;
}

function offer(settings: Record<string, unknown> = {}): Offer {
  const lists = Array.from({ length: tokens }, (_, token) => [token]);
  const { model } = randomModel(shape, 3, settings);
  return { model, vocabulary: sentencePieces(tokens), shortlist: shortlistFile(8, lists) };
}

/** Puts the files into a folder and installs from there; answers the state of the model then. */
async function install({ model, vocabulary, shortlist }: Offer): Promise<string> {
  const [from, home] = ['from-', 'home-'].map((name) => mkdtempSync(path.join(root, name)));
  const contents = [shortlist, model, vocabulary];
  const files = published.files.map(({ name }, index) => {
    const packed = gzipSync(contents[index] ?? '');
    writeFileSync(path.join(from ?? '', name), packed);
    const sha256 = createHash('sha256').update(packed).digest('hex');
    return { name, bytes: packed.length, sha256, sources: [`file:${from}`] };
  });
  const manifest = { ...published, files };
  try {
    await installManifest(manifest, { home: home ?? '' });
  } finally {
    assert.deepEqual(
      readdirSync(path.join(home ?? '', 'models')).filter((name) => !name.startsWith('.')).length,
      (await modelState(home ?? '', manifest)).kind === 'installed' ? 1 : 0,
    );
  }
  return (await modelState(home ?? '', manifest)).kind;
}

const refused = (message: RegExp) => ({ code: 'install-failed', message });

test('a translation model is fetched, converted and ready', async () => {
  assert.equal(await install(offer()), 'installed');
});

test('a model of another architecture is refused by the name of what is different, and leaves nothing', async () => {
  await assert.rejects(
    install(offer({ 'dec-cell': 'gru' })),
    refused(/cannot run the model: its dec-cell is "gru"/),
  );
  await assert.rejects(install(offer({ type: 's2s' })), refused(/its type is "s2s"/));
});

test('a model, vocabulary or shortlist that is cut or another’s is refused, and leaves nothing', async () => {
  const good = offer();
  const cut = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 9);
  const cases: [changed: Partial<Offer>, message: RegExp][] = [
    [{ model: cut(good.model) }, /is damaged: it ends too early/],
    [{ vocabulary: sentencePieces(tokens - 1) }, /its vocabulary has 11 pieces and not 12/],
    [{ vocabulary: cut(good.vocabulary) }, /is damaged: its vocabulary|cannot run the model/],
    [{ shortlist: cut(good.shortlist) }, /is damaged: its shortlist has/],
    [{ shortlist: shortlistFile(8, [[1]]) }, /its shortlist is for 1 tokens, not 12/],
  ];
  for (const [changed, message] of cases)
    await assert.rejects(install({ ...good, ...changed }), refused(message));
});
