/** Recordings that are dropped on the window or chosen: one after another they go to the program. */
import type { Entry, Program } from '../preload/contract.ts';
import { type Sendable, sendFile } from './capture/send-file.ts';
import type { Store } from './store.ts';

/** Sends `files`; the first one takes the page, the others wait their turn. */
export async function openFiles(program: Program, store: Store, files: readonly Sendable[]): Promise<void> {
  store.change({ kind: 'trouble', trouble: null });
  let shown = false;
  for (const file of files) {
    const result = await sendFile(program, file, (id, share) => {
      if (!shown && store.get().take === 'idle') {
        store.change({ kind: 'room', room: 'speak' });
        store.change({ kind: 'sheet', entry: waitingEntry(id, file.name) });
      }
      shown = true;
      store.change({ kind: 'sending', sending: { id, share } });
    });
    store.change({ kind: 'sending', sending: null });
    if (result.kind === 'failed' && result.error.code !== 'cancelled') {
      store.change({ kind: 'trouble', trouble: { kind: 'error', error: result.error } });
    }
  }
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
