/** A random model brought all the way to what an install leaves, for the tests. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { EncoderDecoderGraphs } from '../schema.ts';
import { convertMarian } from './convert.ts';
import { type FixtureShape, randomModel, sentencePieces, shortlistFile, type Weights } from './fixture.ts';
import { marianGraphs } from './graphs.ts';
import type { Precision } from './layers.ts';

export interface InstalledFixture {
  readonly id: string;
  readonly folder: string;
  readonly graphs: EncoderDecoderGraphs;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  readonly weights: Weights;
}

/** Writes a random model into a new folder of `home` as its publisher would, and converts it. */
export async function installRandomModel(
  home: string,
  shape: FixtureShape,
  precision: Precision,
): Promise<InstalledFixture> {
  const { model, weights } = randomModel(shape, 11);
  const from = await mkdtemp(join(home, 'from-'));
  const folder = await mkdtemp(join(home, 'to-'));
  await writeFile(join(from, 'model.xxyy.intgemm.alphas.bin.gz'), gzipSync(model));
  const lists = Array.from({ length: shape.tokens }, (_, token) => [token]);
  await writeFile(join(from, 'lex.50.50.xxyy.s2t.bin'), shortlistFile(8, lists));
  for (const vocabulary of shape.isSeparate ? ['srcvocab', 'trgvocab'] : ['vocab']) {
    await writeFile(join(from, `${vocabulary}.xxyy.spm`), sentencePieces(shape.tokens));
  }
  await convertMarian(from, folder);
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
  const vocabularies = [shape.tokens, shape.tokens] as const;
  const kind = { hasTwoVocabularies: shape.isSeparate, hasOwnTargetVectors: false };
  const graphs = marianGraphs({ ...shape, ...kind, vocabularies }, precision);
  return { id: 'random', folder, graphs, files, weights };
}
