/** Texts to be summarized: what was said in paragraphs, with its times, and several texts as one. */
import type { SummarySource } from '../preload/summary.ts';
import { maxSummaryCharacters } from '../preload/summary-calls.ts';
import type { Segment, Word } from '../preload/transcript.ts';
import { ParolaError } from './errors.ts';
import { type SummarizedText, type SummaryInput, withoutUnstorable } from './library-summaries.ts';

/** A text to be summarized, what it is called, and the entry it came from. */
export interface TextToRead {
  readonly title: string;
  /** Null for what was typed or dropped. */
  readonly entry: string | null;
  readonly source: SummarySource;
}

/** Whoever is silent for longer begins a new paragraph. */
const paragraphSeconds = 2;
/** A pause within a sentence, at which what has no full stops may be split. */
const pauseSeconds = 0.3;
const between = '\n\n';
/** Somebody else speaks: a name ("Ana:") or a dash. */
const turn = /^(?:\p{Lu}[\p{L}\p{N} .'’-]{0,30}:\s|[-–—]\s*\p{L})/u;

/** What was said, each stretch with its time; an empty line stands before a speaker, and where nobody spoke for a while. */
export function sourceOfSegments(
  segments: readonly Segment[],
): Required<Pick<SummarySource, 'text' | 'moments'>> {
  const pieces: string[] = [];
  const moments: NonNullable<SummarySource['moments']>[number][] = [];
  let length = 0;
  let endedAt = 0;
  for (const segment of segments) {
    const text = segment.text.trim();
    if (text === '') continue;
    if (length > 0) {
      const isApart = segment.start - endedAt > paragraphSeconds || turn.test(text);
      const gap = isApart ? between : ' ';
      pieces.push(gap);
      length += gap.length;
    }
    moments.push(...momentsOf({ ...segment, text }, length));
    pieces.push(text);
    length += text.length;
    endedAt = Math.max(endedAt, segment.end);
  }
  return { text: pieces.join(''), moments };
}

/** Ended by a full stop or a pause; the whole segment where its words cannot be found in its text. */
function momentsOf(
  { text, words, start, end }: Segment,
  at: number,
): NonNullable<SummarySource['moments']>[number][] {
  const moments: { range: readonly [number, number]; start: number; end: number }[] = [];
  let read = 0;
  let from: { at: number; start: number } | null = null;
  for (const [index, word] of words.entries()) {
    const found = text.indexOf(word.text.trim(), read);
    if (found < 0) return [{ range: [at, at + text.length], start, end }];
    read = found + word.text.trim().length;
    from ??= { at: found, start: word.start };
    if (!endsStretch(word, words[index + 1])) continue;
    moments.push({ range: [at + from.at, at + read], start: from.start, end: word.end });
    from = null;
  }
  return moments.length > 0 ? moments : [{ range: [at, at + text.length], start, end }];
}

function endsStretch(word: Word, next: Word | undefined): boolean {
  if (next === undefined || next.start - word.end > pauseSeconds) return true;
  return /[.!?…]["'”’)\]]*$/u.test(word.text);
}

/**
 * Texts as one, as they are kept.
 * @throws ParolaError request-invalid where there are no words, text-too-long
 */
export function inputOf(texts: readonly TextToRead[], model: string | null): SummaryInput {
  const kept: SummarizedText[] = [];
  let text = '';
  for (const { title, entry, source } of texts) {
    const { text: words, moments, language } = source;
    if (text !== '') text += between;
    const startCharacter = text.length;
    text += withoutUnstorable(words);
    const endCharacter = text.length;
    if (endCharacter > maxSummaryCharacters) {
      throw new ParolaError(
        'text-too-long',
        `more than ${maxSummaryCharacters / 1e6} million characters; summarize it in parts`,
      );
    }
    kept.push({
      ...{ title, entry, startCharacter, endCharacter },
      ...(moments === undefined ? {} : { moments }),
      ...(language === undefined ? {} : { language }),
    });
  }
  if (!/[\p{L}\p{N}]/u.test(text)) {
    throw new ParolaError('request-invalid', 'there are no words to summarize');
  }
  return { text, texts: kept, model };
}

/** What the engine reads of it. */
export function sourcesOf({ text, texts }: SummaryInput): SummarySource[] {
  return texts.map(({ startCharacter, endCharacter, moments, language }) => ({
    text: text.slice(startCharacter, endCharacter),
    ...(moments === undefined ? {} : { moments }),
    ...(language === undefined ? {} : { language }),
  }));
}

/** What several texts are called together. */
export function titleOf(texts: readonly TextToRead[]): string {
  return [...new Set(texts.map(({ title }) => title))]
    .filter((title) => title !== '')
    .join(', ')
    .slice(0, 255);
}
