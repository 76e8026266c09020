/** Everything the window shows, and the one function that changes it. Pure, so that every state can be tested. */
import type { AppState, Entry, Events } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { Transcript } from '../preload/transcript.ts';
import { withCleaned } from './cleaned-segments.ts';
import { blankSeer, reduceSeer, type Seer, type SeerChange } from './seer.ts';
import { blankSheet, type Sheet, withEntry, withPartial, withSegment } from './sheet.ts';
import { blankSummarizer, reduceSummarizer, type Summarizer, type SummarizerChange } from './summarizer.ts';
import { keepTranslations, withTranslation } from './translated-segments.ts';
import { blankTranslator, reduceTranslator, type Translator, type TranslatorChange } from './translator.ts';

/** The rooms that work, in the order of the rail. */
export const rooms = ['speak', 'see', 'translate', 'summarize', 'library', 'models', 'settings'] as const;
export type Room = (typeof rooms)[number];

/** Where the microphone is in a take. */
export type Take = 'idle' | 'opening' | 'recording' | 'finishing';

/** What went wrong beside the microphone; the rest comes from the program as an error with a code. */
export type MicrophoneTrouble = 'denied' | 'absent' | 'busy' | 'muted' | 'unplugged' | 'silent-start';

export type Trouble =
  | { readonly kind: 'microphone'; readonly trouble: MicrophoneTrouble }
  | {
      readonly kind: 'error';
      readonly error: ErrorData;
      /** What was being done: it says what Try again would do. */
      readonly during: 'take' | 'file' | 'other';
    };

export type ConnectionStatus = 'connecting' | 'connected' | 'lost' | 'refused';

export interface ViewState {
  readonly connection: ConnectionStatus;
  /** Null until the program has told its state. */
  readonly program: AppState | null;
  readonly room: Room;
  /** The entry of the library that is open. */
  readonly openEntry: string | null;
  readonly take: Take;
  readonly sheet: Sheet | null;
  readonly translator: Translator;
  readonly seer: Seer;
  readonly summarizer: Summarizer;
  /** How points stand below each other or as one paragraph. */
  readonly pointsAs: 'bullets' | 'paragraph';
  /** Words that were cleaned away are struck through or hidden; null: each place as it begins. */
  readonly showsLeftOut: boolean | null;
  readonly trouble: Trouble | null;
  /** Microphones by label, as the browser lists them; empty until it may name them. */
  readonly microphones: readonly string[];
  /** The remembered microphone was not there and another one was used instead. */
  readonly microphoneReplaced: boolean;
  /** Files whose bytes are still on their way to the program: id → share sent. */
  readonly sending: { readonly id: string; readonly share: number } | null;
  readonly keysShown: boolean;
  /** The pair of languages whose glossary is open over the room. */
  readonly glossary: LanguagePair | null;
}

/** BCP 47. */
export interface LanguagePair {
  readonly from: string;
  readonly to: string;
}

export type Change =
  | { readonly kind: 'connection'; readonly status: ConnectionStatus }
  | { readonly kind: 'program'; readonly program: AppState }
  | { readonly kind: 'room'; readonly room: Room }
  | { readonly kind: 'open-entry'; readonly id: string | null }
  | { readonly kind: 'take'; readonly take: Take }
  | { readonly kind: 'sheet'; readonly entry: Entry | null }
  | { readonly kind: 'transcript'; readonly entry: Entry; readonly transcript: Transcript }
  | { readonly kind: 'translator'; readonly change: TranslatorChange }
  | { readonly kind: 'seer'; readonly change: SeerChange }
  | { readonly kind: 'summarizer'; readonly change: SummarizerChange }
  | { readonly kind: 'points-as'; readonly as: ViewState['pointsAs'] }
  | { readonly kind: 'shows-left-out'; readonly shows: boolean }
  | { readonly kind: 'segment'; readonly event: Events['segment'] }
  | { readonly kind: 'partial'; readonly event: Events['partial'] }
  | { readonly kind: 'entry'; readonly event: Events['entry'] }
  | { readonly kind: 'trouble'; readonly trouble: Trouble | null }
  | { readonly kind: 'microphones'; readonly labels: readonly string[] }
  | { readonly kind: 'microphone-replaced'; readonly replaced: boolean }
  | { readonly kind: 'sending'; readonly sending: ViewState['sending'] }
  | { readonly kind: 'keys'; readonly shown: boolean }
  | { readonly kind: 'glossary'; readonly pair: LanguagePair | null }
  | { readonly kind: 'segment-translated'; readonly event: Events['segment-translated'] }
  | { readonly kind: 'segment-cleaned'; readonly event: Events['segment-cleaned'] };

