/** What a recognizer of print made up: textures, icons and borders come out as odd signs of little confidence. */
import type { PlacedWord } from './reading-order.ts';

/** What a picture must be for its words to be believed: pages are full of print, photographs of all else. */
const doubts = {
  page: { sign: 75, oddWord: 30, line: 40 },
  photograph: { sign: 75, oddWord: 50, line: 65 },
};
/** Few letters in a photograph are as easily a pattern as a word: they must be sure. */
const fewLetters = 4;
const fewLettersLine = 88;
/** What a word, and a line, must have of letters and digits among its signs. */
const wordLetters = 0.3;
const lineLetters = 0.5;
const letter = /[\p{L}\p{M}\p{N}]/gu;

/**
 * The words that are print: single signs and odd words that were guessed are dropped, and lines that are
 * mostly guesses or mostly signs. A word of letters stays for the sake of its line, however unsure.
 */
export function legible(words: readonly PlacedWord[], from: keyof typeof doubts): PlacedWord[] {
  const least = doubts[from];
  const lines = new Map<string, PlacedWord[]>();
  for (const word of words) {
    const signs = [...word.text].length;
    if (signs === 1 && word.confidence < least.sign) continue;
    if (word.confidence < least.oddWord && (signs === 2 || letters(word.text) < wordLetters * signs))
      continue;
    const line = lines.get(word.line);
    if (line === undefined) lines.set(word.line, [word]);
    else line.push(word);
  }
  return [...lines.values()].filter((line) => isPrint(line, from)).flat();
}

function isPrint(line: readonly PlacedWord[], from: keyof typeof doubts): boolean {
  const text = line.map((word) => word.text).join('');
  if (letters(text) < lineLetters * [...text].length) return false;
  const sure = line.reduce((sum, word) => sum + word.confidence, 0) / line.length;
  if (from === 'photograph' && letters(text) < 2) return false;
  if (from === 'photograph' && letters(text) < fewLetters && sure < fewLettersLine) return false;
  return sure >= doubts[from].line;
}

function letters(text: string): number {
  return text.match(letter)?.length ?? 0;
}
