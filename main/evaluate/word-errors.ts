/** Word errors: the fewest substitutions, insertions and deletions that make the reference into what was heard. */

export interface WordErrors {
  /** Words of the reference. */
  readonly words: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
}

interface Path {
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  readonly cost: number;
}

const start: Path = { substitutions: 0, insertions: 0, deletions: 0, cost: 0 };

/** Aligns two lists of words (Levenshtein distance); of equal ways the one with more substitutions counts. */
export function countWordErrors(reference: readonly string[], heard: readonly string[]): WordErrors {
  let row: Path[] = [start];
  for (const _ of heard) row.push(inserted(row[row.length - 1] as Path));
  for (const word of reference) {
    const next: Path[] = [deleted(row[0] as Path)];
    heard.forEach((other, column) => {
      const diagonal = row[column] as Path;
      const ways = [
        word === other ? diagonal : substituted(diagonal),
        deleted(row[column + 1] as Path),
        inserted(next[column] as Path),
      ];
      next.push(ways.reduce((best, way) => (way.cost < best.cost ? way : best)));
    });
    row = next;
  }
  const { substitutions, insertions, deletions } = row[heard.length] as Path;
  return { words: reference.length, substitutions, insertions, deletions };
}

/** The sum over several recordings. */
export function addWordErrors(all: readonly WordErrors[]): WordErrors {
  const sum = (field: keyof WordErrors) => all.reduce((total, errors) => total + errors[field], 0);
  return {
    words: sum('words'),
    substitutions: sum('substitutions'),
    insertions: sum('insertions'),
    deletions: sum('deletions'),
  };
}

/** Errors per word of the reference; may be above 1. Not a number where there are no words. */
export function wordErrorRate({ words, substitutions, insertions, deletions }: WordErrors): number {
  return (substitutions + insertions + deletions) / words;
}

function substituted(path: Path): Path {
  return { ...path, substitutions: path.substitutions + 1, cost: path.cost + 1 };
}

function inserted(path: Path): Path {
  return { ...path, insertions: path.insertions + 1, cost: path.cost + 1 };
}

function deleted(path: Path): Path {
  return { ...path, deletions: path.deletions + 1, cost: path.cost + 1 };
}
