/**
 * Dictation without sentence marks, cut where a sentence may have ended: at pauses of the speaker first, then
 * before words that begin something new.
 */
import type { CharacterRange, SummarySource } from '../../../preload/summary.ts';

/** A sentence of so many words that has nearly no marks is none. */
const longestWords = 45;
const wordsPerMark = 30;
/** However many marks it has. */
const longestOfAll = 160;
/** Of what is not written in words: characters. */
const longestCharacters = 1500;
/** A silence after which something new begins. */
const pauseSeconds = 0.5;
const fewestWords = 4;
const usualWords = 22;

const beginners = new Set(
  'and but so because then now anyway okay ok well also however'
    .split(' ')
    .concat(
      'e mas então porque depois agora portanto y pero entonces und aber dann weil et mais donc alors puis'.split(
        ' ',
      ),
    ),
);

interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The parts of a sentence; itself where it is a sentence.
 * @param how gets what it was cut by
 */
export function splitLong(
  { text, moments = [] }: SummarySource,
  range: CharacterRange,
  how: Set<'pauses' | 'length'>,
): CharacterRange[] {
  const words = wordsIn(text, range);
  if (!isTooLong(text, range, words)) return [range];
  const pauses = pausesIn(moments, range);
  const byPauses = cutAt(words, (word, count) => count >= fewestWords && pauses.has(word.start));
  if (byPauses.length > 1) how.add('pauses');
  return byPauses.flatMap((part) => {
    const whole: CharacterRange = [part[0]?.start ?? range[0], part.at(-1)?.end ?? range[1]];
    if (!isTooLong(text, whole, part)) return [whole];
    how.add('length');
    return cutByLength(text, part).map((some): CharacterRange => [some[0], some[1]]);
  });
}

function wordsIn(text: string, [from, to]: CharacterRange): Word[] {
  return Array.from(text.slice(from, to).matchAll(/\S+/g), ({ 0: word, index = 0 }) => ({
    start: from + index,
    end: from + index + word.length,
    text: word,
  }));
}

function isTooLong(text: string, [from, to]: CharacterRange, words: readonly Word[]): boolean {
  if (words.length > longestOfAll || to - from > longestCharacters) return true;
  if (words.length <= longestWords) return false;
  const marks = text.slice(from, to).match(/[,;:.!?…—–，。、؛،]/gu)?.length ?? 0;
  return words.length > wordsPerMark * (marks + 1);
}

/** The first characters of what was said behind a pause. */
function pausesIn(moments: NonNullable<SummarySource['moments']>, [from, to]: CharacterRange): Set<number> {
  const found = new Set<number>();
  for (const [at, moment] of moments.entries()) {
    const before = moments[at - 1];
    if (before === undefined || moment.range[0] <= from || moment.range[0] >= to) continue;
    if (moment.start - before.end >= pauseSeconds) found.add(moment.range[0]);
  }
  return found;
}

/** @param begins does a part begin with this word, when the part before has so many? */
function cutAt(words: readonly Word[], begins: (word: Word, count: number) => boolean): Word[][] {
  const parts: Word[][] = [];
  for (const [at, word] of words.entries()) {
    const last = parts.at(-1);
    const isLeft = words.length - at >= fewestWords;
    if (last === undefined || (isLeft && begins(word, last.length))) parts.push([word]);
    else last.push(word);
  }
  return parts;
}

function cutByLength(text: string, words: readonly Word[]): CharacterRange[] {
  const parts = cutAt(words, (word, count) => {
    if (count >= usualWords + usualWords / 2) return true;
    const before = text.slice(0, word.start).trimEnd().at(-1) ?? '';
    const isNew = beginners.has(word.text.toLowerCase().replace(/\P{L}/gu, ''));
    return count >= usualWords / 2 && (isNew || (count >= usualWords && /[,;:—–]/.test(before)));
  });
  return parts.flatMap((part) => piecesOf(text, [part[0]?.start ?? 0, part.at(-1)?.end ?? 0]));
}

/** Writing without spaces is cut by its own marks, or by length; never within a character. */
function piecesOf(text: string, [from, to]: CharacterRange): CharacterRange[] {
  if (to - from <= longestCharacters) return [[from, to]];
  const half = longestCharacters / 2;
  const pieces: CharacterRange[] = [];
  for (let at = from; at < to; ) {
    const window = text.slice(at, Math.min(to, at + longestCharacters));
    const mark = Math.max(...['，', '、', '；', ',', ' '].map((sign) => window.lastIndexOf(sign) + 1));
    let length = at + window.length >= to ? window.length : mark > half ? mark : window.length;
    if (/[\ud800-\udbff]/.test(window.charAt(length - 1)) && at + length < to) length--;
    pieces.push([at, at + length]);
    at += length;
  }
  return pieces.map(([start, end]): CharacterRange => {
    const part = text.slice(start, end);
    return [end - part.trimStart().length, start + part.trimEnd().length];
  });
}
