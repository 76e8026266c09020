/**
 * Moonshine's files as their authors published them, and the manifest data to run them unchanged: the
 * merged decoder with its two branches, for comparisons.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchOriginals } from '../../main/install.ts';
import { findModel, parolaHome } from '../../main/models.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import type { EncoderDecoderGraphs, StatePair } from '../../models/schema.ts';

const folder = fileURLToPath(new URL('../../.cache/moonshine-tiny', import.meta.url));

/** Fetches what is not there yet; the folder they lie in. @throws ParolaError as an install does */
export async function originalFolder(): Promise<string> {
  await fetchOriginals(findModel('moonshine-tiny'), folder, { home: parolaHome() });
  return folder;
}

/** The published graphs as a model that `loadEncoderDecoder` takes. */
export async function originalModel(): Promise<InstalledModel<EncoderDecoderGraphs>> {
  const files = [];
  for (const name of ['encoder_model.onnx', 'decoder_model_merged.onnx']) {
    const bytes = await readFile(path.join(await originalFolder(), name));
    files.push({ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return { id: 'moonshine-tiny-original', folder, files, graphs };
}

const state: StatePair[] = [0, 1, 2, 3, 4, 5].flatMap((layer) =>
  ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map((part) => ({
    input: `past_key_values.${layer}.${part}`,
    output: `present.${layer}.${part}`,
    beamAxis: 0,
    type: 'float32' as const,
    initial: [1, 8, 0, 36],
    constantAfterFirst: part.startsWith('encoder'),
  })),
);

const graphs: EncoderDecoderGraphs = {
  kind: 'encoder-decoder',
  encoder: { file: 'encoder_model.onnx', input: 'input_values', outputs: ['last_hidden_state'] },
  decoder: {
    step: {
      file: 'decoder_model_merged.onnx',
      ids: { input: 'input_ids', shape: 'beams-by-1', type: 'int64' },
      encoded: { last_hidden_state: 'encoder_hidden_states' },
      extras: [{ input: 'use_cache_branch', value: 'after-first-step', type: 'bool' }],
      logits: 'logits',
      attention: [],
      state,
    },
  },
  tokenizer: { file: 'tokenizer.json' },
  tokens: { start: 1, end: 2, vocabularySize: 32768 },
  decode: { search: 'greedy', beams: 1, lengthPenalty: 1, maxTokens: 200, maxTokensPerSecond: 6.5 },
};
