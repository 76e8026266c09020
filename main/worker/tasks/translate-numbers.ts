/**
 * Numbers of a sentence that are not in its translation, in whatever form its language writes them: a
 * small model drops one now and then, or writes another.
 */
import type { Term } from './glossary.ts';

/** Digits with marks between them: 1,234.5, 12:30, 3.14. */
const number = /\p{Nd}+(?:[.,:\u00a0\u202f'’]\p{Nd}+)*/gu;
/** With letters at it (the 15th, the 1970s, an A4) it may become many things. */
const alone = new RegExp(`(?<![\\p{L}\\p{N}])${number.source}(?![\\p{L}\\p{N}])`, 'gu');
/** Smaller numbers are as often written in words. */
const leastWrittenInDigits = 13;

/**
 * The numbers that `translation` lacks, each with the form in which it is to be written.
 * @param from BCP 47, of the sentence
 * @param to BCP 47, of the translation
 */
export function missingNumbers(sentence: string, translation: string, from: string, to: string): Term[] {
  const written = new Set(
    Array.from(translation.matchAll(number), ([text]) => onlyDigits(text)).flatMap((digits) => [
      digits,
      // "24 mil" becomes 24,000.
      digits.replace(/(?:0{3})+$/, ''),
    ]),
  );
  const terms: Term[] = [];
  for (const { index: at = 0, 0: text } of sentence.matchAll(alone)) {
    if (isWritten(text, translation, written)) continue;
    const target = inLanguage(text, from, to);
    terms.push({ from: at, to: at + text.length, target, forbidden: [] });
  }
  return terms;
}

function isWritten(text: string, translation: string, written: ReadonlySet<string>): boolean {
  const digits = onlyDigits(text);
  const value = Number(digits);
  const groups = text.split(/\P{Nd}+/u).map(onlyDigits);
  if (groups.length === 1 && value < leastWrittenInDigits) return true;
  if (written.has(digits)) return true;
  // 100,000: "100 mil", "a hundred thousand"; 1,500,000: "1,5 milhão".
  if (/0{3}$/.test(digits) && text !== digits) return written.has(digits.replace(/(?:0{3})+$/, ''));
  if (/^\d{2,4}$/.test(text)) {
    // The 15th century: "século XV"; the 1970s: "anos 70".
    return hasRoman(translation, value) || (value > 1000 && written.has(digits.slice(-2)));
  }
  // 5:30 p.m.: "17h30"; 12:30: "12h30", "meio-dia e 30".
  if (groups.length === 2 && text.includes(':')) {
    return translation.includes(groups[1] ?? '') && isHour(translation, Number(groups[0]));
  }
  return groups.every((group) => written.has(group));
}

function isHour(translation: string, hour: number): boolean {
  const hours = new Set(translation.match(/\p{Nd}+/gu)?.map((digits) => Number(onlyDigits(digits)) % 12));
  return hours.has(hour % 12);
}

function hasRoman(translation: string, value: number): boolean {
  return value < 100 && new RegExp(`(?<!\\p{L})${roman(value)}(?!\\p{L})`, 'u').test(translation);
}

function roman(value: number): string {
  const tens = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC'];
  const ones = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'];
  return (tens[Math.floor(value / 10)] ?? '') + (ones[value % 10] ?? '');
}

/** ASCII digits alone; every script's ten lie in a row. */
function onlyDigits(text: string): string {
  return Array.from(text.matchAll(/\p{Nd}/gu), ([digit]) => {
    let value = 0;
    const code = digit.codePointAt(0) ?? 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return value;
  }).join('');
}

/** With the marks of another language: 1,234.5 → 1.234,5. What is no such number stays as it is. */
function inLanguage(text: string, from: string, to: string): string {
  const [fromGroup, fromDecimal] = marksOf(from);
  const [toGroup, toDecimal] = marksOf(to);
  const [whole = '', fraction, ...more] = text.split(fromDecimal);
  const groups = whole.split(fromGroup);
  const isGrouped = groups.every(
    (group, place) => /^\d+$/.test(group) && (place === 0 || group.length === 3),
  );
  if (more.length > 0 || !isGrouped || (fraction !== undefined && !/^\d+$/.test(fraction))) return text;
  return groups.join(toGroup) + (fraction === undefined ? '' : toDecimal + fraction);
}

/** What a language puts between thousands, and before the fraction. */
function marksOf(language: string): [group: string, decimal: string] {
  // European Portuguese and Spanish group from five digits on, hence the long number.
  const parts = new Intl.NumberFormat(language).formatToParts(1234567.5);
  const mark = (type: string, otherwise: string) =>
    (parts.find((part) => part.type === type)?.value ?? otherwise).normalize('NFKC');
  return [mark('group', ','), mark('decimal', '.')];
}
