/**
 * When an answer of the cleaner may be used: it must be sure of every step, and surer where something would
 * go that changes the meaning.
 */
import { cueOf, isNumber, runAround } from './clean-repairs.ts';
import type { SentenceWord } from './clean-words.ts';

export interface Guard {
  readonly atLeast: number;
  readonly atLeastForWeighty: number;
  /** Where all that weighs and goes was taken back in so many words ("two, no sorry, three"). */
  readonly atLeastForCorrected: number;
}

const negation =
  /^(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|.*n't)$/;
/** A word that is said again so near is a repeat, and its first saying weighs nothing. */
const near = 4;

/** May the words with a false in `keep` go, when the least likely step of the answer had this probability? */
export function allows(
  guard: Guard,
  confidence: number,
  words: readonly SentenceWord[],
  keep: readonly boolean[],
): boolean {
  const losses = words.flatMap((_, at) => (isWeightyLoss(words, keep, at) ? [at] : []));
  if (losses.length > 0 && losses.every((at) => isCorrected(words, keep, at))) {
    return confidence >= guard.atLeastForCorrected;
  }
  return confidence >= (losses.length > 0 ? Math.max(guard.atLeast, guard.atLeastForWeighty) : guard.atLeast);
}

/**
 * Was the word at `at` taken back aloud? It goes with what was said to take it back and with a number, as one
 * stretch without gaps, and another number follows at once in its place. Names are not alike enough for that.
 */
function isCorrected(words: readonly SentenceWord[], keep: readonly boolean[], at: number): boolean {
  const run = runAround(keep, at);
  const cue = cueOf(words, run);
  if (cue === null || !words.slice(run.start, cue).some(isNumber)) return false;
  const follows = words
    .slice(run.end, run.end + near)
    .some((word, offset) => keep[run.end + offset] === true && isNumber(word));
  return follows && (at >= cue || isNumber(words[at]));
}

function isWeightyLoss(words: readonly SentenceWord[], keep: readonly boolean[], at: number): boolean {
  const word = words[at];
  if (word === undefined || keep[at] === true || !isWeighty(word, at)) return false;
  const around = words.slice(Math.max(0, at - near), at + near + 1);
  const first = Math.max(0, at - near);
  return !around.some(({ plain }, offset) => keep[first + offset] === true && plain === word.plain);
}

/** A negation, a number, or a name: what has a capital letter inside a sentence. */
function isWeighty(word: SentenceWord, at: number): boolean {
  const { plain, text } = word;
  if (negation.test(plain) || isNumber(word)) return true;
  return at > 0 && /^\P{L}*\p{Lu}/u.test(text) && !/^i(?:'\p{L}+)?$/u.test(plain);
}
