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
import { type HeardLanguages, hearLanguages, lookFirst } from './whisper-language.ts';
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

/** All that one recording is heard with. */
interface Ear {
  readonly model: WhisperModel;
  readonly wishes: WhisperWishes;
  readonly window: WindowModel;
  readonly encode: (samples: Float32Array) => Promise<Encoded>;
  readonly languages: HeardLanguages;
}

/** How a sound is heard, and what of its words are settled. */
interface Manner {
  readonly prefix: readonly number[];
  /** For the end result, not for words that may still change. */
  readonly isCareful: boolean;
  readonly signal: AbortSignal | undefined;
}

/** @returns what opens a hearer for each recording */
export function createWhisper(model: WhisperModel, wishes: WhisperWishes): () => Hearer {
  const { audio, graphs, speech, decoder } = model;
  const { features } = audio;
  if (features === undefined) throw new Error('the model reads no features');
  const logMel = createLogMel(features, audio.sampleRateHz);
  const window = { graphs, speech, decoder, rules: [stopRunaway(runaway)], spell: model.decodeText };
  const encode = (samples: Float32Array) => model.encodeFeatures(logMel(samples), features.bins);
  return () => {
    const languages = hearLanguages();
    const ear: Ear = { model, wishes, window, encode, languages };
    return {
      recognise: (samples, prefix, signal) => hearAll(ear, samples, { prefix, isCareful: false, signal }),
      hear: (samples, prefix, _, signal) => hearAll(ear, samples, { prefix, isCareful: true, signal }),
      detected: () => (wishes.language === null && !wishes.toEnglish ? languages.most() : null),
      language: () => (wishes.toEnglish ? 'en' : (wishes.language ?? languages.most() ?? 'und')),
    };
  };
}

async function hearAll(ear: Ear, samples: Float32Array, manner: Manner): Promise<HeardWord[]> {
  const { sampleRateHz, maxSeconds } = ear.model.audio;
  const words: HeardWord[] = [];
  for (let from = 0; from < samples.length; ) {
    const window = samples.subarray(from, from + maxSeconds * sampleRateHz);
    const seconds = window.length / sampleRateHz;
    const isLast = from + window.length >= samples.length;
    const heard = await hearWindow(ear, window, from === 0 ? manner : { ...manner, prefix: [] });
    const isWhole = isLast && !heard.isCut;
    const next = isWhole || heard.goesOnFrom < leastProgressSeconds ? seconds : heard.goesOnFrom;
    const kept = heard.words.filter(({ start }) => isWhole || start < next || next === seconds);
    words.push(...shiftWords(kept, from / sampleRateHz));
    from += Math.round(next * sampleRateHz);
  }
  return words;
}

interface HeardWindow {
  readonly words: readonly HeardWord[];
  /** Seconds into the window: what lies behind was not heard to its end. */
  readonly goesOnFrom: number;
  /** The answer was as long as it may be. */
  readonly isCut: boolean;
}

async function hearWindow(
  { model, wishes, window, encode, languages }: Ear,
  samples: Float32Array,
  { prefix, isCareful, signal }: Manner,
): Promise<HeardWindow> {
  if (signal?.aborted) throw signal.reason;
  const { graphs, speech, audio } = model;
  const seconds = samples.length / audio.sampleRateHz;
  const encoded = await encode(samples);
  const look = await lookFirst(model.decoder, encoded, graphs.tokens, speech, signal);
  const language = wishes.language ?? languages.choose(look);
  const settled = prefix.length > 0 ? [speech.timestamps.begin, ...prefix] : [];
  const task = wishes.toEnglish ? 'translate' : 'transcribe';
  const write = isCareful ? writeCarefully : writeWindow;
  const answer = await write(window, encoded, { language, task, withTimes: true, prefix: settled }, signal);
  if (look.noSpeech > noSpeech && meanOf(answer) < guessed) {
    return { words: [], goesOnFrom: seconds, isCut: false };
  }
  const length = lengthBeforeRunaway(answer.ids, runaway);
  const { words, goesOnFrom } = wordsOf({
    answer: { ...answer, ids: answer.ids.slice(0, length) },
    prefix: settled,
    timestamps: speech.timestamps,
    endToken: graphs.tokens.end,
    seconds,
    secondsPerFrame: audio.samplesPerFrame / audio.sampleRateHz,
    tokenTexts: model.tokenTexts,
  });
  if (isCareful && language !== null && words.length > 0) languages.note(language, seconds);
  return { words, goesOnFrom, isCut: answer.ending === 'cap' && length === answer.ids.length };
}
