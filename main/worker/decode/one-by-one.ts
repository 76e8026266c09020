/** Decoding that keeps one sequence and chooses each token for good: the loop of greedy search and sampling. */
import { columnsOf } from './columns.ts';
import type { Decoder, Decoding, Encoded, Hypothesis, LogitsRule, Search } from './decoder.ts';
import { bestColumn, logSumExp } from './distribution.ts';
import { readPrompt } from './prompt.ts';

/** The column to take of `logits`, which it must leave as they are; `best` is the column of the largest. */
export type Choose = (logits: Float32Array, best: number) => number;

/** @throws the signal's reason once it is aborted; Error where the rules forbid every token */
export async function* writeOneByOne(
  decoder: Decoder,
  encoded: Encoded,
  search: Search,
  rules: readonly LogitsRule[],
  signal: AbortSignal | undefined,
  choose: Choose,
): Decoding {
  const { endToken, maxTokens } = search;
  const columns = columnsOf(decoder.vocabulary?.(encoded));
  const ids: number[] = [];
  const logProbabilities: number[] = [];
  const attention: Float32Array[] = [];
  const context = { ids, endToken, columnOf: columns.columnOf, idAt: columns.idAt };
  const { newest, position, state: begun } = await readPrompt(decoder, encoded, search, 1, signal);
  let state = begun;
  let score = 0;
  const result = (ending: Hypothesis['ending'], endLogProbability: number): Hypothesis[] => [
    { ids, logProbabilities, endLogProbability, ending, score, attention },
  ];

  while (ids.length < maxTokens) {
    if (signal?.aborted) throw signal.reason;
    const output = await decoder.step(newest, position + ids.length, state);
    state = output.state;
    const { logits } = output;
    for (const rule of rules) rule(logits, context);
    const best = bestColumn(logits);
    if (best < 0) throw new Error('no token is left to choose');
    const column = choose(logits, best);
    const token = columns.idAt(column);
    const logProbability = (logits[column] as number) - logSumExp(logits, logits[best] as number);
    score += logProbability;
    if (token === endToken) {
      yield { token, logProbability, ids };
      return result('end', logProbability);
    }
    ids.push(token);
    logProbabilities.push(logProbability);
    newest[0] = token;
    if (output.attention) {
      const row = output.attention.data.slice();
      attention.push(row);
      yield { token, logProbability, attention: row, ids };
    } else {
      yield { token, logProbability, ids };
    }
  }
  return result('cap', 0);
}
