/**
 * When an answer of the cleaner may be used: it must be sure of every step, and surer where something would
 * go that changes the meaning.
 */
import type { SentenceWord } from './clean-words.ts';

export interface Guard {
  readonly atLeast: number;
  readonly atLeastForWeighty: number;
}

const negation =
  /^(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|.*n't)$/;
const numberWords = new Set(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half ' +
    'double twice first second third dozen quarter'
  ).split(' '),
);
/** A word that is said again so near is a repeat, and its first saying weighs nothing. */
const near = 4;

/** May the words with a false in `keep` go, when the least likely step of the answer had this probability? */
export function allows(
  guard: Guard,
  confidence: number,
  words: readonly SentenceWord[],
  keep: readonly boolean[],
): boolean {
  if (confidence < guard.atLeast) return false;
  return confidence >= guard.atLeastForWeighty || !words.some((_, at) => isWeightyLoss(words, keep, at));
}

function isWeightyLoss(words: readonly SentenceWord[], keep: readonly boolean[], at: number): boolean {
  const word = words[at];
  if (word === undefined || keep[at] === true || !isWeighty(word, at)) return false;
  const around = words.slice(Math.max(0, at - near), at + near + 1);
  const first = Math.max(0, at - near);
  return !around.some(({ plain }, offset) => keep[first + offset] === true && plain === word.plain);
}

/** A negation, a number, or a name: what has a capital letter inside a sentence. */
export function isWeighty({ plain, text }: SentenceWord, at: number): boolean {
  if (negation.test(plain) || numberWords.has(plain) || /\p{N}/u.test(plain)) return true;
  if (plain.split('-').some((part) => numberWords.has(part))) return true;
  return at > 0 && /^\P{L}*\p{Lu}/u.test(text) && !/^i(?:'\p{L}+)?$/u.test(plain);
}
