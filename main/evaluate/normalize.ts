/**
 * English text → the words that count for an error rate: what is only spelling, punctuation, filler
 * or a short form is no error. Follows the published description of Whisper's English normalizer
 * (Radford et al. 2022, appendix C), step by step; the tables are our own and shorter.
 */
import { numbersAsDigits } from './numbers.ts';
import { americanSpelling } from './spellings.ts';

const fillers = /\b(hmm+|mm+|mhm|uh+|um+)\b/g;

/** Short forms → long ones; the order matters. */
const longForms: readonly (readonly [RegExp, string])[] = [
  [/\bwon't\b/g, 'will not'],
  [/\bcan't\b/g, 'can not'],
  [/\bcannot\b/g, 'can not'],
  [/\blet's\b/g, 'let us'],
  [/\bain't\b/g, 'aint'],
  [/\by'all\b/g, 'you all'],
  [/\bma'am\b/g, 'madam'],
  [/\bwanna\b/g, 'want to'],
  [/\bgotta\b/g, 'got to'],
  [/\bgonna\b/g, 'going to'],
  [/\b(i'ma|imma)\b/g, 'i am going to'],
  [/\b(w|c|sh)oulda\b/g, '$1ould have'],
  [/\bmr\b/g, 'mister'],
  [/\bmrs\b/g, 'missus'],
  [/\bms\b/g, 'miss'],
  [/\bdr\b/g, 'doctor'],
  [/\bst\b/g, 'saint'],
  [/\bprof\b/g, 'professor'],
  [/\bcapt\b/g, 'captain'],
  [/\bjr\b/g, 'junior'],
  [/\bsr\b/g, 'senior'],
  [/'d (been|gone|done)\b/g, ' had $1'],
  [/'s (been|gone|done|got)\b/g, ' has $1'],
  [/n't\b/g, ' not'],
  [/'re\b/g, ' are'],
  [/'s\b/g, ' is'],
  [/'d\b/g, ' would'],
  [/'ll\b/g, ' will'],
  [/'t\b/g, ' not'],
  [/'ve\b/g, ' have'],
  [/'m\b/g, ' am'],
];

/** The words of `text` as they count, in order. */
export function normalizedWords(text: string): string[] {
  let plain = text
    .toLowerCase()
    .replace(/[‘’ʼ`]/g, "'")
    .replace(/\[[^\]]*\]|\([^)]*\)/g, ' ')
    .replace(fillers, ' ')
    .replace(/\s+'/g, "'");
  for (const [short, long] of longForms) plain = plain.replace(short, long);
  plain = plain
    .replace(/(\d),(?=\d)/g, '$1')
    .replace(/\.(?!\d)/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    // Symbols that a number may need stay for now.
    .replace(/[^\p{L}\p{N}\s.%$€£]/gu, ' ')
    .replace(/\band a half\b/g, 'point five');
  return numbersAsDigits(tokensOf(plain)).flatMap(tokenWords);
}

function tokenWords(token: string): string[] {
  if (/\d/.test(token)) return [token];
  return tokensOf(token.replace(/[.%$€£]/g, ' ')).map(americanSpelling);
}

function tokensOf(text: string): string[] {
  return text.split(/\s+/).filter((token) => token !== '');
}
