/** Other words for a place in a translation, each with the rest of the sentence written anew after it. */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Hypothesis, LogitsRule } from '../decode/decoder.ts';
import { forcePrefix, readPrefix } from '../decode/logits.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';
import { brokenTerms, type Term } from './glossary.ts';
import {
  type ReadSentence,
  readSentence,
  type SentenceOptions,
  type TranslationModel,
  translationOf,
} from './translate-sentence.ts';
import { forbiddenRules, phrasesFor, searchKeeping, withProbabilities } from './translate-terms.ts';

/** A token that a next word may begin with. */
interface Beginning {
  readonly id: number;
  readonly logProbability: number;
}

interface Suggestion {
  readonly word: string;
  readonly logProbability: number;
  readonly hypothesis: Hypothesis;
  /** How many of its tokens the word ends with. */
  readonly end: number;
}

/** Written without spaces between words: a piece is as good a word as can be had. */
const spaceless = new Set(['zh', 'ja', 'th', 'lo', 'km', 'my']);
/** Beginnings tried for each word wanted: some make the same word, or one that nobody would say. */
const beginningsPerWord = 3;
/** Less likely words, as natural logarithms, are no help. */
const leastLogProbability = -12;
const endMarks = /\p{Sentence_Terminal}(?=\P{L}*(?:\s|$))/gu;

/**
 * The `count` likeliest words after the tokens `before`, each with the best rest; see
 * `TranslationEngine.suggest`.
 * @param terms the glossary's, kept as `translateKeeping` does
 */
export async function suggestWords(
  model: TranslationModel,
  text: string,
  before: readonly string[],
  count: number,
  terms: readonly Term[],
  { signal }: SentenceOptions,
): Promise<SentenceTranslation[]> {
  const prefix = idsOf(model.target, before);
  const { required, wanted } = phrasesFor(model, text, terms, prefix);
  const sentence = await readSentence(model, text, [...prefix, ...wanted]);
  if (sentence === null) return [];
  const never = forbiddenRules(model, sentence.encoded, terms, required);
  const going = { model, sentence, never, signal };
  const found: Suggestion[] = [];
  for (const beginning of await beginnings(going, prefix, count * beginningsPerWord)) {
    // A word is no likelier than its beginning.
    if (found.length >= count && beginning.logProbability < (found[count - 1]?.logProbability ?? 0)) break;
    insert(found, await goOn(going, [...prefix, beginning.id]));
  }
  const free = found
    .slice(0, count)
    .map(({ hypothesis, end }) => ({ translation: translationOf(model, sentence, [hypothesis]), end }));
  return terms.length === 0
    ? free.map(({ translation }) => translation)
    : keeping(going, terms, prefix, free, count);
}

/** What all ways to go on with a sentence share. */
interface Going {
  readonly model: TranslationModel;
  readonly sentence: ReadSentence;
  readonly never: readonly LogitsRule[];
  readonly signal: AbortSignal | undefined;
}

/**
 * The tokens that `before` are the texts of. Where there is no such token the text is cut anew, as the
 * model might not have cut it: it goes on from the same words all the same.
 */
function idsOf(tokenizer: TextTokenizer, before: readonly string[]): number[] {
  const ids = before.map((text, place) => {
    const piece = text.replaceAll(' ', '▁');
    return tokenizer.idOf(place === 0 ? `▁${piece.replace(/^▁/, '')}` : piece);
  });
  const known = ids.filter((id) => id !== undefined && id !== tokenizer.unknown) as number[];
  if (known.length === ids.length) return known;
  return tokenizer.encode(before.join('')).filter((id) => id !== tokenizer.unknown);
}

/** The likeliest tokens after `prefix` that begin a word. */
async function beginnings(
  { model, sentence: { encoded, limits }, never, signal }: Going,
  prefix: readonly number[],
  count: number,
): Promise<Beginning[]> {
  const found: Beginning[] = [];
  const mayBegin = wordBeginnings(model, prefix);
  const read: LogitsRule = (logits, { ids, idAt }) => {
    if (ids.length !== prefix.length) return;
    const likeliest = Array.from(logits, (logit, column) => ({ id: idAt(column), logProbability: logit }));
    const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
    const total = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
    for (const { id, logProbability } of likeliest) {
      if (logProbability - total > leastLogProbability && mayBegin(id)) {
        found.push({ id, logProbability: logProbability - total });
      }
    }
  };
  const search = { kind: 'greedy', ...limits, maxTokens: prefix.length + 1 } as const;
  await finish(decode(model.decoder, encoded, search, [...never, forcePrefix(prefix), read], signal));
  return found.sort((one, other) => other.logProbability - one.logProbability).slice(0, count);
}

