/** What a person can do in more than one place (by button, by key): one function each. */
import type { CallInput, ExportFormat, Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { Announcer } from './announcer.ts';
import type { Sendable } from './capture/send-file.ts';
import { copyText, saveAs } from './hand-out.ts';
import { openFiles } from './open-files.ts';
import type { Store } from './store.ts';
import type { LanguagePair, Room } from './view-state.ts';
import { words } from './words.ts';

export interface Deeds {
  goTo(room: Room): void;
  /** Opens an entry of the library, or (null) its list. */
  openEntry(id: string | null): void;
  setSettings(patch: CallInput<'settings.set'>): Promise<void>;
  /** Opens the system's file chooser and then the chosen recordings. */
  chooseFiles(): void;
  openFiles(files: readonly Sendable[]): Promise<void>;
  copy(text: string): Promise<boolean>;
  save(id: string, format: ExportFormat): Promise<void>;
  showKeys(shown: boolean): void;
  /** Opens the user's terms for a pair of languages over the room, or (null) closes them. */
  showGlossary(pair: LanguagePair | null): void;
  dismissTrouble(): void;
  fail(error: ErrorData): void;
  retryConnection(): void;
}

/** The deeds of one window. */
export function createDeeds(
  program: Program,
  store: Store,
  announcer: Announcer,
  retryConnection: () => void,
): Deeds {
  const fail = (error: ErrorData) => {
    store.change({ kind: 'trouble', trouble: { kind: 'error', during: 'other', error } });
  };
  const open = async (files: readonly Sendable[]) => {
    if (files.length > 0) await openFiles(program, store, files);
  };
  return {
    goTo: (room) => store.change({ kind: 'room', room }),
    openEntry: (id) => store.change({ kind: 'open-entry', id }),
    setSettings: async (patch) => {
      const answer = await program.call('settings.set', patch);
      if (!answer.ok) return fail(answer.error);
      const state = store.get().program;
      if (state !== null) store.change({ kind: 'program', program: { ...state, settings: answer.value } });
    },
    chooseFiles: () => void pickFiles().then(open),
    openFiles: open,
    copy: async (text) => {
      const copied = await copyText(text);
      announcer.say(copied ? words.actions.copied : words.actions.copyFailed);
      if (!copied) fail({ code: 'unknown', message: words.actions.copyFailed });
      return copied;
    },
    save: async (id, format) => {
      const error = await saveAs(program, id, format);
      if (error !== null) fail(error);
      else announcer.say(words.actions.saved);
    },
    showKeys: (shown) => store.change({ kind: 'keys', shown }),
    showGlossary: (pair) => store.change({ kind: 'glossary', pair }),
    dismissTrouble: () => store.change({ kind: 'trouble', trouble: null }),
    fail,
    retryConnection,
  };
}

/** The system's file chooser. Any file may be chosen: what it is, its content says. */
function pickFiles(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.hidden = true;
    const end = (files: readonly File[]) => {
      input.remove();
      resolve(files);
    };
    input.onchange = () => end([...(input.files ?? [])]);
    input.oncancel = () => end([]);
    // In the document, so that it is not collected as garbage while its dialog is open.
    document.body.append(input);
    input.click();
  });
}
