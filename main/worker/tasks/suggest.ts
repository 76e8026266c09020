/** Other words for a place in a translation, each with the rest of the sentence written anew after it. */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Hypothesis, LogitsRule } from '../decode/decoder.ts';
import { forcePrefix, readPrefix } from '../decode/logits.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';
import {
  type ReadSentence,
  readSentence,
  type SentenceOptions,
  type TranslationModel,
  translationOf,
} from './translate-sentence.ts';

/** A token that a next word may begin with. */
interface Beginning {
  readonly id: number;
  readonly logProbability: number;
}

interface Suggestion {
  readonly word: string;
  readonly logProbability: number;
  readonly hypothesis: Hypothesis;
}

/** Written without spaces between words: a piece is as good a word as can be had. */
const spaceless = new Set(['zh', 'ja', 'th', 'lo', 'km', 'my']);
/** Beginnings tried for each word wanted: some make the same word, or one that nobody would say. */
const beginningsPerWord = 3;
/** Less likely words, as natural logarithms, are no help. */
const leastLogProbability = -12;

/** The `count` likeliest words after the tokens `before`, each with the best rest; see `TranslationEngine.suggest`. */
export async function suggestWords(
  model: TranslationModel,
  text: string,
  before: readonly string[],
  count: number,
  { signal }: SentenceOptions,
): Promise<SentenceTranslation[]> {
  const prefix = idsOf(model.target, before);
  const sentence = await readSentence(model, text, prefix);
  if (sentence === null) return [];
  const found: Suggestion[] = [];
  for (const beginning of await beginnings(model, sentence, prefix, count * beginningsPerWord, signal)) {
    // A word is no likelier than its beginning.
    if (found.length >= count && beginning.logProbability < (found[count - 1]?.logProbability ?? 0)) break;
    insert(found, await goOn(model, sentence, [...prefix, beginning.id], signal));
  }
  return found.slice(0, count).map(({ hypothesis }) => translationOf(model, sentence, [hypothesis]));
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
  model: TranslationModel,
  { encoded, limits }: ReadSentence,
  prefix: readonly number[],
  count: number,
  signal: AbortSignal | undefined,
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
  await finish(decode(model.decoder, encoded, search, [forcePrefix(prefix), read], signal));
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
  model: TranslationModel,
  { encoded, limits }: ReadSentence,
  prefix: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Suggestion> {
  const own: number[] = [];
  const search = { kind: 'greedy', ...limits } as const;
  const rules = [readPrefix(prefix, own), forcePrefix(prefix)];
  const [hypothesis] = await finish(decode(model.decoder, encoded, search, rules, signal));
  if (hypothesis === undefined) throw new Error('a search without an answer');
  const logProbabilities = hypothesis.logProbabilities.map((value, place) => own[place] ?? value);
  const { to, target } = model;
  const from = prefix.length - 1;
  const end = endOfWord(target, hypothesis.ids, from, spaceless.has(languageOf(to)));
  return {
    word: target.decode(hypothesis.ids.slice(from, end)).toLowerCase(),
    logProbability: logProbabilities.slice(from, end).reduce((sum, value) => sum + value, 0),
    hypothesis: { ...hypothesis, logProbabilities },
  };
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
