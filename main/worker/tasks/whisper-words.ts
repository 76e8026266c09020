/**
 * Whisper's tokens → words with times. Where the graph tells what the decoder looked at, a word lasts as long
 * as its tokens were listened to (word-times.ts); where it does not, the words of a piece share its time by
 * their length in letters, which is right to a few tenths of a second in even speech and no better.
 */
import type { SpeechTokens } from '../../../models/schema.ts';
import type { Hypothesis } from '../decode/decoder.ts';
import type { HeardWord } from './recognise.ts';
import { type FrameSpan, tokenSpans } from './word-times.ts';

/** What was written of a window, and how to read it. */
export interface Written {
  readonly answer: Pick<Hypothesis, 'ids' | 'logProbabilities' | 'attention'>;
  /** Tokens that the answer goes on from; the first may be a time. */
  readonly prefix: readonly number[];
  readonly timestamps: SpeechTokens['timestamps'];
  readonly endToken: number;
  /** Of the window. */
  readonly seconds: number;
  /** Of sound for one place that the decoder looks at. */
  readonly secondsPerFrame: number;
  /** What each token of a text adds to it; one that only begins a letter adds nothing. */
  tokenTexts(ids: readonly number[]): string[];
}

/** Text between two times, in seconds of the window. */
interface Piece {
  readonly start: number;
  /** Null where the answer breaks off within it. */
  end: number | null;
  /** Places among prefix and answer. */
  readonly places: number[];
}

/**
 * The words behind the prefix, and from where on, in seconds of the window, there is more to hear: from the
 * last piece, where it has no end, from the beginning of another one, where no words follow it, else from the
 * window's end.
 */
export function wordsOf(written: Written): { words: HeardWord[]; goesOnFrom: number } {
  const { prefix, answer } = written;
  const ids = [...prefix, ...answer.ids];
  const pieces = piecesOf(ids, written);
  const times = attentionTimes(ids, written);
  const words = pieces.flatMap((piece) => {
    const runs = runsOf(piece.places, written.tokenTexts(piece.places.map((place) => ids[place] as number)));
    const shared = shareTime(runs, piece.start, piece.end ?? written.seconds);
    return runs.flatMap((run, index): HeardWord[] => {
      const [first = 0] = run.places;
      if (first < prefix.length) return [];
      const own = run.places.map((place) => answer.logProbabilities[place - prefix.length] ?? 0);
      const [start, end] = times === null ? (shared[index] as Span) : spanOf(run, times, piece, written);
      return [
        {
          text: run.text,
          start: Math.min(start, written.seconds),
          end: Math.min(end, written.seconds),
          confidence: Math.exp(own.reduce((sum, value) => sum + value, 0)),
          ids: run.places.map((place) => ids[place] as number),
          logProbabilities: own,
          ...(index === 0 ? { beginsPiece: true } : {}),
          ...(run.isGlued ? { isGlued: true } : {}),
        },
      ];
    });
  });
  return { words, goesOnFrom: goesOnFrom(ids, pieces, written) };
}

function goesOnFrom(ids: readonly number[], pieces: readonly Piece[], written: Written): number {
  const { timestamps, seconds } = written;
  const last = pieces.at(-1);
  if (last?.end === null) return last.start;
  const [before = 0, newest = 0] = ids.slice(-2);
  const isOpen = before >= timestamps.begin && newest >= timestamps.begin;
  return isOpen ? Math.min(seconds, (newest - timestamps.begin) * timestamps.stepSeconds) : seconds;
}

type Span = readonly [number, number];

function piecesOf(
  ids: readonly number[],
  { timestamps: { begin, stepSeconds }, endToken }: Written,
): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece | null = null;
  let reached = 0;
  for (const [place, id] of ids.entries()) {
    if (id >= begin) {
      reached = (id - begin) * stepSeconds;
      if (open !== null) open.end = reached;
      open = null;
    } else if (id < endToken) {
      if (open === null) {
        open = { start: reached, end: null, places: [] };
        pieces.push(open);
      }
      open.places.push(place);
    }
  }
  return pieces;
}

