/** Says short things with a voice of this computer. Voices of a service are left alone: they would send the words away. */

export interface Voice {
  /** Has this computer a voice for English? */
  isThere(): boolean;
  /** Says `text` after ending what is being said; answers when it has been said or was stopped. */
  say(text: string): Promise<void>;
  /** Ends what is being said; false when nothing was. */
  stop(): boolean;
}

/** A voice that is given no end by its system is taken for silent after so long. */
const longestMs = 60_000;

/** The voice of one window. */
export function createVoice(synthesis: SpeechSynthesis | undefined = globalThis.speechSynthesis): Voice {
  let endNow: (() => void) | null = null;
  const own = () => {
    const fitting = (synthesis?.getVoices() ?? []).filter(
      ({ lang, localService }) => localService && lang.startsWith('en'),
    );
    return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
  };
  // Chromium tells its voices only after it was asked once.
  own();
  const stop = () => {
    if (endNow === null) return false;
    synthesis?.cancel();
    endNow();
    return true;
  };
  return {
    isThere: () => own() !== null,
    stop,
    say: (text) => {
      stop();
      const voice = own();
      if (synthesis === undefined || voice === null) return Promise.resolve();
      return new Promise((resolve) => {
        const utterance = new SpeechSynthesisUtterance(text);
        const end = () => {
          clearTimeout(timer);
          if (endNow === end) endNow = null;
          resolve();
        };
        const timer = setTimeout(end, longestMs);
        endNow = end;
        utterance.voice = voice;
        utterance.lang = voice.lang;
        utterance.onend = end;
        utterance.onerror = end;
        synthesis.speak(utterance);
      });
    },
  };
}
