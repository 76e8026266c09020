/**
 * Marks that a model writes plainly, as its training text was, put back as the source has them: “ ”
 * for " ", ’ for ', — and – for a hyphen between spaces. Letter for letter, so that tokens stay as
 * long as they were.
 */
import type { SentenceTranslation } from '../../../preload/translation.ts';

const plainlyQuoted = ['“', '”'] as const;
const low = ['„', '“'] as const;
const lowAndHigh = ['„', '”'] as const;
/** Where a language does not quote as English does; null: not with such marks at all. */
const quotes: Readonly<Record<string, readonly [string, string] | null>> = {
  ...Object.fromEntries(['de', 'cs', 'sk', 'sl', 'bg', 'et', 'lt', 'is', 'sr'].map((code) => [code, low])),
  ...Object.fromEntries(['pl', 'ro', 'hu', 'hr', 'bs'].map((code) => [code, lowAndHigh])),
  ...Object.fromEntries(['fr', 'ru', 'uk', 'be', 'el', 'no', 'nb', 'nn'].map((code) => [code, null])),
  ...Object.fromEntries(['zh', 'ja', 'ko', 'sv', 'fi', 'da', 'fa', 'ar'].map((code) => [code, null])),
};

/** @param to BCP 47, of the translation */
export function withSourceMarks(translation: SentenceTranslation, to: string): SentenceTranslation {
  const { source, tokens, alternatives } = translation;
  if (!/[“”„’—–]/.test(source)) return translation;
  const target = marked(source, tokens.map(({ text }) => text).join(''), to);
  let at = 0;
  return {
    ...translation,
    target,
    tokens: tokens.map((token) => {
      const text = target.slice(at, at + token.text.length);
      at += token.text.length;
      return { ...token, text };
    }),
    alternatives: alternatives.map((other) => ({ ...other, target: marked(source, other.target, to) })),
  };
}

/** As long as `text`. */
function marked(source: string, text: string, to: string): string {
  let result = text;
  const pair = quotes[to.split('-')[0] ?? ''];
  if (pair !== null && /[“”„]/.test(source) && !source.includes('"')) {
    const [open, close] = pair ?? plainlyQuoted;
    let count = 0;
    const all = result.split('"').length - 1;
    // An odd one could open or close.
    if (all % 2 === 0) result = result.replace(/"/g, () => (count++ % 2 === 0 ? open : close));
  }
  if (source.includes('’') && !source.includes("'")) result = result.replace(/(?<=\p{L})'(?=\p{L})/gu, '’');
  const dashes = source.match(/(?<=\s)[—–](?=\s)/g) ?? [];
  const plain = result.match(/ - /g)?.length ?? 0;
  if (dashes.length > 0 && dashes.length === plain && !/ - /.test(source)) {
    let place = 0;
    result = result.replace(/ - /g, () => ` ${dashes[place++]} `);
  }
  return result;
}
