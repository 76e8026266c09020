/** Number words → digits ("twenty-three" → 23, "nineteen eighty" → 1980, "ten dollars" → $10), so that spelling is no error. */

const ones = words('zero one two three four five six seven eight nine');
const teens = words('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen', 10);
const tens = words('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10);
const multipliers = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
]);
const irregularOrdinals = new Map([
  ['first', 'one'],
  ['second', 'two'],
  ['third', 'three'],
  ['fifth', 'five'],
  ['eighth', 'eight'],
  ['ninth', 'nine'],
  ['twelfth', 'twelve'],
]);
const currencies = new Map([
  ['dollar', '$'],
  ['dollars', '$'],
  ['euro', '€'],
  ['euros', '€'],
  ['pound', '£'],
  ['pounds', '£'],
]);

/** A word of a number: its value and what it ends with ("twenties" → 20, s). */
interface NumberWord {
  readonly value: number;
  readonly kind: 'one' | 'teen' | 'ten' | 'multiplier' | 'literal';
  /** An ordinal, a plural or a percentage ends the number. */
  readonly suffix: string;
  readonly prefix: string;
}

interface Read {
  readonly text: string;
  /** Index of the first word that is not part of the number. */
  readonly next: number;
}

/** `tokens` (lower case, no punctuation but that of numbers) with each number as one token of digits. */
export function numbersAsDigits(tokens: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const number = readNumber(tokens, at);
    if (number === null) {
      out.push(tokens[at] as string);
      at++;
    } else {
      out.push(number.text);
      at = number.next;
    }
  }
  return out;
}

/** One number with its decimals, currency and percent sign; words like "nineteen eighty" are put together. */
function readNumber(tokens: readonly string[], start: number): Read | null {
  const first = readGroup(tokens, start);
  if (first === null) return null;
  let { digits, suffix, prefix, next } = first;
  while (suffix === '' && !first.literal) {
    const at = isZeroByName(tokens, next) ? next + 1 : next;
    const group = readGroup(tokens, at);
    if (group === null || group.literal || group.startsWithMultiplier) break;
    digits += `${'0'.repeat(at - next)}${group.digits}`;
    ({ suffix, next } = group);
  }
  if (suffix === '' && tokens[next] === 'point') {
    const decimals = readDecimals(tokens, next + 1);
    if (decimals !== null) {
      digits += `.${decimals.text}`;
      next = decimals.next;
    }
  }
  if (suffix === '') {
    const unit = tokens[next] ?? '';
    const isPerCent = unit === 'per' && tokens[next + 1] === 'cent';
    if (unit === 'percent' || isPerCent) {
      suffix = '%';
      next += isPerCent ? 2 : 1;
    } else if (prefix === '' && currencies.has(unit)) {
      prefix = currencies.get(unit) as string;
      next++;
    }
  }
  return { text: `${prefix}${digits}${suffix}`, next };
}

/** "oh" between two digits: one oh one. */
function isZeroByName(tokens: readonly string[], at: number): boolean {
  return (tokens[at] === 'oh' || tokens[at] === 'o') && numberWord(tokens[at + 1] ?? '')?.kind === 'one';
}

interface Group {
  readonly digits: string;
  readonly suffix: string;
  readonly prefix: string;
  readonly literal: boolean;
  readonly startsWithMultiplier: boolean;
  readonly next: number;
}

/** One number as grammar has it: two thousand (and) nineteen; two and a multiplier may be digits (2 million). */
function readGroup(tokens: readonly string[], start: number): Group | null {
  const first = numberWord(tokens[start] ?? '');
  if (first === null) return null;
  let total = 0;
  let current = first.value;
  let last = first;
  let next = start + 1;
  while (last.suffix === '') {
    const skipped = tokens[next] === 'and' && last.kind === 'multiplier' ? 1 : 0;
    const word = numberWord(tokens[next + skipped] ?? '');
    if (word === null || !follows(last, word, current)) break;
    if (word.value === 100 && word.kind === 'multiplier') current *= 100;
    else if (word.kind === 'multiplier') {
      total += current * word.value;
      current = 0;
    } else current += word.value;
    last = word;
    next += skipped + 1;
  }
  const isMultiplier = first.kind === 'multiplier';
  const literal = first.kind === 'literal' && next === start + 1;
  const digits = literal ? (digitsOf(tokens[start] as string) ?? '') : plain(total + current);
  return {
    digits,
    suffix: last.suffix,
    prefix: first.prefix,
    literal,
    startsWithMultiplier: isMultiplier,
    next,
  };
}

/** Whether `word` goes on with the same number after `last`. */
function follows(last: NumberWord, word: NumberWord, current: number): boolean {
  switch (word.kind) {
    case 'literal':
      return false;
    case 'multiplier':
      return word.value > 100 ? current > 0 : current > 0 && current < 100 && last.kind !== 'multiplier';
    case 'one':
      return word.value > 0 && (last.kind === 'ten' || last.kind === 'multiplier');
    case 'teen':
    case 'ten':
      return last.kind === 'multiplier';
  }
}

/** The digits after "point": three point one four. */
function readDecimals(tokens: readonly string[], start: number): Read | null {
  let text = '';
  let next = start;
  for (;;) {
    const token = tokens[next] ?? '';
    const word = numberWord(token);
    const isNought = token === 'oh' || token === 'o';
    if (!isNought && (word === null || word.suffix !== '' || word.kind === 'multiplier')) break;
    text += isNought ? '0' : plain((word as NumberWord).value);
    next++;
  }
  return text === '' ? null : { text, next };
}

const literal = /^([$£€]?)(\d+(?:\.\d+)?)(%|st|nd|rd|th|s|)$/;

function digitsOf(token: string): string | undefined {
  return literal.exec(token)?.[2];
}

function numberWord(token: string): NumberWord | null {
  const written = literal.exec(token);
  if (written !== null) {
    const [, prefix = '', digits = '', suffix = ''] = written;
    return { value: Number(digits), kind: 'literal', suffix, prefix };
  }
  const plainWord = cardinal(token);
  if (plainWord !== null) return { ...plainWord, suffix: '', prefix: '' };
  const base = ordinalBase(token);
  const ordinal = base === null ? null : cardinal(base);
  if (ordinal !== null) return { ...ordinal, suffix: ordinalSuffix(ordinal.value), prefix: '' };
  const singular = token.endsWith('ies') ? `${token.slice(0, -3)}y` : token.replace(/s$/, '');
  const plural = singular === token ? null : cardinal(singular);
  return plural === null ? null : { ...plural, suffix: 's', prefix: '' };
}

function cardinal(token: string): Pick<NumberWord, 'value' | 'kind'> | null {
  const kinds = [
    ['one', ones],
    ['teen', teens],
    ['ten', tens],
    ['multiplier', multipliers],
  ] as const;
  for (const [kind, values] of kinds) {
    const value = values.get(token);
    if (value !== undefined) return { value, kind };
  }
  return null;
}

function ordinalBase(token: string): string | null {
  const irregular = irregularOrdinals.get(token);
  if (irregular !== undefined) return irregular;
  if (token.endsWith('ieth')) return `${token.slice(0, -4)}y`;
  return token.endsWith('th') ? token.slice(0, -2) : null;
}

function ordinalSuffix(value: number): string {
  if (value === 1) return 'st';
  if (value === 2) return 'nd';
  return value === 3 ? 'rd' : 'th';
}

function plain(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 6 });
}

function words(list: string, first = 0, step = 1): ReadonlyMap<string, number> {
  return new Map(list.split(' ').map((word, index) => [word, first + index * step]));
}
