/** What the program tells unasked goes into the view state; after a lost connection everything is read again. */
import type { Entry, Program } from '../preload/contract.ts';
import type { Announcer } from './announcer.ts';
import type { Connection } from './connection.ts';
import { inSentences, type Sentences } from './error-words.ts';
import { hasEnded } from './sheet.ts';
import type { Store } from './store.ts';
import { plainText } from './text.ts';
import type { Trouble } from './view-state.ts';
import { words } from './words.ts';

/** Listens for the life of the window. */
export function listenToProgram({ program, onStatus }: Connection, store: Store, announcer: Announcer): void {
  program.on('state', (change) => {
    const known = store.get().program;
    // Before the whole state has come there is nothing that a change could be put into.
    if (known !== null) store.change({ kind: 'program', program: { ...known, ...change } });
  });
  program.on('segment', (event) => store.change({ kind: 'segment', event }));
  program.on('segment-translated', (event) => store.change({ kind: 'segment-translated', event }));
  program.on('segment-cleaned', (event) => store.change({ kind: 'segment-cleaned', event }));
  program.on('partial', (event) => store.change({ kind: 'partial', event }));
  program.on('entry', (event) => {
    const before = store.get().sheet?.entry;
    store.change({ kind: 'entry', event });
    if (event.entry !== null && before?.id === event.id && hasEnded(event.entry)) {
      void settle(program, store, announcer, event.entry);
    }
  });
  announceTrouble(store, announcer);
  onStatus((status) => {
    store.change({ kind: 'connection', status });
    if (status === 'connected') void readAll(program, store);
  });
}

/** The program's state, and the page as it is stored: what was told while nobody listened is in it. */
async function readAll(program: Program, store: Store): Promise<void> {
  const state = await program.call('state.get', undefined);
  if (state.ok) store.change({ kind: 'program', program: state.value });
  const shown = store.get().sheet?.entry.id;
  if (shown !== undefined) await readSheet(program, store, shown);
}

async function readSheet(program: Program, store: Store, id: string): Promise<void> {
  const opened = await program.call('history.open', { id });
  if (opened.ok) store.change({ kind: 'transcript', ...opened.value });
}

const announced = new Set<string>();

/** An entry has ended: its words as stored, and said aloud once. */
async function settle(program: Program, store: Store, announcer: Announcer, entry: Entry): Promise<void> {
  await readSheet(program, store, entry.id);
  const { sheet } = store.get();
  if (sheet?.entry.id !== entry.id || announced.has(entry.id)) return;
  announced.add(entry.id);
  const text = plainText(sheet.segments);
  if (entry.error !== null) announcer.sayAfterTake(aloud(inSentences(entry.error)));
  else if (text === '') announcer.sayAfterTake(words.speak.nothingHeard);
  else announcer.sayAfterTake(entry.kind === 'file' ? words.job.done(entry.title) : text);
}

/** What went wrong is said once, when it is shown outside of a take; during one only a sound may tell. */
function announceTrouble(store: Store, announcer: Announcer): void {
  let last: Trouble | null = null;
  store.listen(() => {
    const { trouble } = store.get();
    if (trouble === last) return;
    last = trouble;
    if (trouble?.kind === 'error') announcer.sayAfterTake(aloud(inSentences(trouble.error)));
    if (trouble?.kind === 'microphone' && trouble.trouble !== 'muted') {
      announcer.sayAfterTake(aloud(words.trouble[trouble.trouble]));
    }
  });
}

function aloud({ what, todo }: Sentences): string {
  return `${what} ${todo}`.trim();
}
