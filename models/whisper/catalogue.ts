/**
 * OpenAI's Whisper models as manifests, made from the rows of one table (`whisper.json`). They share their
 * vocabulary and their tokens; what differs is their size, and that the newest knows one language more.
 * Sizes and hashes are those that the files' publisher gives at the revision; the files could not be fetched
 * where this was written, so none of them was run here: a tiny one of the same layout was.
 */
import type { EncoderDecoderGraphs, Manifest, StatePair } from '../schema.ts';
import table from './whisper.json' with { type: 'json' };

type Row = (typeof table.models)[number];

/** The text tokens end here; the tokens that steer follow, in this order. */
const endToken = 50_257;
const blankToken = 220;
/** 30 s in steps of 0.02 s, both ends counted. */
const timestampCount = 1501;

/** A manifest for each model; none is fetched by itself. */
export function whisperModels(): Manifest[] {
  return table.models.map((row) => {
    const languages = table.languages.split(' ').slice(0, row.languages);
    return {
      id: row.id,
      title: `Hearing: ${row.languages} languages, ${row.size}`,
      name: row.name,
      revision: `${row.repository} ${row.revision}`,
      task: 'transcribe',
      default: false,
      languages,
      licence: row.licence,
      description: `Hears ${row.languages} languages and finds out which, and can write English of any of them: ${row.description}.`,
      quality: [],
      files: [
        fileOf(row, files.encoder, 'onnx/encoder_model_quantized.onnx', row.encoder),
        fileOf(row, files.decoder, 'onnx/decoder_model_merged_quantized.onnx', row.decoder),
        fileOf(row, files.tokenizer, 'tokenizer.json', row.tokenizer),
      ],
      graphs: graphsOf(row, languages),
    };
  });
}

const files = {
  encoder: 'encoder_model.onnx',
  decoder: 'decoder_model_merged.onnx',
  tokenizer: 'tokenizer.json',
};

function fileOf(
  { repository, revision }: Row,
  name: string,
  path: string,
  [bytes, sha256]: readonly (number | string)[],
): Manifest['files'][number] {
  return {
    name,
    bytes: Number(bytes),
    sha256: String(sha256),
    sources: [`https://huggingface.co/${repository}/resolve/${revision}/${path}`],
  };
}

function graphsOf(row: Row, languages: readonly string[]): EncoderDecoderGraphs {
  const start = endToken + 1;
  const translate = start + languages.length + 1;
  const [transcribe, language, before, noSpeech, noTimestamps] = [1, 2, 3, 4, 5].map(
    (n) => translate + n,
  ) as [number, number, number, number, number];
  const never = [...table.never, start, translate, transcribe, language, before, noSpeech];
  return {
    kind: 'encoder-decoder',
    encoder: { file: files.encoder, input: 'input_features', outputs: ['last_hidden_state'] },
    decoder: { step: stepOf(row) },
    tokenizer: { file: files.tokenizer },
    tokens: { start, end: endToken, vocabularySize: noTimestamps + 1 + timestampCount },
    decode: {
      search: 'greedy',
      beams: 1,
      lengthPenalty: 1,
      maxTokens: 224,
      rules: { never, neverFirst: [blankToken, endToken] },
    },
    audio: {
      sampleRateHz: 16_000,
      samplesPerFrame: 320,
      minSeconds: 0,
      maxSeconds: 30,
      features: { kind: 'log-mel', bins: row.bins, windowSamples: 400, hopSamples: 160, seconds: 30 },
    },
    speech: {
      languages: Object.fromEntries(languages.map((code, index) => [code, start + 1 + index])),
      tasks: { transcribe, translate },
      noSpeech,
      noTimestamps,
      timestamps: { begin: noTimestamps + 1, stepSeconds: 0.02, latestFirst: 50 },
      positions: 448,
    },
  };
}

function stepOf({ layers, heads, headSize, attention }: Row): EncoderDecoderGraphs['decoder']['step'] {
  const state = Array.from({ length: layers }, (_, layer) =>
    ['decoder', 'encoder'].flatMap((side) =>
      ['key', 'value'].map(
        (kind): StatePair => ({
          input: `past_key_values.${layer}.${side}.${kind}`,
          output: `present.${layer}.${side}.${kind}`,
          beamAxis: 0,
          type: 'float32',
          initial: [1, heads, 0, headSize],
          constantAfterFirst: side === 'encoder',
        }),
      ),
    ),
  ).flat();
  return {
    file: files.decoder,
    ids: { input: 'input_ids', shape: 'beams-by-1', type: 'int64' },
    encoded: { last_hidden_state: 'encoder_hidden_states' },
    extras: [{ input: 'use_cache_branch', value: 'after-first-step', type: 'bool' }],
    logits: 'logits',
    attention: (attention as [number, number[]][]).map(([layer, own]) => ({
      output: `cross_attentions.${layer}`,
      heads: own,
    })),
    state,
  };
}
