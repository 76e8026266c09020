/**
 * Captions → tokens in the manner of the Penn Treebank, as the usual scorers of captions cut them (Stanford's
 * tokenizer, lower case, punctuation left out): "The dog's bowl can't fall." → the dog 's bowl ca n't fall.
 * The rules were found by comparing what that tokenizer prints with what these make of the same lines.
 */

/** A run of letters and digits that ends before "n't", which is a token of its own. */
const run = "(?:(?!n['’`]t(?![\\p{L}\\p{N}]))[\\p{L}\\p{M}\\p{Nd}])+";
const apostrophe = "['’]";

/** Of a name behind an apostrophe: not what is shortened. */
const name = `${apostrophe}(?!(?:ll|re|ve)(?!\\p{L}))\\p{L}{2,}(?:-${run})*`;

/** Their full stop belongs to them wherever they stand. */
const abbreviations =
  'adm|al|ala|apr|ariz|assn|attys?|aug|ave|bancorp|bhd|bldg|blvd|brig|bros|calif|capt|cf|co|col|colo|conn|corp|cos|' +
  'cpl|cmdr|dec|dept|det|drs?|elec|esq|est|etc|ext|feb|fla|fri|ft|ga|gen|govs?|hon|inc|ind|intl|invt|jan|jr|jul|jun|' +
  'kan|ky|lieut|lt|ltd|maj|mar|mass|md|messrs|mich|minn|mo|mon|mont|mr|mrs|ms|mt|natl|nev|nov|oct|okla|pfc|ph|plc|' +
  'pres|profs?|pvt|rd|reps?|rev|sens?|sept?|seq|sgt|spc|sq|sr|ste?|supts?|sys|tel|tenn|tex|thu|thurs|tues?|univ|' +
  'va|vs|vt|wed|wis|wyo';
/** Theirs only where a capital says that they are names. */
const states = 'Ark|Del|Ill|La|Miss|Ore|Pa|Wash';
/** Theirs only where a number follows. */
const numbered = 'figs?|nos?|eqs?|pp';

/** What may be a token; of those that fit, the longest is. */
const shapes = [
  // Words, joined by hyphens, strokes and single underscores.
  `${run}(?:[-/_]${run})*`,
  // A name with an apostrophe: O'Brien, d'Angelo; words that have one of old.
  `[dlno]${name}`,
  `c${apostrophe}mon|ma${apostrophe}am|ol${apostrophe}|s${apostrophe}mores|[jy]${apostrophe}(?=[aeiou])`,
  `${apostrophe}n${apostrophe}|${apostrophe}(?:em|n|til|till|cause|[0-9]0s)(?![\\p{L}\\p{N}])`,
  "'(?:tis|twas)(?!\\p{L})",
  // What is shortened after an apostrophe.
  `n['’\`]t(?!\\p{L})|${apostrophe}(?:s|re|ve|ll|d|m)(?![\\p{L}])`,
  // Abbreviations and initials.
  `(?:${abbreviations})\\.`,
  `(?:${numbered})\\.(?= ?[0-9])`,
  '(?:ph|ed)\\.d\\.|[a-z](?:\\.[a-z])*\\.',
  'u\\.k|[a-z]\\.[a-z](?:\\.[a-z])*',
  // A full stop before a comma must be an abbreviation's.
  '\\p{L}+\\.(?=[,;:])',
  // Numbers with signs, points, commas, colons.
  '[-+]?(?:[0-9]+(?:[.,:][0-9]+)*|\\.[0-9]+)',
  // Two sentences that are not parted look like an address.
  '[a-z][a-z0-9]*(?:[.!?][a-z][a-z0-9]*)+',
  'https?://[^\\s"<>|()]*[^\\s"<>|.!?(){},-]',
  '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+',
  '@[a-z_]\\w*|#[a-z]+',
  '(?:us|a|c|nz|hk)\\$',
  '</?[a-z!?][^<>\\n]*>',
  '&(?:amp|lt|gt|quot|apos);',
  // Faces, strings of signs.
  `>?[:;=]${apostrophe}?[-o]?[()DPp3](?![\\p{L}\\p{N}])`,
  '[?!]{2,}|\\*+|_+',
];
/** The same of what must be written in capitals. */
const capitalShapes = [`[A-HJ-XZ]${name}`, `(?:${states})\\.`, '[A-Z]+&[A-Z]+'];
const patterns = [
  ...shapes.map((shape) => new RegExp(shape, 'iuy')),
  ...capitalShapes.map((shape) => new RegExp(shape, 'uy')),
];

/** Punctuation: no part of the comparison. Emoji and other pictures are unknown to that tokenizer. */
const left = /^(?:[.?!,:;"“”„«»'‘’‚‹›`…]|[-–—]+|[\u{1f000}-\u{1ffff}]|\p{Cf}|\p{Co}|\p{Cn})$/u;

const written: ReadonlyMap<string, readonly string[]> = new Map([
  ['(', ['-lrb-']],
  [')', ['-rrb-']],
  ['[', ['-lsb-']],
  [']', ['-rsb-']],
  ['{', ['-lcb-']],
  ['}', ['-rcb-']],
  ['&amp;', ['&']],
  ['&lt;', ['<']],
  ['&gt;', ['>']],
  ['&quot;', []],
  ['&apos;', []],
  ['£', ['#']],
  ['€', ['$']],
  ['¢', ['cents']],
  ['cannot', ['can', 'not']],
  ['gonna', ['gon', 'na']],
  ['gotta', ['got', 'ta']],
  ['wanna', ['wan', 'na']],
  ['lemme', ['lem', 'me']],
  ['gimme', ['gim', 'me']],
  ["'tis", ["'t", 'is']],
  ["'twas", ["'t", 'was']],
]);

/** The tokens of a caption; none where it has no words. */
export function tokenizeTreebank(caption: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < caption.length; ) {
    const token = longestAt(caption, at);
    at += token.length;
    tokens.push(...tokensOf(token));
  }
  return tokens;
}

function longestAt(text: string, at: number): string {
  let longest = String.fromCodePoint(text.codePointAt(at) ?? 0);
  for (const pattern of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    if (found.length > longest.length) longest = found;
  }
  return longest;
}

function tokensOf(token: string): readonly string[] {
  if (token.trim() === '' || left.test(token)) return [];
  const lower = token.toLowerCase().replace(/^’(?=(?:s|re|ve|ll|d|m)$)|(?<=^n)’(?=t$)/, "'");
  const known = written.get(lower);
  if (known !== undefined) return known;
  // A fraction is written out; its stroke is the plain one.
  const plain = lower.replace(/[¼½¾⅓⅔⅛⅜⅝⅞]/g, (sign) => ` ${sign.normalize('NFKC').replace('\u2044', '/')} `);
  const bracketed = plain.replaceAll('(', '-lrb-').replaceAll(')', '-rrb-');
  return bracketed.split(/\s+/).filter((part) => part !== '');
}
