/** Which token each column of the logits stands for: the same number, unless the vocabulary was narrowed. */

export interface Columns {
  columnOf(id: number): number;
  idAt(column: number): number;
}

/** Columns of a vocabulary narrowed to `ids`; every column is its own token where that is null or absent. */
export function columnsOf(ids: Int32Array | null | undefined): Columns {
  if (!ids) return { columnOf: (id) => id, idAt: (column) => column };
  return { columnOf: (id) => ids.indexOf(id), idAt: (column) => ids[column] as number };
}
