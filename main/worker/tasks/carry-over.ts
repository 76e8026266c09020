/**
 * What is carried over into a translation as it is (addresses, code, emoji, letters that the model
 * does not know): taken out of the sentence before, and put back behind the word that the word before
 * it became.
 */
import type { SentenceTranslation, TargetToken } from '../../../preload/translation.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';

/** Something taken out of a sentence. */
export interface Carried {
  /** As it stood in the sentence, and as it stands in the translation. */
  readonly source: string;
  readonly text: string;
  /** How many words of what is left come before it. */
  readonly wordsBefore: number;
  /** Whether a space came before it, and after it. */
  readonly spaceBefore: boolean;
  readonly spaceAfter: boolean;
  /** Whether it stood right before a mark: "(see it at www.example.org)." */
  readonly markAfter: boolean;
}

/** What no model need translate; each is one alternative of the pattern. */
const kinds = [
  // Addresses, and mail addresses.
  /\b(?:https?:\/\/|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]]/u,
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/u,
  // Code between backticks, tags, paths, names in social networks.
  /`[^`\n]+`/u,
  /<\/?[A-Za-z][^<>\n]{0,200}>/u,
  /(?<![\p{L}\p{N}])[A-Za-z]:\\[^\s"“”<>|]*[\p{L}\p{N}_\\]/u,
  /(?<![\p{L}\p{N}~./:])(?:~|\.{1,2})?\/(?:[\w.-]+\/)+[\w.-]*[\w-]/u,
  /(?<![\p{L}\p{N}_])[#@][\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/u,
  // Keys and hashes.
  /(?<![\w+/=-])(?=[A-Za-z_+/=]*\d)(?=[\d_+/=]*[A-Za-z])[\w+/=]{20,}(?![\w+/=-])/u,
  // Emoji, and flags; those of England and its like are spelled in letters of their own.
  /\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u200d\ufe0f\u20e3\u{e0020}-\u{e007f}])*/u,
  /(?:\p{Regional_Indicator}{2})+/u,
  // Signs that only turn the direction of writing.
  /[\u200e\u200f\u202a-\u202e\u2066-\u2069]+/u,
];
const verbatim = new RegExp(kinds.map(({ source }) => source).join('|'), 'gu');

/** Letters [`from`, `to`) of a sentence that go into the translation as another text. */
interface Replaced {
  readonly from: number;
  readonly to: number;
  readonly target: string | null;
}

/**
 * The sentence without what is carried over, and that.
 * @param replaced what is to be taken out beside what cannot be translated; must not overlap
 */
export function takeOut(
  sentence: string,
  tokenizer: TextTokenizer,
  replaced: readonly Replaced[] = [],
): { readonly rest: string; readonly carried: readonly Carried[] } {
  const carried: Carried[] = [];
  let rest = '';
  let at = 0;
  for (const [from, to, target] of spans(sentence, tokenizer, replaced)) {
    rest += sentence.slice(at, from);
    const markAfter = /^\p{P}/u.test(sentence.slice(to, to + 2));
    if (markAfter) rest = rest.trimEnd();
    carried.push({
      source: sentence.slice(from, to),
      text: target ?? sentence.slice(from, to),
      wordsBefore: words(rest),
      // What stands nowhere in the sentence is a word all the same.
      spaceBefore: from === to || (from > 0 && /\s/.test(sentence.charAt(from - 1))),
      spaceAfter: from === to || /\s/.test(sentence.charAt(to)),
      markAfter,
    });
    // One space, where there were two or one.
    if (!rest.endsWith(' ') && /\s/.test(sentence.charAt(to))) rest += ' ';
    at = to;
    while (at < sentence.length && /\s/.test(sentence.charAt(at))) at++;
  }
  return { rest: carried.length === 0 ? sentence : rest + sentence.slice(at), carried };
}

/** A word, or an amount with the marks in it: €1,234.50. */
const unbroken = /[^\s\p{P}]+(?:(?<=\p{N})[.,]\p{N}[^\s\p{P}]*)*/gu;

type Span = readonly [from: number, to: number, target: string | null];

/** Where `text` has addresses, code and the like: letters [from, to). */
export function verbatimSpans(text: string): (readonly [from: number, to: number])[] {
  return Array.from(text.matchAll(verbatim), ({ index = 0, 0: found }) => [index, index + found.length]);
}

/** Where they lie: what is asked for, what the pattern finds, and words that hold a letter unknown to the model. */
function spans(sentence: string, tokenizer: TextTokenizer, replaced: readonly Replaced[]): Span[] {
  const found: Span[] = [];
  const isTaken = (begin: number, end: number) => found.some(([from, to]) => begin < to && from < end);
  for (const [begin, end] of verbatimSpans(sentence)) {
    if (!replaced.some(({ from, to }) => from < end && begin < to)) found.push([begin, end, null]);
  }
  for (const { from, to, target } of replaced) found.push([isTaken(from, to) ? to : from, to, target]);
  if (tokenizer.encode(sentence).includes(tokenizer.unknown)) {
    for (const { index = 0, 0: word } of sentence.matchAll(unbroken)) {
      const end = index + word.length;
      if (!isTaken(index, end) && tokenizer.encode(word).includes(tokenizer.unknown)) {
        found.push([index, end, null]);
      }
    }
  }
  return found.sort(([one], [other]) => one - other);
}

function words(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** Tokens of a translation without those that `putBack` put there. */
export function withoutCarried(tokens: readonly string[], carried: readonly Carried[]): string[] {
  const left = carried.map(({ text }) => text);
  return tokens.filter((token) => {
    const place = left.indexOf(token.trim());
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

/** The translation of `rest` with everything back in its place. */
export function putBack(
  source: string,
  translation: SentenceTranslation,
  carried: readonly Carried[],
): SentenceTranslation {
  let result = translation;
  const own = new Set(translation.tokens);
  // From the last to the first, so that the places of those before stay right.
  let sourceEnd = translation.sourceTokens.length;
  for (const one of [...carried].reverse()) {
    const sourcePlace = sourcePlaceOf(result.sourceTokens, one, sourceEnd);
    result = putOneBack(result, one, sourcePlace, own);
    sourceEnd = sourcePlace;
  }
  return { ...result, source };
}

const openingTag = /^<[A-Za-z]/;

/** @param own the model's tokens: what else is there already comes later in the sentence */
function putOneBack(
  translation: SentenceTranslation,
  one: Carried,
  sourcePlace: number,
  own: Set<TargetToken>,
): SentenceTranslation {
  const { sourceTokens, tokens, alignment } = translation;
  const texts = tokens.map((token) => token.text);
  const placeInTarget = placeBehind(translation, sourcePlace, own);
  const targetPlace = one.markAfter ? beforeMarks(texts, placeInTarget) : placeInTarget;
  const text = `${one.spaceBefore && targetPlace > 0 ? ' ' : ''}${one.text}`;
  const moved = [...tokens.slice(0, targetPlace), { text, logProbability: 0 }, ...tokens.slice(targetPlace)];
  const next = moved[targetPlace + 1];
  if (next !== undefined && (one.spaceAfter ? targetPlace === 0 : openingTag.test(one.text))) {
    const spaced = { ...next, text: `${one.spaceAfter ? ' ' : ''}${next.text.trimStart()}` };
    if (own.has(next)) own.add(spaced);
    moved[targetPlace + 1] = spaced;
  }
  return {
    ...translation,
    target: join(moved),
    sourceTokens: [
      ...sourceTokens.slice(0, sourcePlace),
      `${one.spaceBefore ? ' ' : ''}${one.source}`,
      ...sourceTokens.slice(sourcePlace),
    ],
    tokens: moved,
    alternatives: translation.alternatives.map((other) => ({
      ...other,
      target: `${other.target} ${one.text}`.trim(),
    })),
    alignment: [
      ...alignment.map(([from, to, weight]) => {
        return [from + (from >= sourcePlace ? 1 : 0), to + (to >= targetPlace ? 1 : 0), weight] as const;
      }),
      [sourcePlace, targetPlace, 1] as const,
    ],
  };
}

/** @param end the place of what comes after it in the sentence and is there already */
function sourcePlaceOf(tokens: readonly string[], { wordsBefore, markAfter }: Carried, end: number): number {
  const behind = Math.min(endOfWord(tokens, wordsBefore), end);
  return markAfter ? beforeMarks(tokens, behind) : behind;
}

function join(tokens: readonly TargetToken[]): string {
  return tokens
    .map(({ text }) => text)
    .join('')
    .trim();
}

/** The place behind the token that ends word number `count`. */
function endOfWord(tokens: readonly string[], count: number): number {
  if (count === 0) return 0;
  let seen = 1;
  for (let place = 1; place < tokens.length; place++) {
    if (tokens[place]?.startsWith(' ')) seen += 1;
    if (seen > count) return place;
  }
  return tokens.length;
}

/** `place` moved before the marks that close a word. */
function beforeMarks(tokens: readonly string[], place: number): number {
  let moved = place;
  while (moved > 0 && /^\p{P}+$/u.test(tokens[moved - 1] ?? '')) moved--;
  return moved;
}

/** The place behind the target word that looked most at the source token before `sourcePlace`. */
function placeBehind(
  { tokens, sourceTokens, alignment }: SentenceTranslation,
  sourcePlace: number,
  own: ReadonlySet<TargetToken>,
): number {
  if (sourcePlace === 0) return 0;
  if (sourceTokens.slice(sourcePlace).every((token) => /^\p{P}+$/u.test(token))) return tokens.length;
  let best: readonly [number, number, number] | undefined;
  for (const link of alignment) {
    const isBefore = link[0] === sourcePlace - 1;
    if (isBefore && (best === undefined || link[2] > best[2])) best = link;
  }
  let place = best === undefined ? tokens.length : best[1] + 1;
  for (let token = tokens[place]; token !== undefined; token = tokens[++place]) {
    if (token.text.startsWith(' ') || !own.has(token)) break;
  }
  return place;
}
