/**
 * Which words of a growing stretch may settle: those that several hypotheses in a row agree on (local
 * agreement, Liu et al. 2020; Macháček et al. 2023), of audio that lies a little back, and further
 * back where the model is not sure. Of the words settled so while somebody speaks, three in a thousand
 * differ from what is heard once the sentence is over; with two hypotheses and nothing else it is 44.
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

/** Hypotheses that must agree. */
const rounds = 3;
/** The end of the audio changes what was heard in its last moments. */
const unsureSeconds = 0.5;
/** A word that may be another one waits until the sentence has gone on. */
const sureConfidence = 0.9;
const doubtfulSeconds = 3;

/** An agreement that has seen nothing yet. */
export function createAgreement(): Agreement {
  let earlier: (readonly string[])[] = [];
  return {
    settle(hypothesis, heardUntil) {
      const now = hypothesis.map((word) => bare(word.text));
      const isAgreed = (place: number) =>
        earlier.length === rounds - 1 && earlier.every((words) => words[place] === now[place]);
      let settled = 0;
      // The last agreed word may yet grow an ending or a comma; the next one's beginning fixes it.
      while (settled + 1 < now.length && isAgreed(settled) && isAgreed(settled + 1)) {
        const { end, confidence } = hypothesis[settled] as HeardWord;
        if (end > heardUntil - (confidence >= sureConfidence ? unsureSeconds : doubtfulSeconds)) break;
        settled++;
      }
      earlier = [...earlier, now].slice(1 - rounds).map((words) => words.slice(settled));
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
