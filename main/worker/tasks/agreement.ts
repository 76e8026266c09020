/**
 * Which words of a growing stretch may settle: those that two hypotheses in a row agree on, of audio
 * that lies a little back (local agreement, Liu et al. 2020; Macháček et al. 2023).
 */
import type { HeardWord } from './recognise.ts';

export interface Agreement {
  /**
   * The words that `hypothesis` settles: its beginning, maybe none. The hypothesis starts after what
   * was settled before.
   * @param heardUntil where the audio of the hypothesis ends, on the clock of the word times
   */
  settle(hypothesis: readonly HeardWord[], heardUntil: number): readonly HeardWord[];
  /** Forgets the last hypothesis: a new stretch begins. */
  reset(): void;
}

/** The end of the audio changes what was heard in its last moments. */
const unsureSeconds = 0.5;

/** An agreement that has seen nothing yet. */
export function createAgreement(): Agreement {
  let previous: readonly string[] = [];
  return {
    settle(hypothesis, heardUntil) {
      const now = hypothesis.map((word) => bare(word.text));
      let agreed = 0;
      while (agreed < now.length && now[agreed] === previous[agreed]) agreed++;
      // The last agreed word may yet grow an ending or a comma; the next one's beginning fixes it.
      let settled = 0;
      while (settled < agreed - 1 && (hypothesis[settled] as HeardWord).end <= heardUntil - unsureSeconds) {
        settled++;
      }
      previous = now.slice(settled);
      return hypothesis.slice(0, settled);
    },
    reset() {
      previous = [];
    },
  };
}

/** What is compared: capitals and punctuation come and go with what follows. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}']+/gu, '');
}
