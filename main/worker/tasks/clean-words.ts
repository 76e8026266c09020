/**
 * A sentence by its words, and the sentence without some of them. Words are only ever left out; what is
 * mended is the marks that would dangle, the spaces, and the capital letter of the beginning.
 */
import type { CharacterRange } from '../../../preload/summary.ts';

/** What stands between spaces, with its marks. */
export interface SentenceWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Lower case without marks: "Don’t," → "don't"; empty for what is marks alone. */
  readonly plain: string;
}

export interface Shortened {
  readonly text: string;
  /** What of the sentence was left out, in order; the rest is `text`, but for the case of its first letter. */
  readonly removed: readonly CharacterRange[];
}

export function wordsOf(sentence: string): SentenceWord[] {
  return Array.from(sentence.matchAll(/\S+/g), ({ 0: text, index: start = 0 }) => ({
    text,
    start,
    end: start + text.length,
    plain: text
      .toLowerCase()
      .replaceAll('’', "'")
      .replace(/[^\p{L}\p{N}\p{M}'-]|^['-]+|['-]+$/gu, ''),
  }));
}

const dangling = /[,;:\u2013\u2014-]+$/;
const opening = /^["“‘'(¿¡[{]+/;
/** The mark that ends a sentence, and what closes behind it. */
const ending = /[.!?…]*["”’')\]}]*$/;

/**
 * The sentence without the words for which `keep` is false. Everything stands where nothing would be left.
 */
export function withoutWords(
  sentence: string,
  words: readonly SentenceWord[],
  keep: readonly boolean[],
): Shortened {
  const kept = words.flatMap((_, at) => (keep[at] === true ? [at] : []));
  if (kept.length === 0 || kept.length === words.length || kept.every((at) => words[at]?.plain === '')) {
    return { text: sentence, removed: [] };
  }
  const removed = [
    beforeFirst(words, kept),
    ...between(words, kept),
    behindLast(sentence, words, kept),
  ].filter(([from, to]) => from < to);
  return { text: withCapital(sentence, without(sentence, removed)), removed };
}

/** What is left when some ranges, in order, are taken out. */
export function without(sentence: string, removed: readonly CharacterRange[]): string {
  let at = 0;
  let text = '';
  for (const [from, to] of removed) {
    text += sentence.slice(at, from);
    at = to;
  }
  return text + sentence.slice(at);
}

/** An opening mark of the first word stays. */
function beforeFirst(words: readonly SentenceWord[], kept: readonly number[]): CharacterRange {
  const [first] = words;
  const next = words[kept[0] ?? 0];
  if (first === undefined || next === undefined || first === next) return [0, 0];
  const opened = opening.exec(first.text)?.[0].length ?? 0;
  return [first.start + opened, next.start];
}

function* between(words: readonly SentenceWord[], kept: readonly number[]): Generator<CharacterRange> {
  for (const [place, at] of kept.entries()) {
    const next = kept[place + 1];
    const word = words[at];
    if (next === undefined || word === undefined || next === at + 1) continue;
    const last = words[next - 1];
    // "the, uh, dog": the comma was there for the filler alone.
    const isApart = last?.text.endsWith(',') === true || words[at + 1]?.text.endsWith(',') === true;
    const comma = isApart && word.text.endsWith(',') ? 1 : 0;
    if (comma === 1) yield [word.end - 1, word.end];
    yield [words[at + 1]?.start ?? word.end, words[next]?.start ?? word.end];
  }
}

/** The sentence's own mark at its end stays; one that would dangle before it goes. */
function behindLast(
  sentence: string,
  words: readonly SentenceWord[],
  kept: readonly number[],
): CharacterRange {
  const at = kept.at(-1) ?? 0;
  const word = words[at];
  const last = words.at(-1);
  if (word === undefined || last === undefined || word === last) return [0, 0];
  const mark = ending.exec(sentence.slice(0, last.end))?.[0] ?? '';
  const end = last.end - mark.length;
  if (/[.!?…]["”’')\]}]*$/.test(word.text)) return [word.end, last.end];
  return [word.end - (dangling.exec(word.text)?.[0].length ?? 0), end];
}

/** A sentence that began with a capital letter does so still. */
function withCapital(before: string, text: string): string {
  const wasCapital = /^\P{L}*\p{Lu}/u.test(before);
  const first = /^\P{L}*/u.exec(text)?.[0].length ?? 0;
  const [letter = ''] = text.slice(first);
  // "iPhone" and "pH" are written as they are.
  const word = /^\S+/.exec(text.slice(first))?.[0] ?? '';
  if (!wasCapital || letter === letter.toUpperCase() || /.\p{Lu}/u.test(word)) return text;
  return text.slice(0, first) + letter.toUpperCase() + text.slice(first + letter.length);
}
