/**
 * ROUGE-1, ROUGE-2 and ROUGE-L (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries") as Google's
 * `rouge-score` counts them with stemming: letters and digits of ASCII, words of more than three letters stemmed,
 * the F1 of each.
 */
import { stemOf } from './porter.ts';

export interface Rouge {
  /** 0–1. */
  readonly rouge1: number;
  readonly rouge2: number;
  readonly rougeL: number;
}

export const rougeSignature = 'rouge-score, stemming, F1, the best of the references';

export function rougeTokens(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.map((word) => (word.length > 3 ? stemOf(word) : word));
}

/** Of one summary; of several references the best, each measure by itself. */
export function rouge(summary: string, references: readonly string[]): Rouge {
  const own = rougeTokens(summary);
  const scores = references.map((reference) => scoreOf(own, rougeTokens(reference)));
  const best = (measure: keyof Rouge) => scores.reduce((most, score) => Math.max(most, score[measure]), 0);
  return { rouge1: best('rouge1'), rouge2: best('rouge2'), rougeL: best('rougeL') };
}

function scoreOf(own: readonly string[], reference: readonly string[]): Rouge {
  return {
    rouge1: ofNgrams(own, reference, 1),
    rouge2: ofNgrams(own, reference, 2),
    rougeL: f1(longestCommon(own, reference), own.length, reference.length),
  };
}

function ofNgrams(own: readonly string[], reference: readonly string[], size: number): number {
  const [mine, theirs] = [counted(own, size), counted(reference, size)];
  let shared = 0;
  for (const [ngram, count] of mine) shared += Math.min(count, theirs.get(ngram) ?? 0);
  return f1(shared, Math.max(0, own.length - size + 1), Math.max(0, reference.length - size + 1));
}

function counted(tokens: readonly string[], size: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + size <= tokens.length; at++) {
    const ngram = tokens.slice(at, at + size).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

function f1(shared: number, own: number, reference: number): number {
  if (shared === 0) return 0;
  const [precision, recall] = [shared / own, shared / reference];
  return (2 * precision * recall) / (precision + recall);
}

/** Length of the longest common subsequence. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = new Uint32Array(other.length + 1);
  for (const word of one) {
    const next = new Uint32Array(other.length + 1);
    for (let at = 1; at <= other.length; at++) {
      next[at] =
        other[at - 1] === word
          ? (row[at - 1] as number) + 1
          : Math.max(row[at] as number, next[at - 1] as number);
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
