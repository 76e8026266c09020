/** The table of terms: three fields a row, a blank row at the end; Enter and the arrow keys go from row to row. */
import { Trash2 } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { changeRow, type GlossaryRow, isBlank, lackOf, withoutRow } from '../glossary-rows.ts';
import type { LanguagePair } from '../view-state.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

const fields = ['source', 'target', 'never'] as const;
type Field = (typeof fields)[number];

interface GlossaryTableProps {
  readonly rows: readonly GlossaryRow[];
  readonly pair: LanguagePair;
  /** The fields changed; more typing may follow. */
  readonly onEdit: (rows: readonly GlossaryRow[]) => void;
  /** A row was left: what is finished is to be kept. */
  readonly onKeep: (rows: readonly GlossaryRow[]) => void;
  readonly onRemove: (row: GlossaryRow, rows: readonly GlossaryRow[]) => void;
}

/** The table. */
export function GlossaryTable({ rows, pair, onEdit, onKeep, onRemove }: GlossaryTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  // A row says what it lacks only once it was left: not while it is being typed.
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const leave = (row: GlossaryRow) => {
    setLeft((before) => new Set([...before, row.id]));
    onKeep(rows);
  };
  const remove = (row: GlossaryRow, index: number) => {
    onRemove(row, withoutRow(rows, row.id));
    focusField(body.current, Math.max(0, Math.min(index, rows.length - 2)), 'source');
  };
  return (
    <table class="terms">
      <thead>
        <tr>
          <th scope="col">{words.glossary.term}</th>
          <th scope="col">{words.glossary.use}</th>
          <th scope="col">{words.glossary.never}</th>
          <td />
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            index={index}
            pair={pair}
            lack={left.has(row.id) ? lackOf(row) : null}
            onInput={(field, value) => onEdit(changeRow(rows, row.id, field, value))}
            onLeave={() => leave(row)}
            onMove={(by, field) => focusField(body.current, index + by, field)}
            onRemove={() => remove(row, index)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: GlossaryRow;
  readonly index: number;
  readonly pair: LanguagePair;
  readonly lack: ReturnType<typeof lackOf>;
  readonly onInput: (field: Field, value: string) => void;
  readonly onLeave: () => void;
  readonly onMove: (by: number, field: Field) => void;
  readonly onRemove: () => void;
}

function Row({ row, index, pair, lack, onInput, onLeave, onMove, onRemove }: RowProps) {
  const name = row.source.trim() || words.glossary.unnamed;
  const labels = {
    source: words.glossary.termOf(index + 1),
    target: words.glossary.useOf(name),
    never: words.glossary.neverOf(name),
  };
  const lackId = `glossary-lack-${row.id}`;
  const onKey = (event: KeyboardEvent, field: Field) => {
    const moves: Record<string, number> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    if (event.key === 'Enter') onLeave();
    onMove(by, event.key === 'Enter' ? 'source' : field);
  };
  return (
    <>
      <tr
        data-row={index}
        onFocusOut={({ currentTarget, relatedTarget }) => {
          if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onLeave();
        }}
      >
        {fields.map((field) => (
          <td key={field}>
            <input
              type="text"
              data-field={field}
              aria-label={labels[field]}
              aria-invalid={lack !== null || undefined}
              aria-describedby={lack === null ? undefined : lackId}
              placeholder={field === 'source' && isBlank(row) ? words.glossary.newTerm : undefined}
              lang={field === 'source' ? pair.from : pair.to}
              dir="auto"
              spellcheck={false}
              autocomplete="off"
              maxLength={200}
              value={row[field]}
              onInput={({ currentTarget }) => onInput(field, currentTarget.value)}
              onKeyDown={(event) => onKey(event, field)}
            />
          </td>
        ))}
        <td>
          {!isBlank(row) && (
            <Button look="icon" icon={Trash2} label={words.glossary.remove(name)} onPress={onRemove} />
          )}
        </td>
      </tr>
      {lack !== null && (
        <tr>
          <td colSpan={4} id={lackId} class="terms-lack">
            {lack === 'source' ? words.glossary.nameless : words.glossary.incomplete}
          </td>
        </tr>
      )}
    </>
  );
}

/** After the next draw: the row that is asked for may only then be there. */
function focusField(body: HTMLElement | null, row: number, field: Field): void {
  requestAnimationFrame(() =>
    body?.querySelector<HTMLElement>(`[data-row="${row}"] [data-field="${field}"]`)?.focus(),
  );
}
