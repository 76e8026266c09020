/** Recordings that are dropped on the window or chosen: one after another they go to the program. */
import type { Entry, Program } from '../preload/contract.ts';
import { type Sendable, sendFile } from './capture/send-file.ts';
import type { Store } from './store.ts';

/** How a piece is answered after Cancel. */
const endedByHand: ReadonlySet<string> = new Set(['cancelled', 'job-unknown']);

/** Sends `files`; the first one takes the page, the others wait their turn. */
export async function openFiles(program: Program, store: Store, files: readonly Sendable[]): Promise<void> {
  store.change({ kind: 'trouble', trouble: null });
  for (const [index, file] of files.entries()) {
    const result = await sendFile(program, file, (id, share) => {
      if (share === 0 && index === 0) show(store, waitingEntry(id, file.name));
      store.change({ kind: 'sending', sending: { id, share } });
    });
    const sent = store.get().sending?.id;
    store.change({ kind: 'sending', sending: null });
    if (result.kind === 'sent') continue;
    // Until all of it is there the program has no entry for it, so nothing else would clear the page.
    if (sent !== undefined && store.get().sheet?.entry.id === sent)
      store.change({ kind: 'sheet', entry: null });
    if (!endedByHand.has(result.error.code)) {
      store.change({ kind: 'trouble', trouble: { kind: 'error', during: 'file', error: result.error } });
    }
  }
}

function show(store: Store, entry: Entry): void {
  if (store.get().take !== 'idle') return;
  store.change({ kind: 'room', room: 'speak' });
  store.change({ kind: 'sheet', entry });
}

function waitingEntry(id: string, title: string): Entry {
  return {
    id,
    kind: 'file',
    title,
    createdAt: Date.now(),
    state: 'waiting',
    progress: null,
    durationSeconds: 0,
    excerpt: '',
    hasRecording: true,
    offTheRecord: false,
    error: null,
  };
}
