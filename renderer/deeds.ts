/** What a person can do in more than one place (by button, by key): one function each. */
import type { CallInput, ExportFormat, Program, TranslationFormat } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { PictureFormat } from '../preload/picture-calls.ts';
import type { ShownLength, SummaryFormat } from '../preload/summary-calls.ts';
import type { Announcer } from './announcer.ts';
import { readClipboardPicture } from './capture/paste.ts';
import type { Sendable } from './capture/send-file.ts';
import { isVideoFile } from './capture/video-frames.ts';
import { type DocumentControl, isDocument } from './document-control.ts';
import { copyText, saveAs, savePictureAs, saveSummaryAs, saveTranslationAs } from './hand-out.ts';
import { openFiles } from './open-files.ts';
import { isPictureFile, type SeeControl } from './see-control.ts';
import type { Store } from './store.ts';
import { isSummarizable, type SummarizeControl } from './summarize-control.ts';
import type { TranslateControl } from './translate-control.ts';
import type { LanguagePair, Room } from './view-state.ts';
import type { WatchControl } from './watch-control.ts';
import { words } from './words.ts';

export interface Deeds {
  goTo(room: Room): void;
  /** Opens an entry of the library, or (null) its list. */
  openEntry(id: string | null): void;
  setSettings(patch: CallInput<'settings.set'>): Promise<void>;
  /** Opens the system's file chooser, and then what is chosen: recordings; in See pictures, in the translator documents, in Summarize texts. */
  chooseFiles(): void;
  /** Recordings are listened to, pictures described, documents translated; in Summarize texts are summarized. */
  openFiles(files: readonly Sendable[]): Promise<void>;
  /** Puts `text` into the translator and goes there; `language` is its BCP 47 code where it is known. */
  sendToTranslator(text: string, language: string | null): Promise<void>;
  copy(text: string): Promise<boolean>;
  /** `clean`: without what was left out. */
  save(id: string, format: ExportFormat, clean?: boolean): Promise<void>;
  saveTranslation(id: string, format: TranslationFormat): Promise<void>;
  /** Describes the picture on the clipboard, or says that there is none. */
  pastePicture(): Promise<void>;
  savePicture(id: string, format: PictureFormat): Promise<void>;
  /** As it is shown: so many points, without what was left out. */
  saveSummary(id: string, format: SummaryFormat, length: ShownLength): Promise<void>;
  /** The user's own words for a picture; null: back to the caption. Answers whether they are kept. */
  setAltText(id: string, altText: string | null): Promise<boolean>;
  /** Goes to where languages are installed. */
  showLanguages(): void;
  showKeys(shown: boolean): void;
  /** Opens the user's terms for a pair of languages over the room, or (null) closes them. */
  showGlossary(pair: LanguagePair | null): void;
  dismissTrouble(): void;
  fail(error: ErrorData): void;
  retryConnection(): void;
}

interface DeedsMeans {
  readonly program: Program;
  readonly store: Store;
  readonly announcer: Announcer;
  readonly translate: TranslateControl;
  readonly documents: DocumentControl;
  readonly see: SeeControl;
  readonly watch: WatchControl;
  readonly summarize: SummarizeControl;
  retryNow(): void;
}

