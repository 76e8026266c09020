/** The SQL of the history: a list of entries with their first words, narrowed to those that hold every term. */

const excerpt = `(
  SELECT group_concat(text, ' ') FROM (SELECT text FROM segments WHERE entry = entries.id ORDER BY start LIMIT 4)
) AS excerpt`;

/** Each term takes two values: a prefix for the word index, and a pattern for the title. */
const holdsTerm = `(
  id IN (SELECT entry FROM segments WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?)) OR title LIKE ?
)`;

export function listQuery(terms: readonly string[]): string {
  return `SELECT *, ${excerpt} FROM entries${where(terms)}`;
}

export function countQuery(terms: readonly string[]): string {
  return `SELECT count(*) AS total FROM entries${where(terms)}`;
}

function where(terms: readonly string[]): string {
  return terms.length === 0 ? '' : ` WHERE ${terms.map(() => holdsTerm).join(' AND ')}`;
}
