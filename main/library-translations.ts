/**
 * Translations in the library: a row for each part, found by the line of the text that it is in, so that a
 * text that is being typed is stored by the lines that changed and not as a whole.
 */
import type { Translation } from '../preload/contract.ts';
import type { SentenceTranslation } from '../preload/translation.ts';
import type { Rows } from './library-schema.ts';

/** The parts of one line, or null while it has not been translated. */
export interface TextLine {
  /** With the line end. */
  readonly text: string;
  readonly parts: readonly SentenceTranslation[] | null;
}

export interface TranslationFacts extends Omit<Translation, 'parts'> {
  /** Names everything that the wording depends on: what has the same name need not be translated again. */
  readonly madeWith: string;
}

export interface StoredTranslation extends TranslationFacts {
  readonly lines: readonly TextLine[];
  /** The translated file, where it was one. */
  readonly document: string | null;
}

export interface LibraryTranslations {
  /** Of an entry that is there; what was known of it before is replaced, its lines stay. */
  describe(entry: string, facts: TranslationFacts): void;
  /** In the place of `removed` lines from line `at` on; those behind move. All of it is stored, or nothing. */
  writeLines(entry: string, at: number, removed: number, lines: readonly TextLine[]): void;
  keepDocument(entry: string, document: string): void;
  /** Null for what was not translated, and for what is not there. */
  read(entry: string): StoredTranslation | null;
}

/** Parts that a line can have: a place is a line and, after it, one of so many. */
const partsInLine = 2 ** 20;
/** Instead of what the decoder told: there is no translation yet. */
const pending = 'pending';

export function createLibraryTranslations(rows: Rows): LibraryTranslations {
  return {
    describe(entry, { from, to, detected, models, madeWith }) {
      rows
        .prepare(
          `INSERT INTO translations (entry, source_language, target_language, detected, models, made_with)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (entry) DO UPDATE SET
             source_language = excluded.source_language, target_language = excluded.target_language,
             detected = excluded.detected, models = excluded.models, made_with = excluded.made_with`,
        )
        .run([entry, from, to, Number(detected), JSON.stringify(models), madeWith]);
    },
    writeLines(entry, at, removed, lines) {
      rows.exec('BEGIN IMMEDIATE');
      try {
        replaceLines(rows, entry, at, removed, lines);
        rows.exec('COMMIT');
      } catch (error) {
        rows.exec('ROLLBACK');
        throw error;
      }
    },
    keepDocument(entry, document) {
      rows.prepare('UPDATE translations SET document = ? WHERE entry = ?').run([document, entry]);
    },
    read: (entry) => readTranslation(rows, entry),
  };
}

function replaceLines(
  rows: Rows,
  entry: string,
  at: number,
  removed: number,
  lines: readonly TextLine[],
): void {
  const [from, behind] = [at * partsInLine, (at + removed) * partsInLine];
  rows
    .prepare('DELETE FROM translation_parts WHERE entry = ? AND place >= ? AND place < ?')
    .run([entry, from, behind]);
  const moved = (lines.length - removed) * partsInLine;
  if (moved !== 0) {
    rows
      .prepare('UPDATE translation_parts SET place = place + ? WHERE entry = ? AND place >= ?')
      .run([moved, entry, behind]);
  }
  const insert = rows.prepare(
    'INSERT INTO translation_parts (entry, place, source, target, details) VALUES (?, ?, ?, ?, ?)',
  );
  for (const [index, { text, parts }] of lines.entries()) {
    const place = from + index * partsInLine;
    if (parts === null) insert.run([entry, place, storable(text), '', pending + exactly(text, '')]);
    for (const [within, part] of (parts ?? []).entries()) {
      const { source, target } = part;
      const details = packed(part) + exactly(source, target);
      insert.run([entry, place + within, storable(source), storable(target), details]);
    }
  }
}

interface TranslationRow {
  readonly source_language: string;
  readonly target_language: string;
  readonly detected: number;
  readonly models: string;
  readonly made_with: string;
  readonly document: string | null;
}

interface PartRow {
  readonly place: number;
  readonly source: string;
  readonly target: string;
  readonly details: string;
}

function readTranslation(rows: Rows, entry: string): StoredTranslation | null {
  const row = rows.prepare('SELECT * FROM translations WHERE entry = ?').get([entry]);
  if (row === undefined) return null;
  const facts = row as TranslationRow;
  const parts = rows
    .prepare('SELECT place, source, target, details FROM translation_parts WHERE entry = ? ORDER BY place')
    .all([entry]) as PartRow[];
  return {
    from: facts.source_language,
    to: facts.target_language,
    detected: facts.detected === 1,
    models: JSON.parse(facts.models),
    madeWith: facts.made_with,
    document: facts.document,
    lines: linesOf(parts),
  };
}

function linesOf(parts: readonly PartRow[]): TextLine[] {
  const lines: { text: string; parts: SentenceTranslation[] | null }[] = [];
  let last = -1;
  for (const row of parts) {
    const { place } = row;
    const [details = '', exact] = row.details.split('\n');
    const [source, target]: [string, string] =
      exact === undefined ? [row.source, row.target] : JSON.parse(exact);
    const number = Math.floor(place / partsInLine);
    if (number !== last) lines.push({ text: '', parts: [] });
    last = number;
    const line = lines[lines.length - 1];
    if (line === undefined) continue;
    line.text += source;
    if (details === pending) line.parts = null;
    else line.parts?.push(unpacked(source, target, details));
  }
  return lines;
}

/** What SQLite's text cannot hold: it would end at a NUL, and change half a surrogate pair. */
const unstorable = /[\0\p{Cs}]/gu;

/** For the eye and the search. */
function storable(text: string): string {
  return text.replace(unstorable, '\ufffd');
}

/** A second line of the details, only where the columns cannot hold the texts as they are. */
function exactly(source: string, target: string): string {
  const isStorable = storable(source) === source && storable(target) === target;
  return isStorable ? '' : `\n${JSON.stringify([source, target])}`;
}

type Packed = [
  score: number,
  sourceTokens: readonly string[],
  tokens: readonly string[],
  logProbabilities: readonly number[],
  alternatives: readonly (readonly [target: string, score: number])[],
  alignment: SentenceTranslation['alignment'],
];

/** As little text as says it all: a long document has tens of thousands of these. */
function packed({ score, sourceTokens, tokens, alternatives, alignment }: SentenceTranslation): string {
  const whole: Packed = [
    score,
    sourceTokens,
    tokens.map(({ text }) => text),
    tokens.map(({ logProbability }) => logProbability),
    alternatives.map((one) => [one.target, one.score]),
    alignment,
  ];
  return JSON.stringify(whole);
}

function unpacked(source: string, target: string, details: string): SentenceTranslation {
  const [score, sourceTokens, tokens, logProbabilities, alternatives, alignment]: Packed =
    JSON.parse(details);
  return {
    source,
    target,
    score,
    sourceTokens,
    tokens: tokens.map((text, at) => ({ text, logProbability: logProbabilities[at] ?? 0 })),
    alternatives: alternatives.map(([other, itsScore]) => ({ target: other, score: itsScore })),
    alignment,
  };
}
