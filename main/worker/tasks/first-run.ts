/** A model that was just imported, run once: does it load, does it take what it is fed, does it write? */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { ParolaError } from '../../errors.ts';
import { finish } from '../decode/decode.ts';
import type { Decoder, Encoded, StepOutput } from '../decode/decoder.ts';
import { greedySearch } from '../decode/greedy.ts';
import { readModelTokenizer } from '../input/model-tokenizer.ts';
import type { InstalledModel } from '../protocol.ts';
import { loadEncoderDecoder, tokenizerOf } from '../runtime/encoder-decoder.ts';
import { readVerified } from '../runtime/session.ts';
import { testEncoding } from '../runtime/trial.ts';

/** Enough to go through the first step, a later one, and one more. */
const steps = 4;
const sample = 'One, two: trying whether this model reads and writes.';

/**
 * @throws ParolaError `model-unsupported`, `model-corrupt`, `model-missing`
 */
export async function tryModel(model: InstalledModel<EncoderDecoderGraphs>): Promise<void> {
  const { graphs } = model;
  const tokenizer = readModelTokenizer(await readVerified(model, tokenizerOf(model).file));
  const ids = tokenizer.encode(sample);
  const strange = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= graphs.tokens.vocabularySize);
  if (graphs.text !== undefined && (ids.length === 0 || strange !== undefined)) {
    throw unfit('its tokenizer does not fit its graphs; take all files from one export');
  }
  const loaded = await loadEncoderDecoder(model);
  try {
    const { decoder } = loaded;
    const encoded =
      graphs.text === undefined
        ? await testEncoding(loaded, graphs)
        : await loaded.encodeIds(Int32Array.from(ids.slice(0, graphs.text.maxSourceTokens)));
    await write(checked(decoder, graphs.tokens.vocabularySize), encoded, graphs);
  } catch (error) {
    if (error instanceof ParolaError) throw error;
    throw unfit(
      'it does not run; take another export of it',
      error instanceof Error ? error.message : String(error),
    );
  } finally {
    await loaded.dispose().catch(() => undefined);
  }
}

async function write(decoder: Decoder, encoded: Encoded, { tokens }: EncoderDecoderGraphs): Promise<void> {
  const limits = { startToken: tokens.start, endToken: tokens.vocabularySize, maxTokens: steps };
  await finish(greedySearch(decoder, encoded, { kind: 'greedy', ...limits }, [], undefined));
}

/** A decoder whose every step is looked at: as many logits as there are tokens, and numbers all of them. */
function checked(decoder: Decoder, vocabularySize: number): Decoder {
  return {
    ...decoder,
    step: async (ids, position, state): Promise<StepOutput> => {
      const output = await decoder.step(ids, position, state);
      if (output.logits.length !== vocabularySize) {
        throw unfit(`it gives ${output.logits.length} numbers for ${vocabularySize} tokens`);
      }
      if (output.logits.some(Number.isNaN)) throw unfit('it computes what is no number');
      return output;
    },
  };
}

function unfit(why: string, detail?: string): ParolaError {
  return new ParolaError('model-unsupported', `this version of Parola cannot run the model: ${why}`, detail);
}
