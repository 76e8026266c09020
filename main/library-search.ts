/** The SQL of the history: a list of entries with their first words, narrowed to those that hold every term. */

const excerpt = `coalesce((
  SELECT group_concat(text, ' ') FROM (SELECT text FROM segments WHERE entry = entries.id ORDER BY start LIMIT 4)
), (
  SELECT group_concat(text, '') FROM (
    SELECT substr(source, 1, 200) AS text FROM translation_parts WHERE entry = entries.id ORDER BY place LIMIT 8
  )
), (
  SELECT coalesce(alt, caption) FROM pictures WHERE entry = entries.id
), (
  SELECT excerpt FROM summaries WHERE entry = entries.id
)) AS excerpt`;

/** Each term takes five values: a prefix for each word index, and a pattern for the title. */
const holdsTerm = `(
  id IN (SELECT entry FROM segments WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?))
  OR id IN (
    SELECT entry FROM translation_parts
    WHERE id IN (SELECT rowid FROM translation_search WHERE translation_search MATCH ?)
  )
  OR id IN (
    SELECT entry FROM pictures
    WHERE id IN (SELECT rowid FROM picture_search WHERE picture_search MATCH ?)
  )
  OR id IN (
    SELECT entry FROM summary_texts
    WHERE id IN (SELECT rowid FROM summary_search WHERE summary_search MATCH ?)
  )
  OR title LIKE ?
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
