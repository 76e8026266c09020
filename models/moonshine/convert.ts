/**
 * What an install of Moonshine makes out of the published files: an encoder and a decoder graph that
 * give the same words in less than half the time, and a tokenizer in the common form.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Model, readModel, writeModel } from '../graph/onnx.ts';
import { buildDecoder, type FollowingHead } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { shapeOf } from './shape.ts';
import { tokenizerJson } from './tokenizer.ts';
import { sourceOf } from './weights.ts';

/** Raised whenever the files made here change, so that old installs are made again. */
export const converterVersion = 3;

/**
 * The cross-attention heads of Moonshine tiny whose weights run along with the speech (rank
 * correlation of token and place 0.98 and more, measured on an 11 s recording).
 */
const followingHeads: readonly FollowingHead[] = [
  [3, 0],
  [2, 0],
  [4, 3],
  [4, 6],
  [4, 7],
  [5, 6],
  [3, 5],
  [5, 7],
];

/**
 * Reads `encoder_model.onnx`, `decoder_model_merged.onnx` and `llama-tokenizer.js` in `sourceFolder`
 * and writes `encoder.onnx`, `decoder.onnx` and `tokenizer.json` into `targetFolder`.
 * @returns the names of the files written
 * @throws Error where a source file is not what Moonshine's authors published
 */
export async function convertMoonshine(sourceFolder: string, targetFolder: string): Promise<string[]> {
  const decoderModel = await read(sourceFolder, 'decoder_model_merged.onnx');
  const encoder = sourceOf(await read(sourceFolder, 'encoder_model.onnx'));
  const decoder = sourceOf(decoderModel);
  const shape = shapeOf(encoder, decoder, decoderModel);
  const program = await readFile(join(sourceFolder, 'llama-tokenizer.js'), 'utf8');
  await writeFile(join(targetFolder, 'encoder.onnx'), writeModel(buildEncoder(encoder, decoder, shape)));
  await writeFile(
    join(targetFolder, 'decoder.onnx'),
    writeModel(buildDecoder(decoder, shape, followingHeads)),
  );
  await writeFile(join(targetFolder, 'tokenizer.json'), tokenizerJson(program));
  return ['encoder.onnx', 'decoder.onnx', 'tokenizer.json'];
}

async function read(folder: string, name: string): Promise<Model> {
  return readModel(await readFile(join(folder, name)));
}
