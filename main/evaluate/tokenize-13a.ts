/**
 * Text → the tokens that BLEU is counted in, as NIST's mteval-v13a.pl makes them and sacreBLEU does:
 * punctuation and signs of ASCII stand alone, but for points and commas between digits.
 */

/** What Python's `str.split` splits at; JavaScript's `\s` differs in U+001C–001F, U+0085 and U+FEFF. */
const space = '\\t-\\r\\u001c- \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const spaces = new RegExp(`[${space}]+`, 'gu');

const entities: readonly (readonly [RegExp, string])[] = [
  [/&quot;/g, '"'],
  [/&amp;/g, '&'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
];

const splits: readonly (readonly [RegExp, string])[] = [
  [/([{-~[-` -&(-+:-@/])/gu, ' $1 '],
  [/([^0-9])([.,])/gu, '$1 $2 '],
  [/([.,])([^0-9])/gu, ' $1 $2'],
  [/([0-9])(-)/gu, '$1 $2 '],
];

/** The tokens of one line. */
export function tokenize13a(line: string): string[] {
  let text = line.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, sign] of entities) text = text.replace(entity, sign);
  text = ` ${text} `;
  for (const [pattern, apart] of splits) text = text.replace(pattern, apart);
  return splitAtSpace(text);
}

/** As Python's `str.split()`. */
export function splitAtSpace(text: string): string[] {
  return text.split(spaces).filter((word) => word !== '');
}
