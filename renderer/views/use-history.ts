/** The history as the program tells it, read again whenever an entry changes. */
import { useEffect, useState } from 'preact/hooks';
import type { Entry, Program } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import { useSurroundings } from '../context.ts';

/** How long typing must rest before a search begins. */
const typingPauseMs = 120;
const maxPerCall = 200;

interface HistoryView {
  /** Null until the first answer. */
  readonly entries: readonly Entry[] | null;
  readonly total: number;
  readonly error: ErrorData | null;
}

/** The newest `limit` entries that match `query`. */
export function useHistory(query: string, limit: number): HistoryView {
  const { program } = useSurroundings();
  const [view, setView] = useState<HistoryView>({ entries: null, total: 0, error: null });
  useEffect(() => {
    let current = true;
    const read = async () => {
      const answer = await readHistory(program, query, limit);
      if (current) setView(answer);
    };
    const timer = setTimeout(() => void read(), query === '' ? 0 : typingPauseMs);
    const forget = program.on('entry', () => void read());
    return () => {
      current = false;
      clearTimeout(timer);
      forget();
    };
  }, [program, query, limit]);
  return view;
}

/** One call gives 200 at most, so a long list comes in several. */
async function readHistory(program: Program, query: string, limit: number): Promise<HistoryView> {
  const entries: Entry[] = [];
  let total = Number.POSITIVE_INFINITY;
  while (entries.length < Math.min(limit, total)) {
    const count = Math.min(maxPerCall, limit - entries.length);
    const answer = await program.call('history.list', { query, limit: count, offset: entries.length });
    if (!answer.ok) return { entries: null, total: 0, error: answer.error };
    total = answer.value.total;
    entries.push(...answer.value.entries);
    if (answer.value.entries.length === 0) break;
  }
  return { entries, total: Math.max(entries.length, total), error: null };
}
