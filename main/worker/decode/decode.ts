/**
 * The engine's one way in: any decoder, any search, any rules; steps come out as they are made and
 * the answers at the end.
 */
import { beamSearch } from './beam.ts';
import type { Decoder, Decoding, Encoded, Hypothesis, LogitsRule, Search, Step } from './decoder.ts';
import { greedySearch } from './greedy.ts';
import { refilledBeamSearch } from './refilled-beam.ts';
import { sampleSearch } from './sample.ts';

/**
 * Decodes one input. Iterate for the steps; the generator's return value holds the hypotheses, best
 * first (one for greedy and sampling). An abort of `signal` is noticed before each step.
 * @throws the signal's reason once it is aborted, and whatever the decoder throws
 */
export function decode(
  decoder: Decoder,
  encoded: Encoded,
  search: Search,
  rules: readonly LogitsRule[] = [],
  signal?: AbortSignal,
): Decoding {
  switch (search.kind) {
    case 'greedy':
      return greedySearch(decoder, encoded, search, rules, signal);
    case 'beam':
      return search.refill === undefined
        ? beamSearch(decoder, encoded, search, rules, signal)
        : refilledBeamSearch(decoder, encoded, search, search.refill, rules, signal);
    case 'sample':
      return sampleSearch(decoder, encoded, search, rules, signal);
  }
}

/**
 * Runs a decoding to its end: `await finish(decode(…))`.
 * @param onStep called with each step as it is made
 */
export async function finish(
  decoding: Decoding,
  onStep?: (step: Step) => void,
): Promise<readonly Hypothesis[]> {
  for (;;) {
    const next = await decoding.next();
    if (next.done) return next.value;
    onStep?.(next.value);
  }
}
