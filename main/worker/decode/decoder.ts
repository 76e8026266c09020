/**
 * What the engine asks of a model (`Decoder`) and what it gives back (`Step`, `Hypothesis`). Any
 * sequence-to-sequence model fits: the state may be a growing attention cache, a fixed recurrent
 * cell, constants of the sentence, or nothing.
 */
import type { FloatTensor, Tensor } from './tensor.ts';

/** What the decoder carries from step to step, by name. Never changed in place. */
export type State = ReadonlyMap<string, Tensor>;

/** The encoder's outputs by name, for one input (batch 1). */
export type Encoded = ReadonlyMap<string, Tensor>;

/** What one step gives. */
export interface StepOutput {
  /** `[beams, vocabulary]`, row-major. The engine may overwrite it; it is read only until the next step. */
  readonly logits: Float32Array;
  readonly state: State;
  /** `[beams, source length]`: how much each source position was looked at. Copied by the engine. */
  readonly attention?: FloatTensor;
}

export interface Decoder {
  /** The state before the first step, as many beams wide. */
  start(encoded: Encoded, beams: number): State;
  /**
   * One step: `ids` is the newest token of each beam (the start token at first), `position` how many
   * tokens went before it. The number of beams is `ids.length`.
   */
  step(ids: Int32Array, position: number, state: State): Promise<StepOutput>;
  /**
   * Beam `i` of the answer is beam `from[i]` of `state`, gathered on each tensor's own beam axis;
   * `from` may be shorter than the state is wide, or longer. Never called for greedy search or sampling.
   */
  reorder(state: State, from: Int32Array): State;
  /**
   * Narrows the vocabulary for one input (a translation shortlist): column `i` of `logits` then
   * stands for token `vocabulary(encoded)[i]`. Absent, or null: column and token are the same.
   */
  vocabulary?(encoded: Encoded): Int32Array | null;
}

interface Limits {
  readonly startToken: number;
  readonly endToken: number;
  /** Tokens written at most, the end token not counted. */
  readonly maxTokens: number;
  /** Tokens that stand between the start token and the answer, of which they are no part: neither rules nor scores count them. */
  readonly prompt?: readonly number[];
}

/** The best token each time. */
export interface GreedySearch extends Limits {
  readonly kind: 'greedy';
}

/** The best sequences among `beams` kept at each step. */
export interface BeamSearch extends Limits {
  readonly kind: 'beam';
  readonly beams: number;
  /** Scores are divided by (tokens, end included) to this power: 0 favours short answers, 1 is the mean. */
  readonly lengthPenalty: number;
  /** Added for each token when answers are compared (Murray and Chiang 2018); 0 where absent. */
  readonly lengthReward?: number;
  /** How many answers to give, at most `beams`; 1 where absent. */
  readonly hypotheses?: number;
  /**
   * How much an answer loses that never looked at parts of its source, where the decoder tells what it
   * looks at (Wu et al. 2016, "Google's Neural Machine Translation System", equation 14); 0 where absent.
   */
  readonly coveragePenalty?: number;
  /** What every answer must hold; `beams` should be some more than there are phrases. */
  readonly required?: readonly RequiredPhrase[];
  /**
   * Given where another sequence takes the place of one that ended, so that the beam keeps its width until
   * there are as many answers as `beams` (`full`), until the best beam is worse than those answers
   * (`unlikely`: at its length now), or until it cannot become better (`impossible`: at the length that
   * suits it best). Not to be had together with `required`, `lengthReward` or `coveragePenalty`.
   */
  readonly refill?: 'full' | 'unlikely' | 'impossible';
  /** Given where sequences are compared by the model's log-probabilities of their tokens before the rules. */
  readonly scores?: 'before-rules';
}

/** Tokens that must be written next to each other, somewhere in the answer, in one of several ways. */
export interface RequiredPhrase {
  readonly ways: readonly {
    readonly ids: readonly number[];
    /** Whether this way may begin behind the tokens `ids`; anywhere where absent. */
    readonly mayFollow?: (ids: readonly number[]) => boolean;
  }[];
  /** Whether a token may come right behind (one that goes on with the word may not); any where absent. */
  readonly mayPrecede?: (id: number) => boolean;
  /** The source places that it stands for, if known: it is preferred where the decoder looks at them. */
  readonly places?: readonly number[];
}

/** A token drawn by chance each time; the same seed draws the same. */
export interface SampleSearch extends Limits {
  readonly kind: 'sample';
  /** Above 1 flattens, below 1 sharpens; near 0 is greedy. */
  readonly temperature: number;
  /** Only the most likely `topK`; 0 or absent: all. */
  readonly topK?: number;
  /** Only the most likely whose probabilities first reach `topP` together; 1 or absent: all. */
  readonly topP?: number;
  readonly seed: number;
}

export type Search = GreedySearch | BeamSearch | SampleSearch;

/** What a logits rule may know when it changes one beam's logits. */
export interface RuleContext {
  /** The tokens written so far; start token not included. */
  readonly ids: readonly number[];
  readonly endToken: number;
  /** The column of `logits` that stands for a token; -1 where a narrowed vocabulary lacks it. */
  columnOf(id: number): number;
  /** The token that a column stands for. */
  idAt(column: number): number;
}

/** Changes one beam's logits `[vocabulary]` in place before a token is chosen; −Infinity forbids a token. */
export type LogitsRule = (logits: Float32Array, context: RuleContext) => void;

/** Why a hypothesis ended: the model said so, or `maxTokens` was reached. */
export type Ending = 'end' | 'cap';

/** A finished answer. */
export interface Hypothesis {
  /** Without start and end token. */
  readonly ids: readonly number[];
  /** Natural logarithm of the probability of each of `ids`, under the model after the rules. */
  readonly logProbabilities: readonly number[];
  /** That of the end token; 0 where `ending` is 'cap'. */
  readonly endLogProbability: number;
  readonly ending: Ending;
  /** Sum of all log-probabilities, end included; for beam search divided by the length penalty. */
  readonly score: number;
  /** `[source length]` for each of `ids`; empty where the decoder gives no attention. */
  readonly attention: readonly Float32Array[];
}

/** One step of the leading hypothesis, while it is being written. */
export interface Step {
  /** The token just chosen; may be the end token. */
  readonly token: number;
  readonly logProbability: number;
  /** `[source length]`. */
  readonly attention?: Float32Array;
  /**
   * All tokens of the leading hypothesis, `token` included unless it is the end token. For greedy and
   * sampling this is one array that grows; a beam's may change its past.
   */
  readonly ids: readonly number[];
}

/** Steps as they are made; the generator's return value is the answers, best first. */
export type Decoding = AsyncGenerator<Step, readonly Hypothesis[], void>;