export const initialView: ViewState = {
  connection: 'connecting',
  program: null,
  room: 'speak',
  openEntry: null,
  take: 'idle',
  sheet: null,
  translator: blankTranslator,
  seer: blankSeer,
  summarizer: blankSummarizer,
  pointsAs: 'bullets',
  showsLeftOut: null,
  trouble: null,
  microphones: [],
  microphoneReplaced: false,
  sending: null,
  keysShown: false,
  glossary: null,
};

/** The view after `change`. */
export function reduce(view: ViewState, change: Change): ViewState {
  switch (change.kind) {
    case 'connection':
      return { ...view, connection: change.status };
    case 'program':
      return withProgram(view, change.program);
    case 'room':
      return { ...view, room: change.room, openEntry: null };
    case 'open-entry':
      return { ...view, room: 'library', openEntry: change.id };
    case 'take':
      return { ...view, take: change.take };
    case 'sheet':
      return { ...view, sheet: change.entry === null ? null : blankSheet(change.entry) };
    case 'transcript':
      return withTranscript(view, change.entry, change.transcript);
    case 'translator':
      return { ...view, translator: reduceTranslator(view.translator, change.change) };
    case 'seer':
      return { ...view, seer: reduceSeer(view.seer, change.change) };
    case 'summarizer':
      return { ...view, summarizer: reduceSummarizer(view.summarizer, change.change) };
    case 'points-as':
      return { ...view, pointsAs: change.as };
    case 'shows-left-out':
      return { ...view, showsLeftOut: change.shows };
    case 'segment':
      return onSheet(view, change.event.id, (sheet) => withSegment(sheet, change.event.segment));
    case 'partial':
      return onSheet(view, change.event.id, (sheet) =>
        withPartial(sheet, change.event.settled, change.event.unsettled),
      );
    case 'entry':
      return withEntryEvent(view, change.event);
    case 'trouble':
      return { ...view, trouble: change.trouble };
    case 'microphones':
      return { ...view, microphones: change.labels };
    case 'microphone-replaced':
      return { ...view, microphoneReplaced: change.replaced };
    case 'sending':
      return { ...view, sending: change.sending };
    case 'keys':
      return { ...view, keysShown: change.shown };
    case 'glossary':
      return { ...view, glossary: change.pair };
    case 'segment-cleaned':
      return onSheet(view, change.event.id, (sheet) => ({
        ...sheet,
        segments: withCleaned(sheet.segments, change.event),
      }));
    case 'segment-translated':
      return onSheet(view, change.event.id, (sheet) => ({
        ...sheet,
        segments: withTranslation(sheet.segments, change.event),
      }));
  }
}

/** Entries a crash left unfinished, to be offered again. */
export function interruptedEntries(view: ViewState): readonly Entry[] {
  return view.program?.active.filter((entry) => entry.state === 'interrupted') ?? [];
}

/** Jobs at work other than the one on the sheet. */
export function otherJobs(view: ViewState): readonly Entry[] {
  const shown = view.sheet?.entry.id;
  return (
    view.program?.active.filter(
      (entry) => entry.id !== shown && (entry.state === 'waiting' || entry.state === 'running'),
    ) ?? []
  );
}

function withProgram(view: ViewState, program: AppState): ViewState {
  const entry = program.active.find((one) => one.id === view.sheet?.entry.id);
  const next = { ...view, program };
  return entry === undefined ? next : onSheet(next, entry.id, (sheet) => withEntry(sheet, entry));
}

function withTranscript(view: ViewState, entry: Entry, transcript: Transcript): ViewState {
  return onSheet(view, entry.id, (sheet) => {
    const segments = keepTranslations(transcript.segments, sheet.segments);
    return withEntry({ ...sheet, segments }, entry);
  });
}

function withEntryEvent(view: ViewState, { id, entry }: Events['entry']): ViewState {
  if (entry === null) return view.sheet?.entry.id === id ? { ...view, sheet: null } : view;
  return onSheet(view, id, (sheet) => withEntry(sheet, entry));
}

function onSheet(view: ViewState, id: string, edit: (sheet: Sheet) => Sheet): ViewState {
  return view.sheet?.entry.id === id ? { ...view, sheet: edit(view.sheet) } : view;
}
