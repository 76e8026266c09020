/**
 * A tokenizer from elsewhere, looked at before it is used: its kind must be known, and it must bring no
 * regular expression of its own, because one can be written to run for hours on a short text.
 */
import { ParolaError } from '../../main/errors.ts';
import { type ExportFile, malformed, readSettings } from './folder.ts';

const mostBytes = 64 * 1024 * 1024;
const kinds = new Set(['Unigram', 'BPE']);

/** Those that exports have, each of which reads a text once. */
const knownPatterns = new Set([
  ' {2,}',
  ' ',
  '\\s+',
  '\\s',
  '\\n',
  '[\\r\\n]',
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
]);

/**
 * @returns the kind of its vocabulary
 * @throws ParolaError data-malformed, model-unsupported
 */
export async function checkTokenizer(file: ExportFile): Promise<string> {
  const { model, ...rules } = await readSettings(file, mostBytes);
  const kind = typeof model === 'object' && model !== null ? (model as { type?: unknown }).type : undefined;
  if (kind === undefined) throw malformed(file, 'it has no vocabulary');
  if (typeof kind !== 'string' || !kinds.has(kind)) {
    throw new ParolaError(
      'model-unsupported',
      `${file.name} has a vocabulary of the kind ${JSON.stringify(kind).slice(0, 60)}, which is not known; it must be one of ${[...kinds].join(', ')}`,
    );
  }
  const own = patternsIn(rules).find((pattern) => !knownPatterns.has(pattern));
  if (own === undefined) return kind;
  throw new ParolaError(
    'model-unsupported',
    `${file.name} cuts texts by a pattern of its own (${JSON.stringify(own.slice(0, 60))}), which could hold the program up; take the model from its maker`,
  );
}

/** Every `{"Regex": …}` in the rules; the library knows patterns by no other name. */
function patternsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'Regex' ? [String(inner)] : patternsIn(inner),
  );
}
