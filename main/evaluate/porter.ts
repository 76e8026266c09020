/**
 * The stem of an English word by Porter's algorithm (Porter 1980, "An algorithm for suffix stripping", Program
 * 14(3)), with the extensions that NLTK's stemmer has and `rouge-score` therefore uses: some forms by list,
 * "ies", "ied" and "y" of short words, "alli", "fulli" and "logi". No library on npm has those, and without
 * them scores are not the ones that others print.
 */

const listed: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sky: 'sky skies',
    die: 'dying',
    lie: 'lying',
    tie: 'tying',
    news: 'news',
    inning: 'innings inning',
    outing: 'outings outing',
    canning: 'cannings canning',
    howe: 'howe',
    proceed: 'proceed',
    exceed: 'exceed',
    succeed: 'succeed',
  }).flatMap(([stem, forms]) => forms.split(' ').map((form) => [form, stem] as const)),
);

/** Endings and what they become, the first that fits decides. */
type Rules = readonly (readonly [ending: string, replacement: string])[];

/** @param word lower case */
export function stemOf(word: string): string {
  const known = listed.get(word);
  if (known !== undefined) return known;
  if (word.length <= 2) return word;
  return [plurals, pastAndContinuous, finalY, doubleSuffixes, icAndFul, longSuffixes, finalE, doubleL].reduce(
    (stem, step) => step(stem),
    word,
  );
}

function isConsonant(word: string, at: number): boolean {
  const letter = word.charAt(at);
  if ('aeiou'.includes(letter)) return false;
  return letter !== 'y' || at === 0 || !isConsonant(word, at - 1);
}

/** Porter's m: how often a consonant follows a vowel. */
function measure(stem: string): number {
  let count = 0;
  for (let at = 1; at < stem.length; at++) if (isConsonant(stem, at) && !isConsonant(stem, at - 1)) count++;
  return count;
}

function hasVowel(stem: string): boolean {
  return Array.from(stem).some((_, at) => !isConsonant(stem, at));
}

function endsDouble(word: string): boolean {
  const last = word.length - 1;
  return last >= 1 && word.charAt(last) === word.charAt(last - 1) && isConsonant(word, last);
}

/** Consonant, vowel, consonant, the last none of w, x and y; or a word of a vowel and a consonant. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  if (last === 1) return !isConsonant(word, 0) && isConsonant(word, 1);
  return (
    last >= 2 &&
    isConsonant(word, last - 2) &&
    !isConsonant(word, last - 1) &&
    isConsonant(word, last) &&
    !'wxy'.includes(word.charAt(last))
  );
}

function apply(word: string, rules: Rules, isAllowed: (stem: string, ending: string) => boolean): string {
  for (const [ending, replacement] of rules) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, word.length - ending.length);
    return isAllowed(stem, ending) ? stem + replacement : word;
  }
  return word;
}

function plurals(word: string): string {
  if (word.endsWith('ies') && word.length === 4) return word.slice(0, -1);
  const rules: Rules = [
    ['sses', 'ss'],
    ['ies', 'i'],
    ['ss', 'ss'],
    ['s', ''],
  ];
  return apply(word, rules, () => true);
}

function pastAndContinuous(word: string): string {
  if (word.endsWith('ied')) return word.length === 4 ? word.slice(0, -1) : word.slice(0, -2);
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = ['ed', 'ing'].find((one) => word.endsWith(one) && hasVowel(word.slice(0, -one.length)));
  if (ending === undefined) return word;
  const stem = word.slice(0, -ending.length);
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function finalY(word: string): string {
  const isChanged = word.endsWith('y') && word.length > 2 && isConsonant(word, word.length - 2);
  return isChanged ? `${word.slice(0, -1)}i` : word;
}

const doubled: Rules = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['fulli', 'ful'],
];

function doubleSuffixes(word: string): string {
  if (word.endsWith('alli') && measure(word.slice(0, -4)) > 0) return doubleSuffixes(word.slice(0, -2));
  // "logi" is measured with its l.
  if (word.endsWith('logi')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  return apply(word, doubled, (stem) => measure(stem) > 0);
}

const ic: Rules = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];

function icAndFul(word: string): string {
  return apply(word, ic, (stem) => measure(stem) > 0);
}

const long: Rules = 'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'
  .split(' ')
  .map((ending) => [ending, ''] as const);

function longSuffixes(word: string): string {
  return apply(word, long, (stem, ending) => measure(stem) > 1 && (ending !== 'ion' || /[st]$/.test(stem)));
}

function finalE(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  const count = measure(stem);
  return count > 1 || (count === 1 && !endsShort(stem)) ? stem : word;
}

function doubleL(word: string): string {
  return word.endsWith('ll') && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
}
