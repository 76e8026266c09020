/**
 * Sentences → the order in which they carry their text, by a pointer network over sentences that sees what it
 * has chosen. All are put in order, so that any length can be shown; where it would have ended is told too.
 */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { ParolaError } from '../../errors.ts';
import { decode, finish } from '../decode/decode.ts';
import type { LogitsRule } from '../decode/decoder.ts';
import type { InstalledModel } from '../protocol.ts';
import { loadEncoderDecoder } from '../runtime/encoder-decoder.ts';
import { featureNames, sentenceFeatures } from './choose-features.ts';

/** What there is to choose from. */
export interface Candidate {
  readonly text: string;
  /** Null where its language has none. */
  readonly vector: Float32Array | null;
}

export interface Choice {
  /** Places of the candidates, the first chosen first. */
  readonly order: readonly number[];
  /** The chance of each among those that were left, in the order of choice. */
  readonly chances: readonly number[];
  /** How many the network would have chosen before its end; one at least, where there is one. */
  readonly enough: number;
}

export interface ChooseEngine {
  /** What really runs the model. */
  readonly provider: string;
  /** The most candidates at a time. */
  readonly maxSentences: number;
  /** @throws the signal's reason once it is aborted */
  choose(candidates: readonly Candidate[], signal?: AbortSignal): Promise<Choice>;
  dispose(): Promise<void>;
}

/**
 * Opens a chooser.
 * @param options.threads for one operation; the runtime's own choice where absent
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`, `model-wrong-task`
 */
export async function loadChooser(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: { readonly threads?: number } = {},
): Promise<ChooseEngine> {
  const { graphs } = model;
  const { pointer, tokens } = graphs;
  if (pointer?.to !== 'sentences') {
    throw new ParolaError(
      'model-wrong-task',
      `the model ${model.id} does not choose sentences; choose another`,
    );
  }
  if (pointer.features.join() !== featureNames.join()) {
    throw new ParolaError(
      'model-unsupported',
      `the model ${model.id} wants to know other things of a sentence than this version of Parola can tell`,
    );
  }
  const loaded = await loadEncoderDecoder(model, options);
  return {
    get provider() {
      return loaded.provider;
    },
    maxSentences: pointer.maxSentences,
    async choose(candidates, signal) {
      const count = candidates.length;
      if (count === 0) return { order: [], chances: [], enough: 0 };
      const encoded = await loaded.encodeRows(
        rowsOf(candidates, pointer.vectorWidth),
        pointer.vectorWidth + featureNames.length,
      );
      const ends: number[] = [];
      const search = {
        kind: 'greedy',
        startToken: tokens.start,
        endToken: tokens.end,
        maxTokens: count,
      } as const;
      const [found] = await finish(decode(loaded.decoder, encoded, search, [everyOne(ends)], signal));
      if (found === undefined) throw new Error('the search ended without an answer');
      return {
        order: found.ids.map((row) => row - 1),
        chances: found.logProbabilities.map(Math.exp),
        enough: enoughOf(ends, count),
      };
    },
    dispose: () => loaded.dispose(),
  };
}

function rowsOf(candidates: readonly Candidate[], vectorWidth: number): Float32Array {
  const width = vectorWidth + featureNames.length;
  const rows = new Float32Array(candidates.length * width);
  const features = sentenceFeatures(candidates.map(({ text }) => text));
  for (const [at, { vector }] of candidates.entries()) {
    if (vector !== null) rows.set(vector, at * width);
    rows.set(features[at] ?? [], at * width + vectorWidth);
  }
  return rows;
}

/** Forbids the end, and notes at each step whether it would have come: its logit less the best of the others. */
function everyOne(ends: number[]): LogitsRule {
  return (logits, { ids, endToken, columnOf }) => {
    const column = columnOf(endToken);
    const end = logits[column] ?? Number.NEGATIVE_INFINITY;
    logits[column] = Number.NEGATIVE_INFINITY;
    let best = Number.NEGATIVE_INFINITY;
    for (const value of logits) if (value > best) best = value;
    ends[ids.length] = end - best;
  };
}

/** The end comes where it is likelier than any sentence; never before the first. */
function enoughOf(ends: readonly number[], count: number): number {
  const at = ends.findIndex((lead, step) => step > 0 && lead > 0);
  return at < 0 ? count : at;
}
