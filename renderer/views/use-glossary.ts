/** The glossary of one pair of languages while it is edited: read once, written after every finished change. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorData } from '../../preload/error-data.ts';
import { useSurroundings } from '../context.ts';
import { type GlossaryRow, rowsOf, rulesOf } from '../glossary-rows.ts';
import type { LanguagePair } from '../view-state.ts';

export interface GlossaryEditing {
  /** Null until it has been read, and where it cannot be. */
  readonly rows: readonly GlossaryRow[] | null;
  readonly file: string;
  readonly error: ErrorData | null;
  /** Shows other rows; nothing is written yet. */
  edit(rows: readonly GlossaryRow[]): void;
  /** Writes the rules of `rows`; answers whether there was something to write and it went well. */
  keep(rows: readonly GlossaryRow[]): Promise<boolean>;
  readAgain(): void;
}

interface Read {
  readonly rows: readonly GlossaryRow[] | null;
  readonly file: string;
  readonly error: ErrorData | null;
}

const nothing: Read = { rows: null, file: '', error: null };

/** The editing of the glossary of `pair`. */
export function useGlossary({ from, to }: LanguagePair): GlossaryEditing {
  const { program } = useSurroundings();
  const [read, setRead] = useState<Read>(nothing);
  const [times, setTimes] = useState(0);
  const kept = useRef('');
  useEffect(() => {
    let current = true;
    setRead(nothing);
    if (from === to) return;
    void program.call('glossary.get', { from, to }).then((answer) => {
      if (!current) return;
      if (!answer.ok) return setRead({ ...nothing, error: answer.error });
      const rows = rowsOf(answer.value.rules);
      kept.current = JSON.stringify(rulesOf(rows));
      setRead({ rows, file: answer.value.file, error: null });
    });
    return () => {
      current = false;
    };
  }, [program, from, to, times]);
  return {
    ...read,
    edit: (rows) => setRead((before) => ({ ...before, rows })),
    keep: async (rows) => {
      const rules = rulesOf(rows);
      const text = JSON.stringify(rules);
      if (text === kept.current) return false;
      kept.current = text;
      const answer = await program.call('glossary.set', { from, to, rules });
      setRead((before) => ({ ...before, error: answer.ok ? null : answer.error }));
      if (!answer.ok) kept.current = '';
      return answer.ok;
    },
    readAgain: () => setTimes((count) => count + 1),
  };
}
