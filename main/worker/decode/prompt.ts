/**
 * Reading what stands before an answer: the start token and, where a search has one, its prompt. The model
 * reads them token by token, as it will read its own.
 */
import type { Decoder, Encoded, Search, State } from './decoder.ts';

/** Where writing begins. */
export interface Beginning {
  /** With all tokens before `newest` read. */
  readonly state: State;
  /** The last token that stands before the answer, once for each beam. */
  readonly newest: Int32Array<ArrayBuffer>;
  /** How many tokens went before `newest`. */
  readonly position: number;
}

/** @throws the signal's reason once it is aborted, and whatever the decoder throws */
export async function readPrompt(
  decoder: Decoder,
  encoded: Encoded,
  { startToken, prompt = [] }: Search,
  beams: number,
  signal: AbortSignal | undefined,
): Promise<Beginning> {
  const tokens = [startToken, ...prompt];
  let state = decoder.start(encoded, beams);
  for (let position = 0; position < prompt.length; position++) {
    if (signal?.aborted) throw signal.reason;
    const newest = new Int32Array(beams).fill(tokens[position] as number);
    ({ state } = await decoder.step(newest, position, state));
  }
  const last = tokens[prompt.length] as number;
  return { state, newest: new Int32Array(beams).fill(last), position: prompt.length };
}
