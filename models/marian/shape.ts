/** The sizes of a Marian model and its kind, read from its own `special:model.yml`. */
import * as v from 'valibot';
import { parse } from 'yaml';
import { unsupported } from './read-model.ts';

/** The sizes that differ between Firefox's models. */
export interface Shape {
  readonly width: number;
  readonly feedForward: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly heads: number;
  /** Tokens of the source and of the target. */
  readonly vocabularies: readonly [source: number, target: number];
  /** The tensors that hold the tokens' vectors: of the source, of the target, and those that make the logits. */
  readonly embeddings: { readonly source: string; readonly target: string; readonly output: string };
}

/** Far above any model there is, and low enough that a damaged file asks for no absurd graph. */
const sizeUpTo = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const isTrue = v.optional(v.boolean(), false);

const configuration = v.object({
  type: v.string(),
  'dim-emb': sizeUpTo(8192),
  'transformer-dim-ffn': sizeUpTo(65_536),
  'transformer-decoder-dim-ffn': v.optional(v.pipe(v.number(), v.integer()), 0),
  'enc-depth': sizeUpTo(64),
  'dec-depth': sizeUpTo(64),
  'transformer-heads': sizeUpTo(64),
  'dim-vocabs': v.tuple([sizeUpTo(1_000_000), sizeUpTo(1_000_000)]),
  'tied-embeddings': isTrue,
  'tied-embeddings-all': isTrue,
  'tied-embeddings-src': isTrue,
});

/** What the graphs built here do; Marian knows much more. A missing key has Marian's default. */
const kinds: readonly (readonly [key: string, value: unknown, otherwise: unknown])[] = [
  ['type', 'transformer', undefined],
  ['transformer-decoder-autoreg', 'rnn', 'self-attention'],
  ['dec-cell', 'ssru', 'gru'],
  ['dec-cell-base-depth', 2, 2],
  ['transformer-preprocess', '', ''],
  ['transformer-postprocess', 'dan', 'dan'],
  ['transformer-postprocess-emb', 'd', 'd'],
  ['transformer-postprocess-top', '', ''],
  ['transformer-ffn-activation', 'relu', 'swish'],
  ['transformer-ffn-depth', 2, 2],
  ['transformer-tied-layers', [], []],
  ['transformer-no-projection', false, false],
  ['transformer-train-position-embeddings', false, false],
  ['lemma-dim-emb', 0, 0],
  ['output-omit-bias', false, false],
  ['ulr', false, false],
  ['right-left', false, false],
];

/**
 * Understands the text of `special:model.yml`.
 * @throws ParolaError `model-unsupported` naming the first thing about it that is not built here
 */
export function shapeOf(yaml: string): Shape {
  const values = readYaml(yaml);
  for (const [key, expected, otherwise] of kinds) {
    const found = values[key] ?? otherwise;
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      throw unsupported(`its ${key} is ${JSON.stringify(found)}`);
    }
  }
  const checked = v.safeParse(configuration, values);
  if (!checked.success) throw unsupported(v.getDotPath(checked.issues[0]) ?? 'its configuration');
  const options = checked.output;
  const width = options['dim-emb'];
  const heads = options['transformer-heads'];
  if (width % heads !== 0) throw unsupported(`its dim-emb of ${width} has no ${heads} equal parts`);
  // The kernel of the decoder's products reads blocks of 32 numbers.
  if (width % 32 !== 0) throw unsupported(`its dim-emb is ${width}`);
  const feedForward = options['transformer-dim-ffn'];
  if (feedForward % 32 !== 0) throw unsupported(`its transformer-dim-ffn is ${feedForward}`);
  if (![0, feedForward].includes(options['transformer-decoder-dim-ffn'])) {
    throw unsupported(`its transformer-decoder-dim-ffn is ${options['transformer-decoder-dim-ffn']}`);
  }
  return {
    width,
    feedForward,
    encoderLayers: options['enc-depth'],
    decoderLayers: options['dec-depth'],
    heads,
    vocabularies: options['dim-vocabs'],
    embeddings: embeddingsOf(options),
  };
}

function readYaml(yaml: string): Record<string, unknown> {
  let values: unknown;
  try {
    values = parse(yaml, { maxAliasCount: 0, logLevel: 'error' });
  } catch {
    throw unsupported('its configuration is not YAML');
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw unsupported('its configuration is not a list of settings');
  }
  return { ...values };
}

function embeddingsOf(options: v.InferOutput<typeof configuration>): Shape['embeddings'] {
  if (options['tied-embeddings-all']) return { source: 'Wemb', target: 'Wemb', output: 'Wemb' };
  const shared = options['tied-embeddings-src'];
  const target = shared ? 'Wemb' : 'decoder_Wemb';
  const output = options['tied-embeddings'] ? target : 'decoder_ff_logit_out_W';
  return { source: shared ? 'Wemb' : 'encoder_Wemb', target, output };
}
