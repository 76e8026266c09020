/**
 * A translation model without anything around it: one line in, one line out, nothing split, carried
 * over or put back. That is what the engines that Parola is compared with do with a line.
 */
import { decode, finish } from '../main/worker/decode/decode.ts';
import { readTokenizer } from '../main/worker/input/text-tokenizer.ts';
import type { InstalledModel } from '../main/worker/protocol.ts';
import { loadEncoderDecoder, tokenizerOf } from '../main/worker/runtime/encoder-decoder.ts';
import { readVerified } from '../main/worker/runtime/session.ts';
import { graphFiles } from '../models/marian/graphs.ts';
import { readShortlist, targetsOf } from '../models/marian/shortlist.ts';
import type { EncoderDecoderGraphs } from '../models/schema.ts';

export interface Unsplit {
  /**
   * Greedy search.
   * @param onStep called when a token is there
   */
  translate(line: string, onStep?: () => void): Promise<string>;
  /** How many target tokens can come for a line. */
  targets(line: string): number;
  dispose(): Promise<void>;
}

/** Opens an installed translation model of one vocabulary. @throws ParolaError as `loadEncoderDecoder` does */
export async function loadUnsplit(
  model: InstalledModel<EncoderDecoderGraphs>,
  precision: 'quick' | 'exact',
  threads: number,
): Promise<Unsplit> {
  const { encoder, decoder, tokens, decode: defaults } = model.graphs;
  const files = graphFiles[precision];
  const graphs = {
    ...model.graphs,
    encoder: { ...encoder, file: files.encoder },
    decoder: { step: { ...decoder.step, file: files.decoder } },
  };
  const words = readTokenizer(await readVerified(model, tokenizerOf(model).file));
  const lexical = await readVerified(model, graphFiles.shortlist);
  const shortlist = readShortlist(lexical, words.size, tokens.vocabularySize);
  const loaded = await loadEncoderDecoder({ ...model, graphs }, { threads });
  const limits = { startToken: tokens.start, endToken: tokens.end };
  const idsOf = (line: string) => Int32Array.from([...words.encode(line), tokens.end]);
  const targetsFor = (ids: Int32Array) => targetsOf(shortlist, ids, tokens.vocabularySize);
  return {
    translate: async (line, onStep) => {
      const ids = idsOf(line);
      const encoded = await loaded.encodeIds(ids, targetsFor(ids));
      const maxTokens = Math.floor(ids.length * (defaults.maxTokensPerSourceToken ?? 1));
      const steps = decode(loaded.decoder, encoded, { kind: 'greedy', ...limits, maxTokens });
      const [best] = await finish(steps, onStep);
      return words.decode(best?.ids ?? []);
    },
    targets: (line) => targetsFor(idsOf(line)).length,
    dispose: () => loaded.dispose(),
  };
}
