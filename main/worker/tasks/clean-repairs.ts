/**
 * What people say when they take something back ("two, no sorry, three"), and the end of a repair that a
 * network began: a number that was taken back does not stand beside the one that replaces it.
 */
import type { SentenceWord } from './clean-words.ts';

const numberWords = new Set(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half ' +
    'double twice first second third dozen quarter'
  ).split(' '),
);
const takesBack = new Set(['sorry', 'wait', 'mean', 'rather', 'actually', 'oops', 'no']);
const saidAroundIt = new Set([
  'i',
  'or',
  'um',
  'uh',
  'er',
  'well',
  'oh',
  'hang',
  'hold',
  'on',
  'make',
  'that',
]);

/** Words that go together, without one between them that stays: from `start` up to `end`, not included. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** The run of words that go in which `at` lies. */
export function runAround(keep: readonly boolean[], at: number): Run {
  let start = at;
  while (start > 0 && keep[start - 1] === false) start -= 1;
  let end = at;
  while (end < keep.length && keep[end] === false) end += 1;
  return { start, end };
}

/** Where in `run` the words begin with which it ends and that take something back; null where none do. */
export function cueOf(words: readonly SentenceWord[], { start, end }: Run): number | null {
  let cue = end;
  while (cue > start && isOfCue(words[cue - 1])) cue -= 1;
  return words.slice(cue, end).some(({ plain }) => takesBack.has(plain)) ? cue : null;
}

function isOfCue(word: SentenceWord | undefined): boolean {
  return word !== undefined && (takesBack.has(word.plain) || saidAroundIt.has(word.plain));
}

/** In digits or in words. */
export function isNumber(word: SentenceWord | undefined): boolean {
  if (word === undefined) return false;
  return /\p{N}/u.test(word.plain) || word.plain.split('-').some((part) => numberWords.has(part));
}

/**
 * `keep` without the numbers that stand right before a run that takes them back, where a number stands
 * right behind it: "two [more weeks, no sorry] three more weeks" → "three more weeks".
 */
export function finishRepairs(words: readonly SentenceWord[], keep: readonly boolean[]): boolean[] {
  const finished = [...keep];
  for (let at = 1; at < words.length; at++) {
    if (keep[at] !== false || keep[at - 1] === false) continue;
    const run = runAround(keep, at);
    if (cueOf(words, run) === null || !isNumber(words[run.end])) continue;
    for (let before = run.start - 1; before >= 0 && isNumber(words[before]); before--)
      finished[before] = false;
  }
  return finished;
}
