/**
 * A second hearing of what was heard badly. The model's front end is normalized over the whole clip,
 * so framing changes what it makes of noisy speech: with silence around it, word errors fell by an
 * eighth at 5 and 10 dB, while clear speech got worse. So only the doubtful is heard again, and the
 * likelier answer is kept.
 */
import { meanLogProbability } from './heard-segment.ts';
import { type HeardWord, type Recognise, shiftWords } from './recognise.ts';

/** Mean log-probability of a token below which an answer is doubtful; clear speech is near −0.07. */
const doubtful = -0.2;
/** Silence put before and after. */
const paddingSeconds = 0.3;

/** A recognizer that hears the doubtful twice. */
export function hearTwice(recognise: Recognise, sampleRateHz: number): Recognise {
  const padding = Math.round(paddingSeconds * sampleRateHz);
  return async (samples, prefix, signal) => {
    const first = await recognise(samples, prefix, signal);
    if (first.length > 0 && meanLogProbability(first) >= doubtful) return first;
    const padded = new Float32Array(samples.length + 2 * padding);
    padded.set(samples, padding);
    const second = await recognise(padded, prefix, signal);
    const isBetter = first.length === 0 || meanLogProbability(second) > meanLogProbability(first);
    if (second.length === 0 || !isBetter) return first;
    return within(shiftWords(second, -paddingSeconds), samples.length / sampleRateHz);
  };
}

/** Nothing was said in the silence that was put around. */
function within(words: readonly HeardWord[], seconds: number): HeardWord[] {
  return words.map((word) => ({
    ...word,
    start: Math.min(Math.max(word.start, 0), seconds),
    end: Math.min(Math.max(word.end, 0), seconds),
  }));
}
