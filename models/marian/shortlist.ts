/**
 * The lexical shortlist (`lex.*.s2t.bin`): for each source token, the target tokens that it is likely
 * to become. A decoder that looks at these alone gives nearly the same translation in a fraction of
 * the time.
 */
import { corrupt } from './read-model.ts';

export interface Shortlist {
  /** How many of the most frequent target tokens are always looked at. */
  readonly first: number;
  /** Target tokens of source token `i` are `entries[offsets[i]]` to `entries[offsets[i + 1] - 1]`. */
  readonly offsets: Float64Array;
  readonly entries: Uint32Array;
}

const magic = 0xf11a48d5013417f5n;
const headerNumbers = 6;
/** Marian's kernels work on eight columns at once; the filling is part of what its outputs are. */
const multiple = 8;

/**
 * Reads the file's bytes.
 * @param targetTokens how many tokens the target has
 * @throws ParolaError `model-corrupt` where they are no shortlist, or one of another vocabulary
 */
export function readShortlist(file: Uint8Array, sourceTokens: number, targetTokens: number): Shortlist {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < headerNumbers * 8 || view.getBigUint64(0, true) !== magic) throw wrong('is none');
  // The second number is a checksum; an install has compared the file's SHA-256.
  const [first = 0, , offsetCount = 0, entryCount = 0] = [2, 3, 4, 5].map((index) =>
    Number(view.getBigUint64(index * 8, true)),
  );
  if (offsetCount !== sourceTokens + 1) throw wrong(`is for ${offsetCount - 1} tokens, not ${sourceTokens}`);
  const entriesAt = (headerNumbers + offsetCount) * 8;
  if (file.length !== entriesAt + entryCount * 4) throw wrong(`has ${file.length} bytes`);
  if (first > targetTokens) throw wrong(`always takes ${first} tokens`);
  const offsets = Float64Array.from({ length: offsetCount }, (_, index) =>
    Number(view.getBigUint64((headerNumbers + index) * 8, true)),
  );
  const isInOrder = offsets.every((offset, index) => offset >= (offsets[index - 1] ?? 0));
  if (offsets[0] !== 0 || !isInOrder || offsets[sourceTokens] !== entryCount) throw wrong('has no order');
  const entries = new Uint32Array(Uint8Array.from(file.subarray(entriesAt)).buffer);
  if (entries.some((token) => token >= targetTokens)) throw wrong('names a token that is not there');
  return { first, offsets, entries };
}

/**
 * The target tokens that can come for `source` (its end token included), in ascending order.
 * @param wanted tokens that must be among them, for instance those of a glossary
 */
export function targetsOf(
  { first, offsets, entries }: Shortlist,
  source: Iterable<number>,
  targetTokens: number,
  wanted: Iterable<number> = [],
): Int32Array {
  const isTarget = new Uint8Array(targetTokens);
  let count = 0;
  const add = (token: number) => {
    count += 1 - (isTarget[token] ?? 1);
    isTarget[token] = 1;
  };
  for (let token = 0; token < first; token++) add(token);
  for (const token of source) {
    const end = offsets[token + 1] ?? 0;
    for (let at = offsets[token] ?? end; at < end; at++) add(entries[at] as number);
  }
  for (const token of wanted) add(token);
  for (let token = first; count % multiple !== 0 && token < targetTokens; token++) add(token);
  const targets = new Int32Array(count);
  for (let token = 0, at = 0; at < count; token++) {
    if (isTarget[token] === 1) targets[at++] = token;
  }
  return targets;
}

function wrong(why: string): Error {
  return corrupt(`its shortlist ${why}`);
}
