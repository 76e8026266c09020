/**
 * The plain filler rule, for English: hesitations, "you know" and "I mean" set apart by commas, and what is
 * said twice in a row. It takes nothing that could mean something.
 */
import type { SentenceWord } from './clean-words.ts';

const hesitation = /^(?:u+m+|u+h+m*|e+rm*|a+h+|m{2,}|h+m+|m+-?h+m+|u+h+-?h+u+h+)$/;
const asides: readonly (readonly [string, string])[] = [
  ['you', 'know'],
  ['i', 'mean'],
];
/** Said twice for weight, or because grammar wants it so. */
const doubled = new Set(
  'very really so much more many no yes yeah never always far long had that is was who ha bye knock there well now please'.split(
    ' ',
  ),
);
const longestRepeat = 3;

/** For each word whether it stays. */
export function withoutFillers(words: readonly SentenceWord[]): boolean[] {
  const keep = words.map(({ plain }) => !hesitation.test(plain));
  leaveOutAsides(words, keep);
  leaveOutRepeats(words, keep);
  return keep;
}

/** Behind a comma or at the beginning, and before a comma or the end. */
function leaveOutAsides(words: readonly SentenceWord[], keep: boolean[]): void {
  for (const at of words.keys()) {
    const [one, two] = [words[at], words[at + 1]];
    if (!asides.some(([first, second]) => one?.plain === first && two?.plain === second)) continue;
    if (one?.text.toLowerCase() !== one?.plain) continue;
    let before = at - 1;
    while (before >= 0 && keep[before] === false) before--;
    const isApart = before < 0 || (words[at - 1]?.text.endsWith(',') ?? true);
    const isLast = at + 2 === words.length;
    if (!isApart || !(two?.text.endsWith(',') || (isLast && before >= 0))) continue;
    keep[at] = false;
    keep[at + 1] = false;
  }
}

/** Of one to three words that are said again at once, the first time goes: "we need, we need to". */
function leaveOutRepeats(words: readonly SentenceWord[], keep: boolean[]): void {
  let left = [...words.keys()].filter((at) => keep[at]);
  for (let length = longestRepeat; length > 0; length--) {
    for (let place = 0; place + 2 * length <= left.length; ) {
      const first = left.slice(place, place + length);
      const second = left.slice(place + length, place + 2 * length);
      if (!isRepeat(words, first, second)) {
        place++;
        continue;
      }
      for (const at of first) keep[at] = false;
      left = left.filter((at) => keep[at]);
    }
  }
}

function isRepeat(
  words: readonly SentenceWord[],
  first: readonly number[],
  second: readonly number[],
): boolean {
  const spoken = (at: number | undefined) => words[at ?? -1];
  const isSame = first.every((at, offset) => {
    const plain = spoken(at)?.plain ?? '';
    return plain !== '' && !/\p{N}/u.test(plain) && plain === spoken(second[offset])?.plain;
  });
  if (!isSame) return false;
  // A mark stronger than a comma between two is a new start: "No. No, we did not."
  if (first.some((at) => /[.!?:;…"”)]$/.test(spoken(at)?.text ?? ''))) return false;
  const plains = first.map((at) => spoken(at)?.plain ?? '');
  return !plains.every((plain) => doubled.has(plain));
}
