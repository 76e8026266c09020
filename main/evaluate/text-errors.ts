/** How far what was read is from what is written: the fewest changes of letters, and of words. */

export interface TextErrors {
  /** Letters, spaces between words included, and words of the reference. */
  readonly letters: number;
  readonly words: number;
  readonly letterErrors: number;
  readonly wordErrors: number;
}

/**
 * Compares as reading is usually judged: where lines end does not count, nor does the shape of quotation
 * marks, apostrophes and dashes; order, case and accents do.
 */
export function countTextErrors(reference: string, read: string): TextErrors {
  const [wanted, got] = [plain(reference), plain(read)];
  const [wantedWords, gotWords] = [wordsOf(wanted), wordsOf(got)];
  const [wantedLetters, gotLetters] = [[...wanted], [...got]];
  return {
    letters: wantedLetters.length,
    words: wantedWords.length,
    letterErrors: changes(wantedLetters, gotLetters),
    wordErrors: changes(wantedWords, gotWords),
  };
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** Levenshtein's distance. */
function changes(wanted: readonly string[], got: readonly string[]): number {
  let row = Uint32Array.from({ length: got.length + 1 }, (_, at) => at);
  for (const [at, one] of wanted.entries()) {
    const next = new Uint32Array(row.length);
    next[0] = at + 1;
    for (let column = 1; column < row.length; column++) {
      const replaced = (row[column - 1] as number) + (one === got[column - 1] ? 0 : 1);
      const dropped = Math.min(row[column] as number, next[column - 1] as number) + 1;
      next[column] = Math.min(replaced, dropped);
    }
    row = next;
  }
  return row[got.length] as number;
}
