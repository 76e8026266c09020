/**
 * Which language a text is in, found on this machine. The statistics of sixty languages (the library
 * `eld`) take a moment and some memory, so they are loaded when the first text asks for them.
 */
import { ParolaError } from './errors.ts';
import { languageName } from './models.ts';

/** The library reads no more than so much of a text, so of a long one it is given several places. */
const placeCharacters = 300;
const places = 5;
/** In shorter distance the two best languages are too alike: of first words of FLORES's lines, 19 of 20 guesses above it are right. */
const leastLead = 0.02;
/** What scores less is names, numbers or no language at all. */
const leastScore = 0.45;

/** Languages that the library knows only by a nearly equal one. */
const knownAs: ReadonlyMap<string, string> = new Map([
  ['nb', 'no'],
  ['nn', 'no'],
  ['bs', 'hr'],
  ['id', 'ms'],
]);
/** Which of several equals a text is most likely in; between Indonesian and Malay no guess is fair. */
const likelier: ReadonlySet<string> = new Set(['nb', 'hr']);

/**
 * The language of `text`, one of `among` (BCP 47, without regions).
 * @throws ParolaError language-unclear where it cannot be told, or the text has no words
 */
export async function detectLanguage(text: string, among: readonly string[]): Promise<string> {
  const [best, second] = await ranked(text, among);
  if (best === undefined || best.score < leastScore) {
    throw unclear('the language of the text cannot be told');
  }
  if (second !== undefined && best.score - second.score < leastLead) {
    const both = [...candidates(best.code, among), ...candidates(second.code, among)];
    throw unclear(`the text could be ${both.map(languageName).join(' or ')}`);
  }
  const found = candidates(best.code, among);
  const [only] = found.length > 1 ? found.filter((one) => likelier.has(one)) : found;
  if (only === undefined) throw unclear(`the text could be ${found.map(languageName).join(' or ')}`);
  return only;
}

/** The languages by how likely they are, scores in 0…1, summed up over several places of the text. */
async function ranked(
  text: string,
  among: readonly string[],
): Promise<{ readonly code: string; readonly score: number }[]> {
  const { eld } = await import('eld/extrasmall');
  eld.enableTextCleanup(true);
  eld.setLanguageSubset([...new Set(among.map(asKnown))]);
  const sums = new Map<string, number>();
  let read = 0;
  for (const place of placesOf(text)) {
    const scores = Object.entries(eld.detect(place).getScores());
    if (scores.length > 0) read++;
    for (const [code, score] of scores) sums.set(code, (sums.get(code) ?? 0) + score);
  }
  return [...sums].map(([code, sum]) => ({ code, score: sum / read })).sort((a, b) => b.score - a.score);
}

function placesOf(text: string): string[] {
  if (text.length <= placeCharacters * places) {
    return Array.from({ length: Math.ceil(text.length / placeCharacters) }, (_, index) =>
      text.slice(index * placeCharacters, (index + 1) * placeCharacters),
    );
  }
  const distance = (text.length - placeCharacters) / (places - 1);
  return Array.from({ length: places }, (_, index) => {
    const from = Math.round(index * distance);
    return text.slice(from, from + placeCharacters);
  });
}

function candidates(known: string, among: readonly string[]): string[] {
  return among.filter((code) => asKnown(code) === known);
}

function asKnown(code: string): string {
  return knownAs.get(code) ?? code;
}

function unclear(why: string): ParolaError {
  return new ParolaError(
    'language-unclear',
    `${why}; say which language it is in (on the command line with --from)`,
  );
}
