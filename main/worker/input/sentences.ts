/**
 * Text → sentences, for models that translate one at a time. Nothing is lost: the pieces joined are
 * the text, and what is no sentence (line ends, spaces between sentences) is a piece of its own.
 */

/** Either words to translate, or what stands between them and stays as it is. */
export interface TextPiece {
  readonly text: string;
  readonly isSentence: boolean;
}

/** Words before a full stop that ends no sentence, by language; lower case. */
const abbreviations: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: 'mr mrs ms dr prof st jr sr vs e.g i.e no inc ltd co gen sen rep gov capt col lt sgt rev hon fig approx dept est jan feb mar apr aug sept oct nov dec u.s u.k a.m p.m',
    pt: 'sr sra srs dr dra drs prof profa av r n nº pág p ex art cap gen cel ten sgt eng adv ltda cia tel fig séc vs jan fev mar abr jun jul ago set out nov dez d',
    es: 'sr sra srta dr dra prof profa av avda núm pág ej art cap gen tel fig vs ee.uu ud uds d',
    fr: 'm mm mme mlle dr pr av bd st ste no p ex art fig cf vs env',
    de: 'hr fr dr prof st nr str bzw z.b d.h u.a ca usw abb vgl jh z s',
    it: 'sig sigg sig.ra dott prof ing avv pag es art cap fig n vs',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
);

/** Signs that a sentence can end with. */
const ends = /[\p{Sentence_Terminal}.\u2024\ufe52\uff0e\u0085]/u;

/**
 * Cuts a text of any length into sentences and what lies between them. Each comes as soon as it is
 * asked for, so that the first of a book need not wait for the last.
 */
export function* splitSentences(text: string, language: string): Generator<TextPiece, void, undefined> {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  // A line end always ends a sentence: what comes out has the lines of what went in; and the columns of
  // a table, which tabs or many spaces set apart.
  for (const [index, part] of text.split(/((?:\r\n|[\n\r\u2028\u2029\t])+| {4,})/).entries()) {
    if (part === '') continue;
    if (index % 2 === 1) yield { text: part, isSentence: false };
    else for (const sentence of joined(segmentsOf(segmenter, part), language)) yield* apart(sentence);
  }
}

/** How much of a line the segmenter is given at once: its time for one sentence grows with what it is given. */
const windowLetters = 4000;

/** The segmenter's sentences of one line. */
function* segmentsOf(segmenter: Intl.Segmenter, line: string): Generator<string, void, undefined> {
  for (let at = 0; at < line.length; ) {
    const window = line.slice(at, windowEnd(line, at));
    const isLast = at + window.length >= line.length;
    const segments = ends.test(window)
      ? Array.from(segmenter.segment(window), ({ segment }) => segment)
      : [window];
    // Whether the last sentence of a window ends there is to be seen with what follows it.
    const whole = isLast || segments.length === 1 ? segments : segments.slice(0, -1);
    for (const segment of whole) {
      yield segment;
      at += segment.length;
    }
  }
}

/** Behind a space, or a whole character. */
function windowEnd(line: string, from: number): number {
  const end = from + windowLetters;
  if (end >= line.length) return line.length;
  const space = line.lastIndexOf(' ', end - 1);
  if (space > from) return space + 1;
  return /[\udc00-\udfff]/.test(line.charAt(end)) ? end + 1 : end;
}

/**
 * Puts together what the segmenter cut after an abbreviation, or before a word that begins no sentence;
 * never more than two windows.
 */
function* joined(segments: Iterable<string>, language: string): Generator<string, void, undefined> {
  let sentence = '';
  for (const segment of segments) {
    const isFull = sentence.length >= windowLetters;
    if (sentence !== '' && (isFull || !goesOn(sentence, segment, language))) {
      yield sentence;
      sentence = '';
    }
    sentence += segment;
  }
  if (sentence !== '') yield sentence;
}

/** With its full stops and the spaces after them. */
const longestAbbreviation = 30;

function goesOn(before: string, next: string, language: string): boolean {
  if (/^\s*["'”’»)\]]*\s*\p{Ll}/u.test(next)) return true;
  const last = /([\p{L}\p{N}.º]+)\.\s*$/u.exec(before.slice(-longestAbbreviation))?.[1];
  if (last === undefined) return false;
  // An initial: "J. Smith".
  if (/^\p{Lu}$/u.test(last)) return true;
  return abbreviations.get(language.split('-')[0] ?? '')?.has(last.toLowerCase()) === true;
}

/** A sentence without the spaces around it, and those. What has no letter is nothing to translate. */
function apart(text: string): TextPiece[] {
  const words = text.trim();
  const before = text.slice(0, text.length - text.trimStart().length);
  const after = text.slice(before.length + words.length);
  return [before, words, after].flatMap((part) =>
    part === '' ? [] : [{ text: part, isSentence: /\p{L}/u.test(part) }],
  );
}

/** Places where a sentence that is too long may be cut, best first. */
const cuts = [/[;:—–]\s|[；：。]/gu, /,\s|[，、]/gu, /\s/gu];

/**
 * A sentence in two: at the mark nearest to its middle; inside a word where there is nothing else.
 * The two joined are the sentence.
 */
export function halves(sentence: string): [string, string] {
  const middle = sentence.length / 2;
  for (const cut of cuts) {
    const places = Array.from(sentence.matchAll(cut), ({ index = 0, 0: mark }) => index + mark.length);
    const inside = places.filter((place) => place > middle / 2 && place < sentence.length - middle / 2);
    const [best] = inside.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    if (best !== undefined) return [sentence.slice(0, best), sentence.slice(best)];
  }
  // Never between the two halves of one character.
  const place = Math.ceil(middle);
  const isInside = /[\udc00-\udfff]/.test(sentence.charAt(place));
  return [sentence.slice(0, isInside ? place + 1 : place), sentence.slice(isInside ? place + 1 : place)];
}
