/**
 * What an install of a Marian model makes out of its publisher's files: an encoder and a one-step
 * decoder graph in two precisions, tokenizers in the common form, and the shortlist unpacked.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { writeModel } from '../graph/onnx.ts';
import { buildDecoder } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { graphFiles } from './graphs.ts';
import { configurationText, corrupt, readMarianFile } from './read-model.ts';
import { shapeOf } from './shape.ts';
import { readShortlist } from './shortlist.ts';
import { convertTokenizer, type Tokenizer } from './tokenizer.ts';

/** Four times the largest model there is: what is packed cannot fill the memory. */
const maxUnpackedBytes = 256 * 2 ** 20;

/**
 * Reads `model.*.bin`, `lex.*.bin` and `vocab.*.spm` (or `srcvocab.*.spm` and `trgvocab.*.spm`) in
 * `sourceFolder`, each as it is or gzipped, and writes the files that `graphFiles` names into
 * `targetFolder`.
 * @throws ParolaError `model-corrupt` or `model-unsupported`
 */
export async function convertMarian(sourceFolder: string, targetFolder: string): Promise<void> {
  const names = await readdir(sourceFolder);
  const read = (pattern: RegExp) => readOne(sourceFolder, names, pattern);
  const file = readMarianFile(await read(/^model\..*\.bin(\.gz)?$/));
  const shape = shapeOf(configurationText(file));
  const hasTwo = names.some((name) => name.startsWith('srcvocab.'));
  const source = convertTokenizer(
    await read(hasTwo ? /^srcvocab\..*\.spm(\.gz)?$/ : /^vocab\..*\.spm(\.gz)?$/),
  );
  const target = hasTwo ? convertTokenizer(await read(/^trgvocab\..*\.spm(\.gz)?$/)) : source;
  checkVocabularies(shape.vocabularies, [source, target]);
  const lexical = await read(/^lex\..*\.bin(\.gz)?$/);
  readShortlist(lexical, source.tokens, target.tokens);

  const write = (name: string, content: Uint8Array | string) => writeFile(join(targetFolder, name), content);
  for (const precision of ['quick', 'exact'] as const) {
    const { encoder, decoder } = graphFiles[precision];
    await write(encoder, writeModel(buildEncoder(file, shape, precision, target.unknown)));
    await write(decoder, writeModel(buildDecoder(file, shape, precision)));
  }
  await write(graphFiles.tokenizer, target.json);
  if (hasTwo) await write(graphFiles.sourceTokenizer, source.json);
  await write(graphFiles.shortlist, lexical);
}

function checkVocabularies(
  sizes: readonly [number, number],
  tokenizers: readonly [Tokenizer, Tokenizer],
): void {
  tokenizers.forEach(({ tokens, end }, index) => {
    if (tokens !== sizes[index]) throw corrupt(`its vocabulary has ${tokens} pieces and not ${sizes[index]}`);
    if (end !== 0) throw corrupt(`its end of sentence is piece ${end}`);
  });
}

/** The one file whose name fits, unpacked. */
async function readOne(folder: string, names: readonly string[], pattern: RegExp): Promise<Uint8Array> {
  const fitting = names.filter((name) => pattern.test(name));
  const [name] = fitting;
  if (name === undefined || fitting.length > 1)
    throw corrupt(`${fitting.length} files fit ${pattern.source}`);
  const bytes = await readFile(join(folder, name));
  if (!name.endsWith('.gz')) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch {
    throw corrupt(`${name} cannot be unpacked`);
  }
}