/** Tokens that make one word, its punctuation included. */
interface Run {
  readonly text: string;
  readonly places: readonly number[];
  /** Of its places, those that are more than punctuation. */
  readonly spoken: readonly number[];
  /** No space stands before it: scripts that are written without. */
  readonly isGlued: boolean;
}

const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー]/u;

const longestPhrase = 16;

/** A word begins with a space; a phrase of a script that has none between words, behind another. */
function runsOf(places: readonly number[], texts: readonly string[]): Run[] {
  const runs: { text: string; places: number[]; spoken: number[]; isGlued: boolean }[] = [];
  let held: number[] = [];
  texts.forEach((text, index) => {
    held.push(places[index] as number);
    if (text === '') return;
    const isSpoken = /[\p{L}\p{N}\p{M}]/u.test(text);
    const last = runs.at(-1);
    const begins =
      isSpoken && (/^\s/.test(text) || (unspaced.test(text) && last !== undefined && isFull(last)));
    const opens = /^\s+[\p{Pi}\p{Ps}"'¿¡]+$/u.test(text);
    if (last === undefined || begins || opens) {
      const isJoined = last !== undefined && last.spoken.length === 0;
      if (isJoined) append(last, text, held, isSpoken);
      else {
        const isGlued = last !== undefined && !/^\s/.test(text);
        runs.push({ text: text.trimStart(), places: held, spoken: isSpoken ? held : [], isGlued });
      }
    } else append(last, text, held, isSpoken);
    held = [];
  });
  if (held.length > 0) runs.at(-1)?.places.push(...held);
  return runs.filter(({ spoken }) => spoken.length > 0);
}

/** Without spaces a phrase stands for a word: to its comma or full stop, or so long. */
function isFull({ text }: { readonly text: string }): boolean {
  return /[\p{P}]$/u.test(text) || text.length >= longestPhrase;
}

function append(
  run: { text: string; places: number[]; spoken: number[] },
  text: string,
  places: readonly number[],
  isSpoken: boolean,
): void {
  run.text += text;
  run.places = [...run.places, ...places];
  if (isSpoken) run.spoken = [...run.spoken, ...places];
}

function shareTime(runs: readonly Run[], start: number, end: number): Span[] {
  const total = runs.reduce((sum, { text }) => sum + text.length, 0);
  let reached = start;
  return runs.map(({ text }) => {
    const from = reached;
    reached += ((end - start) * text.length) / total;
    return [from, reached] as const;
  });
}

/** The frames of each text token of the answer; null where the decoder does not tell what it looks at. */
function attentionTimes(
  ids: readonly number[],
  { answer, prefix, timestamps, endToken, seconds, secondsPerFrame }: Written,
): ReadonlyMap<number, FrameSpan> | null {
  const places = [...ids.keys()].filter((place) => {
    const id = ids[place] as number;
    return place >= prefix.length && id < endToken && id < timestamps.begin;
  });
  // What lies behind the sound is silence that was put there.
  const frames = Math.max(1, Math.ceil(seconds / secondsPerFrame));
  const rows = places.flatMap((place) => answer.attention[place - prefix.length]?.subarray(0, frames) ?? []);
  if (rows.length === 0 || rows.length < places.length) return null;
  const spans = tokenSpans(rows);
  return new Map(places.map((place, index) => [place, spans[index] as FrameSpan]));
}

/** A word lasts from its first token to the last that is not punctuation, within its piece. */
function spanOf(
  { places, spoken }: Run,
  times: ReadonlyMap<number, FrameSpan>,
  piece: Piece,
  { seconds, secondsPerFrame }: Written,
): Span {
  const [from, to] = [piece.start, piece.end ?? seconds];
  const first = times.get(places[0] as number)?.from ?? 0;
  const last = times.get(spoken.at(-1) ?? (places[0] as number))?.to ?? 0;
  const within = (time: number) => Math.min(Math.max(time, from), to);
  return [within(first * secondsPerFrame), within(last * secondsPerFrame)];
}
