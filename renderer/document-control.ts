/** Documents on their way through the translator: sent one after another, watched until they are done. */
import type { Program } from '../preload/contract.ts';
import type { Announcer } from './announcer.ts';
import { type Sendable, sendFile } from './capture/send-file.ts';
import type { Store } from './store.ts';
import { isReady, runWhenReady } from './translate-control.ts';
import { changeDocument, type DocumentView, withDocumentEntry } from './translator-documents.ts';
import { words } from './words.ts';

export interface DocumentControl {
  /** Translates `files`, one after another, between the languages that are chosen now. */
  open(files: readonly Sendable[]): void;
  cancel(key: number): void;
  again(key: number): void;
  /** Takes it off the page; what is done stays in the library. */
  dismiss(key: number): void;
}

/** What the translator takes as a document, by its name: anything else that is dropped is a recording. */
export function isDocument({ name }: Pick<Sendable, 'name'>): boolean {
  return /\.(txt|text|md|markdown|srt|vtt)$/i.test(name);
}

/** The one control of the window. */
export function createDocumentControl(program: Program, store: Store, announcer: Announcer): DocumentControl {
  let lastKey = 0;
  let sending = false;
  const documents = () => store.get().translator.documents;
  const set = (next: readonly DocumentView[]) =>
    store.change({ kind: 'translator', change: { kind: 'documents', documents: next } });
  const edit = (key: number, changes: Partial<DocumentView>) =>
    set(changeDocument(documents(), key, changes));

  /** Sends what is held, one at a time, as long as its languages are there. */
  const sendHeld = async () => {
    if (sending) return;
    sending = true;
    for (let next = held(); next !== undefined && isReady(store); next = held()) await send(next);
    sending = false;
  };
  const languagesNow = () => {
    const settings = store.get().program?.settings;
    return { from: settings?.translateFrom ?? null, to: settings?.translateTo ?? '' };
  };
  const held = () => documents().find(({ step }) => step === 'held');
  const send = async ({ key, file }: DocumentView) => {
    // The languages as they are now: they may have been chosen while it was held.
    const { from, to } = languagesNow();
    edit(key, { step: 'sending', share: 0, error: null, from, to });
    const result = await sendFile(
      program,
      file,
      (id, share) => edit(key, { id, share }),
      (name, bytes) => program.call('document.begin', { name, bytes, from, to }),
    );
    const one = documents().find((other) => other.key === key);
    if (one?.step !== 'sending') return;
    if (result.kind === 'sent') edit(key, { step: 'translating', share: null });
    else edit(key, { step: 'failed', error: result.error.code === 'cancelled' ? null : result.error });
  };

  program.on('entry', ({ id, entry }) => {
    const before = documents().find((one) => one.id === id);
    if (before === undefined || entry === null) return;
    set(withDocumentEntry(documents(), entry));
    if (entry.state === 'done' && before.step !== 'done') {
      announcer.say(words.translate.documentDone(before.file.name));
    }
  });
  program.on('state', ({ active }) => {
    const known = active.filter((entry) => documents().some(({ id }) => id === entry.id));
    if (known.length > 0) set(known.reduce(withDocumentEntry, documents()));
  });
  runWhenReady(store, () => void sendHeld());

  return {
    open: (files) => {
      const { from, to } = languagesNow();
      const added = [...files].map((file): DocumentView => {
        lastKey += 1;
        return { key: lastKey, file, from, to, step: 'held', id: null, share: null, error: null };
      });
      set([...documents(), ...added]);
      void sendHeld();
    },
    cancel: (key) => {
      const one = documents().find((other) => other.key === key);
      edit(key, { step: 'failed', error: null });
      if (typeof one?.id === 'string') void program.call('job.cancel', { id: one.id });
    },
    again: (key) => {
      edit(key, { step: 'held', id: null, share: null, error: null });
      void sendHeld();
    },
    dismiss: (key) => set(documents().filter((other) => other.key !== key)),
  };
}
