/** Rules that change one beam's logits before a token is chosen. Each maker returns a `LogitsRule`. */
import type { LogitsRule, RuleContext } from './decoder.ts';
import { bestColumn, logSumExp } from './distribution.ts';
import { isRunaway, type RunawayLimits } from './repetition.ts';

const forbidden = Number.NEGATIVE_INFINITY;

/** These tokens are never written. */
export function suppress(ids: readonly number[]): LogitsRule {
  return (logits, context) => {
    for (const id of ids) forbid(logits, context, id);
  };
}

/** None of these sequences is ever written: the last token of one is forbidden where the others stand. */
export function forbidSequences(sequences: readonly (readonly number[])[]): LogitsRule {
  return (logits, context) => {
    const { ids } = context;
    for (const sequence of sequences) {
      const begin = ids.length - sequence.length + 1;
      const last = sequence.at(-1);
      if (begin < 0 || last === undefined) continue;
      let at = 0;
      while (at < sequence.length - 1 && ids[begin + at] === sequence[at]) at++;
      if (at === sequence.length - 1) forbid(logits, context, last);
    }
  };
}

/** These tokens are not written first (a lone space, the end token). */
export function suppressFirst(ids: readonly number[]): LogitsRule {
  const rule = suppress(ids);
  return (logits, context) => {
    if (context.ids.length === 0) rule(logits, context);
  };
}

/** The answer begins with `prefix` (a language token, text that is settled already). */
export function forcePrefix(prefix: readonly number[]): LogitsRule {
  return (logits, context) => {
    const id = prefix[context.ids.length];
    if (id !== undefined) force(logits, context, id);
  };
}

/**
 * Changes nothing, but tells what the model itself thinks of the tokens that `forcePrefix` makes it
 * write: to stand before that rule.
 * @param probabilities gets the natural logarithm for each token of `prefix`, at its place
 */
export function readPrefix(prefix: readonly number[], probabilities: number[]): LogitsRule {
  return (logits, context) => {
    const place = context.ids.length;
    const logit = logits[context.columnOf(prefix[place] ?? -1)];
    if (logit === undefined) return;
    probabilities[place] = logit - logSumExp(logits, logits[bestColumn(logits)] as number);
  };
}

/** At least `tokens` before the end. */
export function minLength(tokens: number): LogitsRule {
  return (logits, context) => {
    if (context.ids.length < tokens) forbid(logits, context, context.endToken);
  };
}

/** The end comes after at most `tokens`; unlike the search's `maxTokens` the answer ends properly. */
export function maxLength(tokens: number): LogitsRule {
  return (logits, context) => {
    if (context.ids.length >= tokens) force(logits, context, context.endToken);
  };
}

/**
 * Makes what was written less likely: positive logits are divided, negative multiplied (CTRL, Keskar et al. 2019).
 * @param before counts as written before the answer
 */
export function penalizeRepetition(penalty: number, before: readonly number[] = []): LogitsRule {
  return (logits, context) => {
    for (const id of new Set([...before, ...context.ids])) {
      const column = context.columnOf(id);
      const value = logits[column];
      if (value !== undefined) logits[column] = value > 0 ? value / penalty : value * penalty;
    }
  };
}

/**
 * No sequence of `size` tokens is written twice (Paulus et al. 2017).
 * @param before counts as written before the answer
 */
export function forbidRepeatedNgram(size: number, before: readonly number[] = []): LogitsRule {
  return (logits, context) => {
    const ids = before.length > 0 ? [...before, ...context.ids] : context.ids;
    const begin = ids.length - size + 1;
    if (begin < 0) return;
    const tail = ids.slice(begin);
    for (let at = 0; at + size <= ids.length; at++) {
      if (tail.every((id, offset) => ids[at + offset] === id)) {
        forbid(logits, context, ids[at + size - 1] as number);
      }
    }
  };
}

/** Ends an answer that goes round in circles; cut it with `lengthBeforeRunaway`. */
export function stopRunaway(limits: RunawayLimits): LogitsRule {
  return (logits, context) => {
    if (isRunaway(context.ids, limits)) force(logits, context, context.endToken);
  };
}

/**
 * Makes given phrases likelier (a glossary, names): `bonus` is added to the logit of the token that
 * goes on with a phrase, or begins one.
 */
export function favour(phrases: readonly (readonly number[])[], bonus: number): LogitsRule {
  return (logits, context) => {
    const next = new Set(phrases.flatMap((phrase) => continuations(phrase, context.ids)));
    for (const id of next) {
      const column = context.columnOf(id);
      const value = logits[column];
      if (value !== undefined) logits[column] = value + bonus;
    }
  };
}

/** The tokens of `phrase` that may come now: its first, and each that follows a beginning that was just written. */
function continuations(phrase: readonly number[], ids: readonly number[]): number[] {
  return phrase.filter((_, written) => {
    const begin = ids.length - written;
    return begin >= 0 && phrase.slice(0, written).every((id, offset) => ids[begin + offset] === id);
  });
}

function forbid(logits: Float32Array, context: RuleContext, id: number): void {
  const column = context.columnOf(id);
  if (column >= 0) logits[column] = forbidden;
}

function force(logits: Float32Array, context: RuleContext, id: number): void {
  const column = context.columnOf(id);
  if (column < 0) return;
  logits.fill(forbidden);
  logits[column] = 0;
}
