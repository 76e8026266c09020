/**
 * The rows of the glossary's table: what stands in its fields, and the rules that come out of them. Pure. A
 * row that is not finished is no rule yet and stays in the table until it is.
 */
import type { CallInput } from '../preload/contract.ts';
import type { GlossaryRule } from '../preload/translation.ts';

export interface GlossaryRow {
  /** Tells the rows apart while they are edited. */
  readonly id: number;
  readonly source: string;
  readonly target: string;
  /** What must not be written, as it is typed: with commas between. */
  readonly never: string;
  /** The same as it was read; what is not touched goes back as it came, commas inside it too. */
  readonly forbidden: readonly string[];
}

/** A row to be filled. */
export function blankRow(id: number): GlossaryRow {
  return { id, source: '', target: '', never: '', forbidden: [] };
}

/** A row for each rule, and a blank one. */
export function rowsOf(rules: readonly GlossaryRule[]): readonly GlossaryRow[] {
  const rows = rules.map(({ source, target, forbidden }, id) => ({
    id,
    source,
    target: target ?? '',
    never: forbidden.join(', '),
    forbidden,
  }));
  return withBlankEnd(rows);
}

/** The rows with one field changed; there is always a blank one at the end. */
export function changeRow(
  rows: readonly GlossaryRow[],
  id: number,
  field: 'source' | 'target' | 'never',
  value: string,
): readonly GlossaryRow[] {
  const changed = rows.map((row) => {
    if (row.id !== id) return row;
    return { ...row, [field]: value, ...(field === 'never' ? { forbidden: listed(value) } : {}) };
  });
  return withBlankEnd(changed);
}

/** The rows without one. */
export function withoutRow(rows: readonly GlossaryRow[], id: number): readonly GlossaryRow[] {
  return withBlankEnd(rows.filter((row) => row.id !== id));
}

/** The rules of the rows that are finished. */
export function rulesOf(rows: readonly GlossaryRow[]): CallInput<'glossary.set'>['rules'] {
  return rows
    .filter((row) => lackOf(row) === null && !isBlank(row))
    .map(({ source, target, forbidden }) => ({
      source: source.trim(),
      target: target.trim() || null,
      forbidden: [...forbidden],
    }));
}

/** What a row that was begun still lacks. */
export function lackOf(row: GlossaryRow): 'source' | 'translation' | null {
  if (isBlank(row)) return null;
  if (row.source.trim() === '') return 'source';
  return row.target.trim() === '' && row.forbidden.length === 0 ? 'translation' : null;
}

/** Does nothing stand in it? */
export function isBlank({ source, target, never }: GlossaryRow): boolean {
  return [source, target, never].every((field) => field.trim() === '');
}

function withBlankEnd(rows: readonly GlossaryRow[]): readonly GlossaryRow[] {
  const last = rows[rows.length - 1];
  if (last !== undefined && isBlank(last)) return rows;
  return [...rows, blankRow(Math.max(-1, ...rows.map(({ id }) => id)) + 1)];
}

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
