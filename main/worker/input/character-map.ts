/**
 * The map of characters that SentencePiece vocabularies carry ("precompiled_charsmap": Unicode's forms made
 * one, odd spaces made plain), applied as Hugging Face's tokenizers do. It is a double-array trie (Aoe 1989;
 * units laid out as in Yata's darts-clone), then the replacements, each ended by a zero byte.
 */

/** Letters of that many bytes or more are looked up character by character (spm_precompiled's limit). */
const longLetterBytes = 6;

/**
 * @param base64 the map as `tokenizer.json` holds it
 * @throws Error where it is none
 */
export function readCharacterMap(base64: string): (text: string) => string {
  const bytes = Buffer.from(base64, 'base64');
  const trieBytes = bytes.length >= 4 ? bytes.readUInt32LE(0) : 0;
  if (trieBytes < 4 || trieBytes % 4 !== 0 || 4 + trieBytes > bytes.length) {
    throw new Error('the map of characters is cut short');
  }
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, unit) => bytes.readUInt32LE(4 + 4 * unit));
  const replacements = bytes.subarray(4 + trieBytes);
  const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const mapped = new Map<string, string | null>();
  const look = (key: string): string | null => {
    const known = mapped.get(key);
    if (known !== undefined) return known;
    const place = shortestMatch(units, Buffer.from(key));
    const found = place === null ? null : textAt(replacements, place);
    mapped.set(key, found);
    return found;
  };
  return (text) => {
    let result = '';
    for (const { segment } of letters.segment(text)) {
      const whole = Buffer.byteLength(segment) < longLetterBytes ? look(segment) : null;
      if (whole !== null) result += whole;
      else for (const character of segment) result += look(character) ?? character;
    }
    return result;
  };
}

/** The value of the shortest beginning of `key` that the trie knows, or null. */
function shortestMatch(units: Uint32Array, key: Uint8Array): number | null {
  let at = offsetOf(units[0] ?? 0);
  for (const byte of key) {
    if (byte === 0) return null;
    at ^= byte;
    const unit = units[at] ?? 0;
    if ((unit & 0x800000ff) >>> 0 !== byte) return null;
    at ^= offsetOf(unit);
    if (((unit >>> 8) & 1) === 1) return (units[at] ?? 0) & 0x7fffffff;
  }
  return null;
}

function offsetOf(unit: number): number {
  return ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;
}

function textAt(replacements: Buffer, place: number): string | null {
  if (place > replacements.length) return null;
  const end = replacements.indexOf(0, place);
  return replacements.toString('utf8', place, end < 0 ? replacements.length : end);
}
