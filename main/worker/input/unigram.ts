/**
 * Text → the likeliest pieces of a unigram vocabulary (Kudo 2018, "Subword Regularization"), by
 * Viterbi's algorithm. The library that reads the vocabulary does the same through a tree of maps,
 * which took a quarter of a cold start.
 */

/** A vocabulary as `tokenizer.json` holds it. */
export interface UnigramVocabulary {
  /** Logarithm of how likely each piece is. */
  readonly scores: readonly number[];
  /** The place of each piece. */
  readonly ids: ReadonlyMap<string, number>;
  /** The piece that stands for what there is no piece for. */
  readonly unknown: number;
}

/** How much less likely than any piece an unknown letter is (SentencePiece's kUnkPenalty). */
const unknownPenalty = 10;
const wordStart = '▁';

/** What cuts a normalized text, its spaces written `▁`, into pieces; unknown letters in a row are one piece. */
export function unigramEncoder({ scores, ids, unknown }: UnigramVocabulary): (text: string) => number[] {
  const unknownScore =
    scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY) - unknownPenalty;
  let longest = 1;
  let crossesWords = false;
  for (const piece of ids.keys()) {
    longest = Math.max(longest, piece.length);
    crossesWords ||= piece.includes(wordStart, 1);
  }
  /** Where the longest piece that may begin at `begin` ends. */
  const reach = (text: string, begin: number): number => {
    const end = Math.min(begin + longest, text.length);
    const next = crossesWords ? -1 : text.slice(begin + 1, end).indexOf(wordStart);
    return next < 0 ? end : begin + 1 + next;
  };

  return (text) => {
    const best = new Float64Array(text.length + 1).fill(Number.NEGATIVE_INFINITY);
    const begins = new Int32Array(text.length + 1);
    const pieces = new Int32Array(text.length + 1);
    const offer = (begin: number, end: number, id: number, score: number) => {
      const sum = (best[begin] as number) + score;
      if (sum <= (best[end] as number)) return;
      best[end] = sum;
      begins[end] = begin;
      pieces[end] = id;
    };
    best[0] = 0;
    for (let begin = 0, step = 0; begin < text.length; begin += step) {
      step = (text.codePointAt(begin) as number) > 0xffff ? 2 : 1;
      const last = Math.max(reach(text, begin), begin + step);
      let isKnown = false;
      for (let end = begin + step; end <= last; end++) {
        const id = ids.get(text.slice(begin, end));
        if (id === undefined) continue;
        isKnown ||= end === begin + step;
        offer(begin, end, id, scores[id] as number);
      }
      if (!isKnown) offer(begin, begin + step, unknown, unknownScore);
    }
    return spelled(begins, pieces, text.length, unknown);
  };
}

/** The pieces of the best way to the end, from its start. */
function spelled(begins: Int32Array, pieces: Int32Array, end: number, unknown: number): number[] {
  const ids: number[] = [];
  for (let at = end; at > 0; at = begins[at] as number) {
    const id = pieces[at] as number;
    if (id !== unknown || ids.at(-1) !== unknown) ids.push(id);
  }
  return ids.reverse();
}
