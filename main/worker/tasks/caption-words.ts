/** Tokens → the words of a sentence as people write it, each with its probability and where the model looked. */
import type { CaptionWord } from '../../../preload/description.ts';
import type { Hypothesis } from '../decode/decoder.ts';
import type { WordList } from '../input/word-list.ts';
import type { Prefix } from './caption-prefix.ts';

/** The training's captions were in small letters. */
const capitalized =
  /^(african|african-american|american|asian|boston|chinese|christmas|easter|european|german|halloween|i|indian|jack|japanese|michael|oklahoma|oriental|santa|sooners)$/;
const initials = /^(atv|bmx|dj|suv|tv)$/;

export interface WordsContext {
  readonly list: WordList;
  readonly prefix: Prefix;
  /** The natural logarithm of the model's own probability of each token of `prefix`. */
  readonly prefixLogProbabilities: readonly number[];
  /** How many of the attention's columns lie on the picture. */
  readonly cells: number;
}

/** The words of a caption; joined by spaces they are it. */
export function captionWords(hypothesis: Hypothesis, context: WordsContext): CaptionWord[] {
  const { list, prefix } = context;
  const words: CaptionWord[] = [];
  let from = 0;
  for (const { text, tokens } of prefix.words) {
    words.push(wordOf(text, hypothesis, from, from + tokens, context));
    from += tokens;
  }
  while (from < hypothesis.ids.length) {
    let to = from + 1;
    while (to < hypothesis.ids.length && isClitic(list.wordAt(hypothesis.ids[to] as number))) to++;
    const text = hypothesis.ids.slice(from, to).map((id) => written(list.wordAt(id)));
    words.push(wordOf(text.join(''), hypothesis, from, to, context));
    from = to;
  }
  const [first, ...others] = words;
  if (first === undefined || prefix.words.length > 0) return words;
  return [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...others];
}

/** "'s" and "n't" stand right behind their word. */
function isClitic(word: string): boolean {
  return word.startsWith("'") || word === "n't";
}

function written(word: string): string {
  if (initials.test(word)) return word.toUpperCase();
  return capitalized.test(word) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function wordOf(
  text: string,
  { logProbabilities, attention }: Hypothesis,
  from: number,
  to: number,
  { prefixLogProbabilities, cells }: WordsContext,
): CaptionWord {
  let sum = 0;
  const weights = new Array<number>(cells).fill(0);
  for (let at = from; at < to; at++) {
    sum += prefixLogProbabilities[at] ?? logProbabilities[at] ?? 0;
    for (let cell = 0; cell < cells; cell++) {
      weights[cell] = (weights[cell] as number) + (attention[at]?.[cell] ?? 0) / (to - from);
    }
  }
  return { text, confidence: Math.exp(sum), attention: weights.map(short) };
}

/** Five digits; rounded down, so that a word's weights never come to more than 1. */
function short(weight: number): number {
  return Math.floor(weight * 1e5) / 1e5;
}