/** The deeds of one window. */
export function createDeeds(means: DeedsMeans): Deeds {
  const { program, store, announcer, translate, documents, see, watch, summarize } = means;
  const fail = (error: ErrorData) => {
    store.change({ kind: 'trouble', trouble: { kind: 'error', during: 'other', error } });
  };
  /** Pictures are described; a video is looked through, one at a time. */
  const look = (files: readonly Sendable[]) => {
    const isVideo = (file: Sendable): file is File => file instanceof File && isVideoFile(file);
    const [video, another] = files.filter(isVideo);
    if (video !== undefined) watch.watchVideo(video);
    if (another !== undefined) fail({ code: 'unknown', message: words.sight.oneVideo });
    see.open(files.filter((file) => !isVideo(file)));
  };
  const open = async (all: readonly Sendable[]) => {
    const isInSummarize = store.get().room === 'summarize';
    const texts = isInSummarize ? all.filter(isSummarizable) : [];
    const files = all.filter((file) => !texts.includes(file));
    if (texts.length > 0) summarize.openFiles(texts);
    // In See everything is meant as a picture but what is plainly something else.
    const isPicture = store.get().room === 'see' ? isNoSound : isPictureFile;
    const documentsOfThem = files.filter(isDocument);
    const pictures = files.filter((file) => !isDocument(file) && isPicture(file));
    const recordings = files.filter((file) => !isDocument(file) && !isPicture(file));
    if (pictures.length > 0) look(pictures);
    if (documentsOfThem.length > 0) {
      store.change({ kind: 'room', room: 'translate' });
      documents.open(documentsOfThem);
    }
    if (recordings.length > 0) await openFiles(program, store, recordings);
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
    chooseFiles: () => {
      // In the translator whatever is chosen is meant as a text: what it is, its content says.
      const { room } = store.get();
      void pickFiles().then((files) => {
        if (room === 'translate') documents.open(files);
        else if (room === 'see') look(files);
        else void open(files);
      });
    },
    sendToTranslator: async (text, language) => {
      store.change({ kind: 'room', room: 'translate' });
      const { translateFrom, translateTo } = store.get().program?.settings ?? {};
      // What is in the language that one reads is to be translated out of it.
      const other = translateFrom ?? (language === 'en' ? 'pt' : 'en');
      await translate.give(text, { from: language, ...(language === translateTo ? { to: other } : {}) });
    },
    openFiles: open,
    copy: async (text) => {
      const copied = await copyText(text);
      announcer.say(copied ? words.actions.copied : words.actions.copyFailed);
      if (!copied) fail({ code: 'unknown', message: words.actions.copyFailed });
      return copied;
    },
    save: async (id, format, clean = false) => {
      const error = await saveAs(program, id, format, clean);
      if (error !== null) fail(error);
      else announcer.say(words.actions.saved);
    },
    saveTranslation: async (id, format) => {
      const error = await saveTranslationAs(program, id, format);
      if (error !== null) fail(error);
      else announcer.say(words.actions.saved);
    },
    pastePicture: async () => {
      try {
        const picture = await readClipboardPicture();
        if (picture === null) return fail({ code: 'unknown', message: words.see.pasteNothing });
        store.change({ kind: 'trouble', trouble: null });
        see.describe(picture, 'clipboard', '');
      } catch {
        fail({ code: 'unknown', message: words.see.pasteRefused });
      }
    },
    savePicture: async (id, format) => {
      const error = await savePictureAs(program, id, format);
      if (error !== null) fail(error);
      else announcer.say(words.actions.saved);
    },
    saveSummary: async (id, format, length) => {
      const error = await saveSummaryAs(program, id, format, length);
      if (error !== null) fail(error);
      else announcer.say(words.actions.saved);
    },
    setAltText: async (id, altText) => {
      const answer = await program.call('picture.set-alt', { id, altText });
      if (!answer.ok) fail(answer.error);
      else see.keepAltText(id, altText);
      return answer.ok;
    },
    showLanguages: () => {
      store.change({ kind: 'room', room: 'models' });
      requestAnimationFrame(focusLanguageSearch);
    },
    showKeys: (shown) => store.change({ kind: 'keys', shown }),
    showGlossary: (pair) => store.change({ kind: 'glossary', pair }),
    dismissTrouble: () => store.change({ kind: 'trouble', trouble: null }),
    fail,
    retryConnection: means.retryNow,
  };
}

/** What its name does not call a recording. */
function isNoSound({ name }: Sendable): boolean {
  return !/\.(wav|mp3|flac|ogg|oga|opus|m4a|aac|wma)$/i.test(name);
}

/** The search among the languages of Models, with what it finds in view. Answers whether it is there. */
export function focusLanguageSearch(): boolean {
  const field = document.querySelector<HTMLElement>('#language-search');
  field?.closest('.models-section')?.scrollIntoView({ block: 'start' });
  field?.focus();
  return field !== null;
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
