/**
 * Whisper as what listens: windows of at most thirty seconds, each told its language or asked for it. A longer
 * sound is heard window by window; each next one begins where the last whole piece of text ended.
 */
import type { EncoderDecoderGraphs, SpeechTokens } from '../../../models/schema.ts';
import type { Decoder, Encoded } from '../decode/decoder.ts';
import { stopRunaway } from '../decode/logits.ts';
import { lengthBeforeRunaway } from '../decode/repetition.ts';
import { createLogMel } from '../input/log-mel.ts';
import type { Hearer } from './hearer.ts';
import { type HeardWord, shiftWords } from './recognise.ts';
import { hearLanguages, lookFirst } from './whisper-language.ts';
import { meanOf, type WindowModel, writeCarefully, writeWindow } from './whisper-window.ts';
import { wordsOf } from './whisper-words.ts';

/** A loaded model of Whisper's kind. */
export interface WhisperModel {
  readonly graphs: EncoderDecoderGraphs;
  readonly audio: NonNullable<EncoderDecoderGraphs['audio']>;
  readonly speech: SpeechTokens;
  readonly decoder: Decoder;
  encodeFeatures(features: Float32Array, bins: number): Promise<Encoded>;
  decodeText(ids: readonly number[]): string;
  tokenTexts(ids: readonly number[]): string[];
}

export interface WhisperWishes {
  /** BCP 47; null: it is found out. */
  readonly language: string | null;
  /** English words, whatever language is spoken. */
  readonly toEnglish: boolean;
}

/** Rounds of the same words that nobody says. */
const runaway = { maxPeriod: 24, minRounds: 4, minTokens: 12 };
/** More likely than this that nobody speaks, and the words are guessed: there are none. */
const noSpeech = 0.6;
const guessed = -1;
/** A window that settled less than this is not begun again. */
const leastProgressSeconds = 1;

/** Listens to one recording. */
export type OpenWhisper = () => Hearer;

/** @returns what opens a hearer for each recording */
export function createWhisper(model: WhisperModel, wishes: WhisperWishes): OpenWhisper {
  const { audio, graphs, speech } = model;
  const { sampleRateHz, samplesPerFrame, maxSeconds, features } = audio;
  if (features === undefined) throw new Error('the model reads no features');
  const logMel = createLogMel(features, sampleRateHz);
  const windowModel: WindowModel = {
    graphs,
    speech,
    decoder: model.decoder,
    rules: [stopRunaway(runaway)],
    spell: model.decodeText,
  };
  const windowSamples = Math.min(maxSeconds, features.seconds) * sampleRateHz;

  return () => {
    const heard = hearLanguages();

    async function hearWindow(
      samples: Float32Array,
      prefix: readonly number[],
      isCareful: boolean,
      signal: AbortSignal | undefined,
    ): Promise<{ words: HeardWord[]; end: number | null }> {
      if (signal?.aborted) throw signal.reason;
      const encoded = await model.encodeFeatures(logMel(samples), features?.bins ?? 0);
      const look = await lookFirst(model.decoder, encoded, graphs.tokens, speech, signal);
      const language = wishes.language ?? heard.choose(look);
      const settled = prefix.length > 0 ? [speech.timestamps.begin, ...prefix] : [];
      const write = isCareful ? writeCarefully : writeWindow;
      const task = wishes.toEnglish ? 'translate' : 'transcribe';
      const answer = await write(
        windowModel,
        encoded,
        { language, task, withTimes: true, prefix: settled },
        signal,
      );
      if (look.noSpeech > noSpeech && meanOf(answer) < guessed) return { words: [], end: null };
      const length = lengthBeforeRunaway(answer.ids, runaway);
      const found = wordsOf({
        answer: { ...answer, ids: answer.ids.slice(0, length) },
        prefix: settled,
        timestamps: speech.timestamps,
        endToken: graphs.tokens.end,
        seconds: samples.length / sampleRateHz,
        secondsPerFrame: samplesPerFrame / sampleRateHz,
        tokenTexts: model.tokenTexts,
      });
      if (isCareful && language !== null && found.words.length > 0) {
        heard.note(language, samples.length / sampleRateHz);
      }
      return found;
    }

    async function hearAll(
      samples: Float32Array,
      prefix: readonly number[],
      isCareful: boolean,
      signal: AbortSignal | undefined,
    ): Promise<HeardWord[]> {
      const all: HeardWord[] = [];
      for (let from = 0; from < samples.length; ) {
        const window = samples.subarray(from, from + windowSamples);
        const isLast = from + window.length >= samples.length;
        const { words, end } = await hearWindow(window, from === 0 ? prefix : [], isCareful, signal);
        const kept = isLast ? words : wholePieces(words, end);
        all.push(...shiftWords(kept, from / sampleRateHz));
        from += isLast ? window.length : nextWindow(kept, words, window.length);
      }
      return all;
    }

    /** How far the next window begins behind this one: where its words end, or behind it all. */
    function nextWindow(kept: readonly HeardWord[], words: readonly HeardWord[], length: number): number {
      const last = kept.at(-1);
      if (last === undefined || kept.length === words.length || last.end < leastProgressSeconds)
        return length;
      return Math.min(length, Math.round(last.end * sampleRateHz));
    }

    return {
      recognise: (samples, prefix, signal) => hearAll(samples, prefix, false, signal),
      hear: (samples, prefix, _, signal) => hearAll(samples, prefix, true, signal),
      detected: () => (wishes.language === null && !wishes.toEnglish ? heard.most() : null),
      language: () => {
        if (wishes.toEnglish) return 'en';
        return wishes.language ?? heard.most() ?? 'und';
      },
    };
  };
}

/** Without the last piece where the window breaks it off, unless it is the only one. */
function wholePieces(words: readonly HeardWord[], end: number | null): readonly HeardWord[] {
  if (end !== null) return words;
  let begin = words.length - 1;
  while (begin > 0 && words[begin]?.beginsPiece !== true) begin--;
  return begin > 0 ? words.slice(0, begin) : words;
}
