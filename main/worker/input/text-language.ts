/** Whether a text is English, or what else it is in: at once where its small words say so. */

const smallWords = new Set(
  (
    'the a an and of to in is it that was for on are with as i you he she we they be this have from or had by not but what ' +
    'at his her there can if which do their will so my your me just about like would when who no'
  ).split(' '),
);
/** Of 400 words of English two in five are small; other languages share but a few of them. */
const leastShare = 0.25;
const enoughWords = 12;
const looksAtCharacters = 4000;
/** What the statistics are given: they read no more of a text. */
const givenCharacters = 1500;

/** BCP 47; "und" where it cannot be told. What is too short to tell is taken for English if its letters could be. */
export async function languageOf(text: string): Promise<string> {
  const beginning = text.slice(0, looksAtCharacters);
  const words = beginning.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? [];
  const small = words.filter((word) => smallWords.has(word)).length;
  if (words.length >= enoughWords && small >= leastShare * words.length) return 'en';
  const { eld } = await import('eld/extrasmall');
  eld.enableTextCleanup(true);
  const found = eld.detect(beginning.slice(0, givenCharacters));
  if (words.length < enoughWords) {
    const couldBeEnglish = /^[\p{ASCII}\p{P}\p{S}\p{N}\p{Zs}\s]*$/u.test(beginning);
    if (couldBeEnglish && (found.language === '' || !found.isReliable() || small > 0)) return 'en';
  }
  return found.language === '' ? 'und' : found.language;
}
