/** Glossary terms as tokens: what the search must write for them, and what it must never write. */
import type { RequiredPhrase } from '../decode/decoder.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';
import { capitalized, forbiddenIn, type Term } from './glossary.ts';

/** Marks that a word follows without a space: the letter of an elision, opening quotes and brackets. */
const opening = /[\p{Ps}\p{Pi}"'’¿¡/-]$/u;
const sentenceEnd = /[.!?…:]$/;

/** True where tokens can spell `text` letter by letter. */
export function canSpell(tokenizer: TextTokenizer, text: string): boolean {
  const ids = tokenizer.encode(text);
  return !ids.includes(tokenizer.unknown) && tokenizer.decode(ids) === text;
}

/**
 * A phrase for every term with a target; each must be one that `canSpell`.
 * @param language BCP 47, of the target
 * @param beginsSentence whether a capital goes first
 * @param placesOf the source tokens that a term is
 */
export function requiredPhrases(
  tokenizer: TextTokenizer,
  terms: readonly Term[],
  language: string,
  beginsSentence: boolean,
  placesOf: (term: Term) => readonly number[],
): RequiredPhrase[] {
  return terms.flatMap((term) => {
    if (term.target === null) return [];
    const places = placesOf(term);
    return [
      {
        ways: waysToWrite(tokenizer, term.target, language, beginsSentence),
        mayPrecede: (id: number) => !/^[\p{L}\p{N}\p{M}]/u.test(tokenizer.pieces[id] ?? ''),
        ...(places.length > 0 ? { places } : {}),
      },
    ];
  });
}

/** As it is; with a capital where a sentence begins; without a space behind an opening mark. */
function waysToWrite(
  tokenizer: TextTokenizer,
  text: string,
  language: string,
  beginsSentence: boolean,
): RequiredPhrase['ways'][number][] {
  const { pieces } = tokenizer;
  const endOf = (ids: readonly number[]) => pieces[ids.at(-1) ?? -1] ?? '';
  const isAtStart = (ids: readonly number[]) =>
    (ids.length === 0 && beginsSentence) || sentenceEnd.test(endOf(ids));
  const capital = capitalized(text, language);
  const mayStayFirst = capital === text;
  const ways: RequiredPhrase['ways'][number][] = [
    {
      ids: tokenizer.encode(text),
      mayFollow: (ids) => !opening.test(endOf(ids)) && (mayStayFirst || !isAtStart(ids)),
    },
  ];
  if (capital !== text) {
    ways.push({ ids: tokenizer.encode(capital), mayFollow: isAtStart });
    const glued = withoutSpace(tokenizer, capital);
    if (glued) {
      ways.push({ ids: glued, mayFollow: (ids) => ids.length === 1 && opening.test(endOf(ids)) });
    }
  }
  const glued = withoutSpace(tokenizer, text);
  if (glued) ways.push({ ids: glued, mayFollow: (ids) => opening.test(endOf(ids)) });
  return ways.filter(({ ids }) => ids.length > 0);
}

/** The tokens of `text` without the space that begins a word; null where they cannot be told apart. */
function withoutSpace(tokenizer: TextTokenizer, text: string): number[] | null {
  const mark = tokenizer.encode('(');
  const ids = tokenizer.encode(`(${text}`);
  return mark.every((id, place) => ids[place] === id) ? ids.slice(mark.length) : null;
}

/** More ways to cut one word than any model takes. */
const mostCuts = 500;

/**
 * Every sequence of tokens among `available` that spells something forbidden, in small letters, as it
 * is written or with a capital first; but not what a required phrase has in it.
 */
export function forbiddenSequences(
  tokenizer: TextTokenizer,
  terms: readonly Term[],
  language: string,
  available: Iterable<number>,
  required: readonly RequiredPhrase[],
): number[][] {
  const texts = forbiddenIn(terms);
  if (texts.length === 0) return [];
  const ids = new Map(Array.from(available, (id) => [tokenizer.pieces[id] ?? '', id]));
  const forms = new Set(
    texts.flatMap((text) => {
      const form = text.normalize('NFKC');
      const small = form.toLowerCase();
      return [form, small, capitalized(form, language), capitalized(small, language), form.toUpperCase()];
    }),
  );
  const phrases = required.flatMap(({ ways }) => ways.map((way) => way.ids));
  return [...forms]
    .flatMap((form) => cuts(`▁${form.replaceAll(' ', '▁')}`, ids))
    .filter((sequence) => !phrases.some((phrase) => holds(phrase, sequence)));
}

/** All ways to cut `text` into pieces of `ids`. */
function cuts(text: string, ids: ReadonlyMap<string, number>): number[][] {
  const found: number[][] = [];
  const follow = (at: number, sequence: readonly number[]) => {
    if (found.length >= mostCuts) return;
    if (at === text.length) {
      found.push([...sequence]);
      return;
    }
    // The longest pieces first, which are the likeliest.
    for (let end = text.length; end > at; end--) {
      const id = ids.get(text.slice(at, end));
      if (id !== undefined) follow(end, [...sequence, id]);
    }
  };
  follow(0, []);
  return found;
}

function holds(phrase: readonly number[], sequence: readonly number[]): boolean {
  return phrase.some((_, begin) => sequence.every((id, offset) => phrase[begin + offset] === id));
}
