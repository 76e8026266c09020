/**
 * How far an answer has come with the phrases that it must hold. Where the decoder tells what it looks
 * at, a phrase is preferred at the place where that is what it stands for (alignment as a guide: Chen
 * et al. 2021, "Lexically Constrained Neural Machine Translation with Explicit Alignment Guidance").
 */
import type { RequiredPhrase } from './decoder.ts';

/** How far an answer has come. */
export interface Progress {
  readonly met: readonly boolean[];
  /** Ways that were begun and may be gone on with: phrase, way, tokens written. */
  readonly open: readonly (readonly [phrase: number, way: number, written: number])[];
  /** The phrase whose last token was just written; -1 where none was. */
  readonly justMet: number;
  /**
   * What is added to the sum of log-probabilities for comparing answers: most of what the phrases
   * themselves cost is given back, as every answer must pay it; what is paid is that a phrase stands
   * where it does not belong.
   */
  readonly guidance: number;
  /** How much of that is for a phrase that is not whole yet, and is lost if it is not gone on with. */
  readonly pending: number;
}

/** Weight of a look elsewhere, and the least share of looks that counts. */
const guidanceWeight = 3;
const leastShare = 0.02;
/** The share of its first token's cost that a phrase pays, and the most it pays: some places suit it better. */
const entryShare = 0.5;
const mostEntry = 5;

/** Before the first token. */
export function noProgress(required: readonly RequiredPhrase[]): Progress {
  return { met: required.map(() => false), open: [], justMet: -1, guidance: 0, pending: 0 };
}

export function isMet({ met }: Progress): boolean {
  return met.every((one) => one);
}

/** A token that was written, and what the decoder looked at for it. */
export interface Written {
  readonly token: number;
  readonly logProbability: number;
  readonly looks?: Float32Array | undefined;
}

/** After a token was written behind `ids`. */
export function advanced(
  progress: Progress,
  required: readonly RequiredPhrase[],
  ids: readonly number[],
  { token, logProbability, looks }: Written,
): Progress {
  const isNext = ([phrase, way, written]: Progress['open'][number]) =>
    required[phrase]?.ways[way]?.ids[written] === token;
  const goneOn = progress.open.filter(isNext);
  const begun = beginnings(progress, required, ids).filter(isNext);
  const open = [...goneOn, ...begun].map(([phrase, way, written]) => [phrase, way, written + 1] as const);
  let { guidance, pending } = progress;
  if (goneOn.length === 0) {
    guidance -= pending;
    pending = 0;
  }
  if (open.length > 0) {
    const pays = goneOn.length > 0 ? 0 : Math.max(-mostEntry, entryShare * logProbability);
    const gain = pays - logProbability + (goneOn.length > 0 ? 0 : placeOf(required, begun, looks));
    guidance += gain;
    pending += gain;
  }
  const done = open.find(([phrase, way, written]) => written === required[phrase]?.ways[way]?.ids.length);
  if (done === undefined) return { met: progress.met, open, justMet: -1, guidance, pending };
  const [justMet] = done;
  const met = progress.met.map((one, phrase) => one || phrase === justMet);
  return { met, open: [], justMet, guidance, pending: 0 };
}

/** The ways of unmet phrases that may begin behind `ids`. */
function beginnings(
  { met }: Progress,
  required: readonly RequiredPhrase[],
  ids: readonly number[],
): Progress['open'][number][] {
  return required.flatMap(({ ways }, phrase) =>
    met[phrase]
      ? []
      : ways.flatMap(({ mayFollow }, way) => (mayFollow?.(ids) === false ? [] : [[phrase, way, 0] as const])),
  );
}

/** What unmet phrases can go on with, or begin with, behind `ids`. */
export function nextTokens(
  progress: Progress,
  required: readonly RequiredPhrase[],
  ids: readonly number[],
): number[] {
  return [...progress.open, ...beginnings(progress, required, ids)].flatMap(
    ([phrase, way, written]) => required[phrase]?.ways[way]?.ids[written] ?? [],
  );
}

/** How well a phrase stands here, at most 0: the best of those that begin with the same token. */
function placeOf(
  required: readonly RequiredPhrase[],
  begun: readonly Progress['open'][number][],
  looks: Float32Array | undefined,
): number {
  if (looks === undefined) return 0;
  const shares = begun.map(([phrase]) => {
    const places = required[phrase]?.places;
    return places ? places.reduce((sum, place) => sum + (looks[place] ?? 0), 0) : 1;
  });
  return guidanceWeight * Math.log(Math.min(1, Math.max(leastShare, ...shares)));
}

/**
 * Phrases written or begun: answers are compared with those that have as many. (The tokens within a
 * phrase need no banks of their own, as their cost is given back.)
 */
export function bankOf({ met, open }: Progress): number {
  return met.filter((one) => one).length + (open.length > 0 ? 1 : 0);
}

/** Tokens that must be written yet, at the least. */
export function tokensLeft({ met, open }: Progress, required: readonly RequiredPhrase[]): number {
  const left = required.reduce((sum, phrase, index) => sum + (met[index] ? 0 : longest(phrase)), 0);
  return left - open.reduce((most, [, , written]) => Math.max(most, written), 0);
}

function longest({ ways }: RequiredPhrase): number {
  return ways.reduce((most, { ids }) => Math.max(most, ids.length), 0);
}
