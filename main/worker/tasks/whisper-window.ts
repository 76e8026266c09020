/**
 * One window of sound, as long as the model takes at once → the tokens that Whisper writes of it. What it
 * writes badly it writes again, less strictly by the likeliest token (the fallback of Radford et al. 2022,
 * section 4.5): an answer that goes round in circles packs too well, one that was guessed is unlikely.
 */
import { deflateSync } from 'node:zlib';
import type { EncoderDecoderGraphs, SpeechTokens } from '../../../models/schema.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Decoder, Encoded, Hypothesis, LogitsRule, Search } from '../decode/decoder.ts';
import { ownRules, ownSearch } from './own-search.ts';
import { timesInOrder } from './whisper-rules.ts';

export interface WindowModel {
  readonly graphs: EncoderDecoderGraphs;
  readonly speech: SpeechTokens;
  readonly decoder: Decoder;
  /** Beside the model's own. */
  readonly rules: readonly LogitsRule[];
  /** The text that tokens spell. */
  spell(ids: readonly number[]): string;
}

/** What to write of a window. */
export interface WindowTask {
  /** BCP 47; null where the model hears one language. */
  readonly language: string | null;
  readonly task: 'transcribe' | 'translate';
  /** Each piece of text between its times. */
  readonly withTimes: boolean;
  /** Tokens that the answer begins with, settled already. */
  readonly prefix?: readonly number[];
}

/** What stands before the answer: what to do with what language, and the answer's settled beginning. */
export function promptOf(
  { languages, tasks, noTimestamps }: SpeechTokens,
  { language, task, withTimes, prefix = [] }: WindowTask,
): number[] {
  const told = language === null ? undefined : languages[language];
  return [
    ...(told === undefined ? [] : [told]),
    ...(told === undefined ? [] : [tasks[task] ?? []].flat()),
    ...(withTimes ? [] : [noTimestamps]),
    ...prefix,
  ];
}

/** The most likely answer. @throws the signal's reason once it is aborted */
export async function writeWindow(
  model: WindowModel,
  encoded: Encoded,
  task: WindowTask,
  signal: AbortSignal | undefined,
): Promise<Hypothesis> {
  return search(model, encoded, task, planOf(model, task), signal);
}

/** How freely a doubtful window is written again. */
const temperatures = [0.2, 0.4, 0.6, 0.8, 1];
/** Mean log-probability of a token below which an answer was guessed. */
const leastLikely = -1;
/** Text that packs to less than this part of itself goes round in circles. */
const mostRepeated = 2.4;

/** The same, and again where that went wrong; the best of all answers where all did. */
export async function writeCarefully(
  model: WindowModel,
  encoded: Encoded,
  task: WindowTask,
  signal: AbortSignal | undefined,
): Promise<Hypothesis> {
  const plan = planOf(model, task);
  let best = await search(model, encoded, task, plan, signal);
  for (const [seed, temperature] of temperatures.entries()) {
    if (!isDoubtful(model, best)) return best;
    const { startToken, endToken, maxTokens, prompt = [] } = plan;
    const drawing = { kind: 'sample', temperature, seed, startToken, endToken, maxTokens, prompt } as const;
    const other = await search(model, encoded, task, drawing, signal);
    if (isBetter(model, other, best)) best = other;
  }
  return best;
}

/** Mean log-probability of an answer's tokens, the end counted. */
export function meanOf({ logProbabilities, endLogProbability, ending }: Hypothesis): number {
  const count = logProbabilities.length + (ending === 'end' ? 1 : 0);
  return count === 0 ? 0 : (logProbabilities.reduce((sum, one) => sum + one, 0) + endLogProbability) / count;
}

function isDoubtful(model: WindowModel, answer: Hypothesis): boolean {
  return meanOf(answer) < leastLikely || isRepeated(model, answer);
}

/** A circle is likely to itself, so any answer is better that is none. */
function isBetter(model: WindowModel, answer: Hypothesis, than: Hypothesis): boolean {
  const [circles, circled] = [isRepeated(model, answer), isRepeated(model, than)];
  return circles === circled ? meanOf(answer) > meanOf(than) : circled;
}

function isRepeated(model: WindowModel, { ids }: Hypothesis): boolean {
  return repeatedness(model.spell(textOf(model, ids))) > mostRepeated;
}

/** The tokens of text, without those of times. */
export function textOf({ speech, graphs }: WindowModel, ids: readonly number[]): number[] {
  return ids.filter((id) => id < speech.timestamps.begin && id < graphs.tokens.end);
}

/** How many times as long a text is as it is packed. */
export function repeatedness(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

function planOf({ graphs, speech }: WindowModel, task: WindowTask): Search {
  const prompt = promptOf(speech, task);
  const room = Math.max(1, speech.positions - prompt.length - 1);
  return { ...ownSearch(graphs, { maxTokens: room }), prompt };
}

async function search(
  { graphs, speech, decoder, rules }: WindowModel,
  encoded: Encoded,
  { withTimes, prefix = [] }: WindowTask,
  plan: Search,
  signal: AbortSignal | undefined,
): Promise<Hypothesis> {
  // What an answer must not begin with, it may go on with.
  const { neverFirst, ...others } = graphs.decode.rules ?? {};
  const own = {
    ...graphs,
    decode: { ...graphs.decode, rules: prefix.length > 0 ? others : { ...others, neverFirst } },
  };
  const found = await finish(
    decode(
      decoder,
      encoded,
      plan,
      [...ownRules(own), ...(withTimes ? [timesInOrder(speech, prefix)] : []), ...rules],
      signal,
    ),
  );
  return found[0] as Hypothesis;
}
