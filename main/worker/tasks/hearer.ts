/** What listens to one recording: it may learn as it goes (which language is spoken), so each has its own. */
import type { Segment } from '../../../preload/transcript.ts';
import type { Recognise } from './recognise.ts';
import { type HearCarefully, hearAgain } from './second-hearing.ts';

export interface Hearer {
  /** Quickly, for words that may still change. */
  readonly recognise: Recognise;
  /** For the end result. */
  readonly hear: HearCarefully;
  /** BCP 47: the language of what was heard so far; `und` where that is not known. */
  language(): string;
  /** The same where it was found out from the sound; null where it was told. */
  detected(): string | null;
}

/** The segment with its language, where that was found out. */
export function inLanguage(segment: Segment, hearer: Hearer): Segment {
  const language = hearer.detected();
  return language === null ? segment : { ...segment, language };
}

/** One that knows its language from the beginning. */
export function plainHearer(recognise: Recognise, language: string, sampleRateHz: number): Hearer {
  return {
    recognise,
    hear: hearAgain(recognise, sampleRateHz),
    language: () => language,
    detected: () => null,
  };
}
