/**
 * Further hearings of what was heard badly. The model's front end is normalized over the whole clip,
 * so framing changes what it makes of speech: with silence around it, word errors in noise at 5 and
 * 10 dB fell by an eighth, while clear speech got worse; a word or two with a pause around them often
 * give nothing at all, and the same words alone are heard. So only the doubtful is heard again.
 */
import { meanLogProbability } from './heard-segment.ts';
import { type HeardWord, type Recognise, shiftWords } from './recognise.ts';

/** Where the speech lies that words are wanted of, in seconds from the first sample. */
export interface Speech {
  readonly start: number;
  readonly end: number;
}

/** As `Recognise`, for the end result: told where the new speech is. */
export type HearCarefully = (
  samples: Float32Array,
  prefix: readonly number[],
  speech: Speech,
  signal: AbortSignal | undefined,
) => Promise<HeardWord[]>;

/** Mean log-probability of a token below which an answer is doubtful; clear speech is near −0.07. */
const doubtful = -0.2;
/** Silence put before and after. */
const paddingSeconds = 0.3;
/** Less speech than this may be no word, or the end of one that is settled already. */
const minWordSeconds = 0.3;
/** What is left before and after speech that is heard alone. */
const marginSeconds = 0.05;

/** Hears the doubtful twice, and what gave no word a third time. */
export function hearAgain(recognise: Recognise, sampleRateHz: number): HearCarefully {
  const padding = Math.round(paddingSeconds * sampleRateHz);
  return async (samples, prefix, speech, signal) => {
    const first = await recognise(samples, prefix, signal);
    const isClear = first.length > 0 && meanLogProbability(first) >= doubtful;
    if (isClear || speech.end - speech.start < minWordSeconds) return first;
    const padded = new Float32Array(samples.length + 2 * padding);
    padded.set(samples, padding);
    const second = shiftWords(await recognise(padded, prefix, signal), -paddingSeconds);
    const better = likelier(first, second);
    if (better.length > 0) return within(better, samples.length / sampleRateHz);
    const from = Math.max(0, Math.floor((speech.start - marginSeconds) * sampleRateHz));
    const alone = samples.slice(from, Math.ceil((speech.end + marginSeconds) * sampleRateHz));
    return shiftWords(await recognise(alone, [], signal), from / sampleRateHz);
  };
}

function likelier(first: readonly HeardWord[], second: readonly HeardWord[]): readonly HeardWord[] {
  if (first.length === 0) return second;
  return second.length > 0 && meanLogProbability(second) > meanLogProbability(first) ? second : first;
}

/** Nothing was said in the silence that was put around. */
function within(words: readonly HeardWord[], seconds: number): HeardWord[] {
  return words.map((word) => ({
    ...word,
    start: Math.min(Math.max(word.start, 0), seconds),
    end: Math.min(Math.max(word.end, 0), seconds),
  }));
}
