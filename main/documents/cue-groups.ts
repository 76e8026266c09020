/**
 * Cues → texts that hold whole sentences: what one cue begins and the next ones end is read in one. Where
 * sentences end within a text is left to who translates it.
 */
import { type Utterance, utterancesOf } from './cue-pieces.ts';
import { type MarkedText, markText } from './marked-text.ts';
import { hasWords } from './pieces.ts';
import type { Cue } from './subtitle-file.ts';
import type { Range } from './token-ranges.ts';

/** What one speaker says in one cue, and where that stands in its group's text. */
export interface Portion extends Range {
  readonly cue: number;
  readonly utterance: Utterance;
  readonly marked: MarkedText;
}

/** Neighbours that are translated as one text. */
export interface Group {
  readonly text: string;
  readonly portions: readonly Portion[];
}

/** An utterance with its cue. */
export interface Spoken {
  readonly cue: number;
  readonly utterance: Utterance;
}

/** A text that never comes to an end is ended. */
const mostCharacters = 400;
/** A silence after which nothing goes on, and one after which only what begins small does. */
const longSilenceSeconds = 4;
const silenceSeconds = 1.5;

const sentenceEnd = /[.!?…。！？]["'”’»)\]]*$/u;
/** "Mr." and the like end no sentence. Whoever splits the text knows more of them. */
const perhapsAbbreviated = /(?:^|[\s("'“‘])\p{Lu}\p{L}{0,3}\.$/u;
const perhapsGoesOn = /^["'“‘(]*\p{Ll}/u;
/** Signs that WebVTT's cues may spell in two ways. */
const special = /[&<>]/;

/** Every utterance of the file, in order. */
export function utterances(cues: readonly Cue[], text: string, isEscaped: boolean): Spoken[] {
  return cues.flatMap(({ from, to }, cue) =>
    utterancesOf(text.slice(from, to), isEscaped).map((utterance) => ({ cue, utterance })),
  );
}

/** The utterances that have words, in groups. */
export function groupsOf(spoken: readonly Spoken[], cues: readonly Cue[]): Group[] {
  const groups: { text: string; portions: Portion[] }[] = [];
  let before: Spoken | null = null;
  for (const one of spoken) {
    const { cue, utterance } = one;
    const isSilent = !hasWords(utterance.pieces);
    let group = groups.at(-1);
    if (!isSilent) {
      if (group === undefined || before === null || !goesOn(group.text, before, one, cues)) {
        group = { text: '', portions: [] };
        groups.push(group);
      }
      if (group.text !== '') group.text += ' ';
      const from = group.text.length;
      const marked = markText(utterance.pieces, special, from);
      group.text += marked.text;
      group.portions.push({ cue, utterance, marked, from, to: group.text.length });
    }
    before = isSilent ? null : one;
  }
  return groups;
}

function goesOn(text: string, before: Spoken, next: Spoken, cues: readonly Cue[]): boolean {
  if (next.utterance.isStart || before.utterance.isEnd) return false;
  const { voice } = next.utterance;
  if (voice !== undefined && voice !== before.utterance.voice) return false;
  if (text.length > mostCharacters) return false;
  const begin = next.utterance.pieces.find((piece) => piece.kind === 'text')?.raw ?? '';
  const isEnded = sentenceEnd.test(text);
  if (isEnded && !perhapsAbbreviated.test(text) && !perhapsGoesOn.test(begin)) return false;
  const [one, other] = [cues[before.cue], cues[next.cue]];
  const silence = (other?.startSeconds ?? 0) - (one?.endSeconds ?? 0);
  // What overlaps, or comes earlier, is something else on the screen.
  if (silence > longSilenceSeconds || (other?.startSeconds ?? 0) < (one?.startSeconds ?? 0)) return false;
  return silence <= silenceSeconds || perhapsGoesOn.test(begin);
}
