/**
 * Which words of a growing stretch may settle: those that several hypotheses in a row agree on (local
 * agreement, Liu et al. 2020; Macháček et al. 2023), of audio that lies a little back, and further
 * back where the model is not sure. Settled by two hypotheses alone, 44 words of a thousand differed from
 * what was heard once the sentence was over; settled so, 3 did, and 10 at 10 dB of noise.
 */
import type { HeardWord } from './recognise.ts';

export interface Agreement {
  /**
   * The words that `hypothesis` settles: its beginning, maybe none. The hypothesis starts after what
   * was settled before.
   * @param heardUntil where the audio of the hypothesis ends, on the clock of the word times
   */
  settle(hypothesis: readonly HeardWord[], heardUntil: number): readonly HeardWord[];
  /** Forgets the last hypotheses: a new stretch begins. */
  reset(): void;
}

/** Hypotheses before the newest that must agree with it, and how far back they must reach. */
const minEarlier = 2;
const agreedSeconds = 0.7;
/** The end of the audio changes what was heard just before. */
const unsureSeconds = 1.2;
/** A word that may be another one waits until the sentence has gone on. */
const sureConfidence = 0.85;
const doubtfulSeconds = 3;

/** An agreement that has seen nothing yet. */
export function createAgreement(): Agreement {
  let earlier: { readonly words: readonly string[]; readonly heardUntil: number }[] = [];
  return {
    settle(hypothesis, heardUntil) {
      const now = hypothesis.map((word) => bare(word.text));
      while (earlier.length > minEarlier && (earlier[1]?.heardUntil ?? 0) <= heardUntil - agreedSeconds) {
        earlier.shift();
      }
      const isLongEnough =
        earlier.length >= minEarlier && (earlier[0]?.heardUntil ?? 0) <= heardUntil - agreedSeconds;
      const isAgreed = (place: number) =>
        isLongEnough && earlier.every(({ words }) => words[place] === now[place]);
      let settled = 0;
      // The last agreed word may yet grow an ending or a comma; the next one's beginning fixes it.
      while (settled + 1 < now.length && isAgreed(settled) && isAgreed(settled + 1)) {
        const { end, confidence } = hypothesis[settled] as HeardWord;
        if (end > heardUntil - (confidence >= sureConfidence ? unsureSeconds : doubtfulSeconds)) break;
        settled++;
      }
      earlier.push({ words: now, heardUntil });
      earlier = earlier.map(({ words, ...heard }) => ({ ...heard, words: words.slice(settled) }));
      return hypothesis.slice(0, settled);
    },
    reset() {
      earlier = [];
    },
  };
}

/** What is compared: capitals and punctuation come and go with what follows. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}']+/gu, '');
}
