/** What a recognizer of print made up: textures, icons and borders come out as odd signs of little confidence. */
import type { PlacedWord } from './reading-order.ts';

/** How sure, of 100, the recognizer must be of a word that looks odd, and of a line on average. */
const doubts = {
  page: { word: 30, line: 45 },
  photograph: { word: 50, line: 65 },
};
/** What a line must have of letters and digits among its signs. */
const leastLetters = 0.5;
const letter = /[\p{L}\p{M}\p{N}]/gu;

/** The words that are print: lines that are mostly signs or mostly guessed are dropped whole. */
export function legible(words: readonly PlacedWord[], from: keyof typeof doubts): PlacedWord[] {
  const least = doubts[from];
  const lines = new Map<string, PlacedWord[]>();
  for (const word of words) {
    if (word.confidence < least.word && isOdd(word.text)) continue;
    const line = lines.get(word.line);
    if (line === undefined) lines.set(word.line, [word]);
    else line.push(word);
  }
  return [...lines.values()].filter((line) => isPrint(line, least.line, from)).flat();
}

/** One or two letters, or signs for the most part: what icons and borders are taken for. */
function isOdd(text: string): boolean {
  const signs = [...text].length;
  return signs <= 2 || (text.match(letter)?.length ?? 0) < leastLetters * signs;
}

function isPrint(line: readonly PlacedWord[], least: number, from: keyof typeof doubts): boolean {
  const text = line.map((word) => word.text).join('');
  const letters = text.match(letter)?.length ?? 0;
  // Longer words count for more: a lone letter is easily seen in a twig.
  const sure = line.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / text.length;
  if (from === 'photograph' && letters < 2) return false;
  return sure >= least && letters >= leastLetters * [...text].length;
}