/** Tells which tokens can begin a word after `prefix`. */
function wordBeginnings(
  { target, to }: TranslationModel,
  prefix: readonly number[],
): (id: number) => boolean {
  const last = target.pieces[prefix.at(-1) ?? -1] ?? '';
  const isWithinWord = /[\p{Ps}\p{Pi}"'¿¡-]$/u.test(last) || spaceless.has(languageOf(to));
  return (id) => {
    const piece = target.pieces[id] ?? '';
    return piece === '▁' || ((piece.startsWith('▁') || isWithinWord) && /[\p{L}\p{N}]/u.test(piece));
  };
}

function languageOf(code: string): string {
  return code.split('-')[0] ?? code;
}

/** The best sentence that begins with `prefix`, whose last token begins a word. */
async function goOn(
  { model, sentence: { encoded, limits }, never, signal }: Going,
  prefix: readonly number[],
): Promise<Suggestion> {
  const own: number[] = [];
  const search = { kind: 'greedy', ...limits } as const;
  const rules = [...never, readPrefix(prefix, own), forcePrefix(prefix)];
  const [hypothesis] = await finish(decode(model.decoder, encoded, search, rules, signal));
  if (hypothesis === undefined) throw new Error('a search without an answer');
  const whole = withProbabilities(hypothesis, own);
  const { to, target } = model;
  const from = prefix.length - 1;
  const end = endOfWord(target, hypothesis.ids, from, spaceless.has(languageOf(to)));
  return {
    word: target.decode(hypothesis.ids.slice(from, end)).toLowerCase(),
    logProbability: whole.logProbabilities.slice(from, end).reduce((sum, value) => sum + value, 0),
    hypothesis: whole,
    end,
  };
}

/** The free suggestions with the terms kept: first what a glossary makes of the sentence, then the others. */
async function keeping(
  { model, sentence, signal }: Going,
  terms: readonly Term[],
  prefix: readonly number[],
  free: readonly { readonly translation: SentenceTranslation; readonly end: number }[],
  count: number,
): Promise<SentenceTranslation[]> {
  const marksOf = (text: string) => text.match(endMarks)?.length ?? 0;
  const marks = marksOf(free[0]?.translation.target ?? '');
  // A term in a sentence of its own, behind the end, is not said in this one.
  const broken = ({ target }: SentenceTranslation) => {
    const isTorn = marksOf(target) !== marks || (marks > 0 && !/\p{P}$/u.test(target));
    return brokenTerms(target, terms, model.to) * 2 + (isTorn ? 1 : 0);
  };
  const kept = async (translation: SentenceTranslation, begun: readonly number[]) => {
    if (broken(translation) === 0) return translation;
    const settings = { widening: 1, lengthReward: -translation.score, prefix: begun };
    const found = await searchKeeping(model, sentence.text, terms, { signal }, settings);
    return [translation, ...found].reduce((best, one) => (broken(one) < broken(best) ? one : best));
  };
  const word = ({ tokens }: SentenceTranslation) =>
    /^\s*[\p{L}\p{N}\p{M}]+/u.exec(
      tokens
        .slice(prefix.length)
        .map(({ text }) => text)
        .join(''),
    )?.[0];
  const found: SentenceTranslation[] = [];
  const [likeliest] = free;
  if (likeliest) found.push(await kept(likeliest.translation, prefix));
  for (const { translation, end } of free) {
    const ids = idsOf(
      model.target,
      translation.tokens.slice(0, end).map(({ text }) => text),
    );
    const one = await kept(translation, ids);
    if (!found.some((other) => word(other) === word(one))) found.push(one);
  }
  const least = found.reduce((fewest, one) => Math.min(fewest, broken(one)), Number.POSITIVE_INFINITY);
  return found.filter((one) => broken(one) === least).slice(0, count);
}

/** The place after the word that begins at `from`, without the marks that follow it. */
function endOfWord(
  { pieces }: TextTokenizer,
  ids: readonly number[],
  from: number,
  isOnePiece: boolean,
): number {
  let end = from + 1;
  if (isOnePiece) return end;
  // A space alone is the beginning of a word in pieces.
  while (end < ids.length && /^[\p{L}\p{N}\p{M}]/u.test(pieces[ids[end] as number] ?? '')) end++;
  return end;
}

/** Puts a suggestion at its place, unless a likelier one begins with the same word. */
function insert(found: Suggestion[], suggestion: Suggestion): void {
  const same = found.findIndex(({ word }) => word === suggestion.word);
  if (same >= 0 && (found[same] as Suggestion).logProbability >= suggestion.logProbability) return;
  if (same >= 0) found.splice(same, 1);
  const place = found.findIndex(({ logProbability }) => logProbability < suggestion.logProbability);
  found.splice(place < 0 ? found.length : place, 0, suggestion);
}
