/**
 * Hugging Face's tokenizer library, made exact where it takes a short cut: a SentencePiece vocabulary's own
 * map of characters is applied, for which the library puts what comes near.
 */
import {
  type Normalizer,
  PrecompiledNormalizer,
  SequenceNormalizer,
  Tokenizer,
} from '@huggingface/tokenizers';
import { readCharacterMap } from './character-map.ts';

/**
 * @param parsed what `tokenizer.json` holds
 * @throws Error where it is no tokenizer of a known kind
 */
export function openTokenizer(parsed: object): Tokenizer {
  // Spaces are left as the tokens spell them, as Python's library does.
  const tokenizer = new Tokenizer(parsed, { clean_up_tokenization_spaces: false });
  for (const normalizer of parts(tokenizer.normalizer)) {
    if (!(normalizer instanceof PrecompiledNormalizer)) continue;
    const { precompiled_charsmap: map } = normalizer.config as { precompiled_charsmap?: unknown };
    if (typeof map === 'string' && map !== '') normalizer.normalize = readCharacterMap(map);
  }
  return tokenizer;
}

function parts(normalizer: Normalizer | null): Normalizer[] {
  if (normalizer === null) return [];
  if (!(normalizer instanceof SequenceNormalizer)) return [normalizer];
  const { normalizers } = normalizer as unknown as { normalizers: readonly (Normalizer | null)[] };
  return normalizers.flatMap(parts);
}
