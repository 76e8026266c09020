/**
 * Subtitles: what is said over several cues is translated as the sentences that it is, and given back to
 * the same cues. Times, numbers, names, settings, notes, styles and speakers' dashes stay byte for byte.
 */
import type { SentenceTranslation } from '../../preload/translation.ts';
import { type AlignedText, alignText } from './aligned-text.ts';
import { type Group, groupsOf, type Portion, type Spoken, utterances } from './cue-groups.ts';
import { lineEnds, widthOf } from './cue-lines.ts';
import type { Utterance } from './cue-pieces.ts';
import { splitOver } from './cue-split.ts';
import { rawOf } from './pieces.ts';
import { placeBoundary } from './place-marks.ts';
import { readCues } from './subtitle-file.ts';
import type { Range } from './token-ranges.ts';
import { type Translate, translateEach } from './translate-each.ts';
import { writeAligned } from './write-marked.ts';

/**
 * The file in the other language.
 * @param language BCP 47, of the result
 * @throws ParolaError `data-malformed` naming the line, where it is no subtitle file or a time is broken
 */
export async function translateSubtitles(
  text: string,
  kind: 'srt' | 'vtt',
  language: string,
  translate: Translate,
): Promise<string> {
  const cues = readCues(text, kind);
  const spoken = utterances(cues, text, kind === 'vtt');
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const words = new Map<Utterance, string>();
  await translateEach(
    groupsOf(spoken, cues),
    (group) => group.text,
    translate,
    (group, parts) => {
      const written = writeGroup(group, parts, { language, lineEnd, isEscaped: kind === 'vtt' });
      for (const [index, { utterance }] of group.portions.entries()) {
        const answer = written[index];
        if (answer !== undefined) words.set(utterance, answer);
      }
    },
  );
  return putTogether(text, cues, spoken, words);
}

/** The file with the words of each utterance that has new ones. */
function putTogether(
  text: string,
  cues: readonly Range[],
  spoken: readonly Spoken[],
  words: ReadonlyMap<Utterance, string>,
): string {
  const byCue: string[] = cues.map(() => '');
  for (const { cue, utterance } of spoken) {
    const { separator, before, pieces, after } = utterance;
    byCue[cue] += separator + rawOf(before) + (words.get(utterance) ?? rawOf(pieces)) + rawOf(after);
  }
  const written: string[] = [];
  let at = 0;
  for (const [index, { from, to }] of cues.entries()) {
    written.push(text.slice(at, from), byCue[index] ?? '');
    at = to;
  }
  return written.join('') + text.slice(at);
}

interface CueWriting {
  readonly language: string;
  readonly lineEnd: string;
  readonly isEscaped: boolean;
}

/** The words of each portion; where a cue gets none, those of the cue before stay on the screen. */
function writeGroup(
  { portions }: Group,
  parts: readonly SentenceTranslation[],
  writing: CueWriting,
): (string | undefined)[] {
  const aligned = alignText(parts);
  const stretches = splitOver(aligned, portions, writing.language);
  return portions.map((portion, index) => {
    const stretch =
      stretches[index] ??
      stretches
        .slice(0, index)
        .reverse()
        .find((one) => one !== null);
    return stretch ? writePortion(portion, aligned, stretch, writing) : undefined;
  });
}

function writePortion(portion: Portion, aligned: AlignedText, range: Range, writing: CueWriting): string {
  const { marked, utterance } = portion;
  const isSame = aligned.target.slice(range.from, range.to) === marked.text;
  const softs = marked.replacements.filter(({ kind }) => kind === 'soft');
  const places = softs.map((one) => placeBoundary(aligned, one.from, range.from));
  const lines = marked.text.split('\n').join(' ');
  const ends = isSame
    ? softs.map((one, index) => ({ from: places[index] ?? 0, to: (places[index] ?? 0) + 1, raw: one.raw }))
    : lineEnds(aligned.target.slice(range.from, range.to), {
        ...sourceLines(utterance),
        width: widthOf(lines),
        aligned: places.map((place) => place - range.from),
        language: writing.language,
      }).map(({ from, to }) => ({ from: from + range.from, to: to + range.from, raw: writing.lineEnd }));
  const spell = (character: string, spelling: string | undefined) =>
    spelling ?? (writing.isEscaped ? escaped(character) : character);
  const written = ends.map((end) => ({ ...end, mark: null }));
  return writeAligned(marked, aligned, range, written, { spell, isBare: false }).text;
}

function sourceLines({ pieces }: Utterance): { lines: number; widest: number } {
  const lines = pieces
    .map((piece) => (piece.kind === 'soft' ? '\n' : piece.kind === 'text' ? piece.text : ''))
    .join('')
    .split('\n');
  return { lines: lines.length, widest: Math.max(...lines.map(widthOf)) };
}

/** In WebVTT `<` begins a tag and `&` an escape. https://www.w3.org/TR/webvtt1/#webvtt-cue-text */
function escaped(character: string): string {
  return { '&': '&amp;', '<': '&lt;', '>': '&gt;' }[character] ?? character;
}
