/**
 * Every call and event between the page and the program: types and validators, the only seam. The same
 * table serves Electron's IPC and the loopback socket, so a call that is not here cannot be made, and
 * one whose input does not fit is refused before any code sees it.
 */
import * as v from 'valibot';
import type { PictureDescription } from './description.ts';
import type { ErrorData } from './error-data.ts';
import { type PictureCallResults, pictureCalls } from './picture-calls.ts';
import type { CharacterRange } from './summary.ts';
import { type SummaryCallResults, summaryCalls } from './summary-calls.ts';
import type { Segment, Transcript, Word } from './transcript.ts';
import type { GlossaryRule, SentenceTranslation } from './translation.ts';

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/));
const byId = v.strictObject({ id });
const none = v.undefined();
const exportFormat = v.picklist(['text', 'json', 'srt', 'vtt']);
/** `document`: a translated file in its own form. */
const translationFormat = v.picklist(['text', 'json', 'document']);

/** BCP 47. */
const language = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));
/** Null: to be detected. */
const languageOrNot = v.nullable(language);
const glossaryText = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const settingsPatch = v.strictObject({
  /** The microphone by its label: browsers change device ids, people know names. Null: the system's default. */
  microphoneLabel: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(300)))),
  /** The camera, likewise. */
  cameraLabel: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(300)))),
  offTheRecord: v.optional(v.boolean()),
  sounds: v.optional(v.boolean()),
  /** Keys that are a single letter, digit or sign; who controls the computer by voice wants none. */
  letterKeys: v.optional(v.boolean()),
  theme: v.optional(v.picklist(['system', 'light', 'dark'])),
  speechModel: v.optional(id),
  /** What the translator was last set to. */
  translateFrom: v.optional(languageOrNot),
  translateTo: v.optional(language),
  /** Translate each settled sentence of a dictation into this; null: not at all. */
  dictationTranslation: v.optional(languageOrNot),
  /** Translate with the arithmetic that gives the same on every processor. */
  exactTranslation: v.optional(v.boolean()),
  captionModel: v.optional(id),
  /** Show each settled sentence of a dictation without fillers, repeats and self-repairs. */
  cleanDictation: v.optional(v.boolean()),
  /** What summarizes; null: sentences that were really said. */
  summaryModel: v.optional(v.nullable(id)),
  /** While the camera is watched: who says what is new. */
  sceneVoice: v.optional(v.picklist(['screen-reader', 'voice', 'off'])),
  /** What computes: `auto` uses what proved itself right and faster. */
  provider: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/))),
});

/** 16 kHz mono; at most a second at a time. */
const samples = v.pipe(
  v.instance(Float32Array),
  v.check((value) => value.length <= 16_000, 'at most 16000 samples at a time'),
);
const bytes = v.pipe(
  v.instance(Uint8Array),
  v.check((value) => value.length <= 4 * 2 ** 20, 'at most 4 MiB at a time'),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The input of every call. */
export const calls = {
  /** The whole state, when the page opens; `state` events keep it current. */
  'state.get': none,
  'dictation.start': v.strictObject({ offTheRecord: v.boolean() }),
  'dictation.audio': v.strictObject({ id, samples }),
  'dictation.stop': byId,
  /** Gives up the words; the recording stays in the history unless it is off the record. */
  'dictation.cancel': byId,
  /** A dropped file comes in pieces; it is on disk before it is a job. */
  'file.begin': v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)), bytes: count }),
  'file.chunk': v.strictObject({ id, bytes }),
  'file.end': byId,
  'job.cancel': byId,
  /** Run again from the stored input. */
  'job.retry': byId,
  /** Newest first; `query` searches the words. */
  'history.list': v.strictObject({
    query: v.pipe(v.string(), v.maxLength(500)),
    limit: v.pipe(count, v.maxValue(200)),
    offset: count,
  }),
  'history.open': byId,
  /** For good: words, recording, search index. */
  'history.delete': byId,
  /** A piece of the recording, to play it. */
  'history.recording': v.strictObject({ id, offset: count, length: v.pipe(count, v.maxValue(4 * 2 ** 20)) }),
  /** `clean`: what was cleaned as it was spoken without what was left out; else every word that was said. */
  'history.export': v.strictObject({ id, format: exportFormat, clean: v.optional(v.boolean()) }),
  /**
   * Translates what stands in the translator now. `id` names its entry of the library: null makes one. A
   * newer run of the same entry ends the older. `offTheRecord` counts for a new entry.
   */
  'translate.run': v.strictObject({
    id: v.nullable(id),
    text: v.pipe(v.string(), v.maxLength(2_000_000)),
    from: languageOrNot,
    to: language,
    offTheRecord: v.boolean(),
  }),
  /** Other ways to go on after the tokens `before` of one sentence's translation. */
  'translate.suggest': v.strictObject({
    sentence: v.pipe(v.string(), v.maxLength(20_000)),
    before: v.pipe(v.array(v.string()), v.maxLength(2000)),
    from: language,
    to: language,
  }),
  /** The user chose another wording of one sentence: part `index` of the entry's translation. */
  'translate.choose': v.strictObject({ id, index: count, part: v.custom<SentenceTranslation>(isPart) }),
  /** Like `file.begin`, for a text, Markdown or subtitle file to be translated; pieces follow as there. */
  'document.begin': v.strictObject({
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
    bytes: count,
    from: languageOrNot,
    to: language,
  }),
  'translation.open': byId,
  'translation.export': v.strictObject({ id, format: translationFormat }),
  ...pictureCalls,
  ...summaryCalls,
  /** Tries the providers again that this machine has, with every model that is installed. */
  'providers.test': none,
  /** The user's terms for a pair of languages. */
  'glossary.get': v.strictObject({ from: language, to: language }),
  'glossary.set': v.strictObject({
    from: language,
    to: language,
    rules: v.pipe(
      v.array(
        v.strictObject({
          source: glossaryText,
          target: v.nullable(glossaryText),
          forbidden: v.pipe(v.array(glossaryText), v.maxLength(20)),
        }),
      ),
      v.maxLength(1000),
    ),
  }),
  'models.install': byId,
  'models.cancel': byId,
  'models.remove': byId,
  'models.verify': byId,
  'settings.set': settingsPatch,
} as const;

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = v.InferInput<(typeof calls)[Name]>;
export type ExportFormat = v.InferOutput<typeof exportFormat>;
export type TranslationFormat = v.InferOutput<typeof translationFormat>;

export interface Settings {
  readonly microphoneLabel: string | null;
  readonly cameraLabel: string | null;
  readonly offTheRecord: boolean;
  readonly sounds: boolean;
  readonly letterKeys: boolean;
  readonly theme: 'system' | 'light' | 'dark';
  readonly speechModel: string;
  readonly translateFrom: string | null;
  readonly translateTo: string;
  readonly dictationTranslation: string | null;
  readonly exactTranslation: boolean;
  readonly captionModel: string;
  readonly cleanDictation: boolean;
  readonly summaryModel: string | null;
  readonly sceneVoice: 'screen-reader' | 'voice' | 'off';
  readonly provider: string;
}

export interface ModelView {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly task: string;
  readonly languages: readonly string[];
  readonly licence: string;
  readonly licenceUrl: string;
  readonly description: string;
  readonly downloadBytes: number;
  /** Published BLEU, for comparing models of one pair; null where there is none. */
  readonly quality: number | null;
  /** Published COMET, 0–1; null where there is none. */
  readonly comet: number | null;
  readonly default: boolean;
  /** False: this version can fetch it but not run it yet. */
  readonly runnable: boolean;
  readonly state:
    | { readonly kind: 'absent' }
    | {
        readonly kind: 'installing';
        readonly doneBytes: number;
        readonly totalBytes: number;
        readonly step: string;
      }
    | { readonly kind: 'installed'; readonly bytes: number }
    | { readonly kind: 'failed'; readonly error: ErrorData };
}

/** The inference process as the user should know it. */
export type EngineView =
  /** A needed model is not installed. */
  | { readonly kind: 'model-missing'; readonly model: string }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly provider: string }
  /** It ended by itself; a new one is being started and the job goes on. */
  | { readonly kind: 'restarting'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** What was found out about a provider and one graph of a model. */
export interface ProviderVerdict {
  /** The model's id. */
  readonly model: string;
  readonly graph: 'encoder' | 'decoder';
  readonly provider: string;
  readonly used: boolean;
  /** In words: "3.1× faster", "wrong numbers, not used". */
  readonly reason: string;
}

export interface ProvidersView {
  /** What this machine has; `cpu` is always among them. */
  readonly available: readonly string[];
  readonly testing: boolean;
  readonly verdicts: readonly ProviderVerdict[];
}

/** One thing heard, seen or translated: a dictation, a recording, a picture, a text from the translator, a document. */
export interface Entry {
  readonly id: string;
  readonly kind:
    | 'dictation'
    | 'file'
    | 'translation'
    | 'document'
    | 'picture'
    | 'summary'
    /** A camera, screen or video that was watched; its transcript is what was seen, with times. */
    | 'watch';
  /** The file's name; empty for what has none. */
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly state: 'recording' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';
  /** 0–1, or null when the length is not known. */
  readonly progress: number | null;
  readonly durationSeconds: number;
  /** The first words, for a list. */
  readonly excerpt: string;
  readonly hasRecording: boolean;
  /** Never stored: gone when the program ends. */
  readonly offTheRecord: boolean;
  readonly error: ErrorData | null;
}

export interface EntryWithTranscript {
  readonly entry: Entry;
  readonly transcript: Transcript;
}

/** What a text was translated into. */
export interface Translation {
  /** BCP 47. */
  readonly from: string;
  readonly to: string;
  /** The language was not given but found. */
  readonly detected: boolean;
  /** The models it went through, one or two. */
  readonly models: readonly string[];
  /** The sources joined are the text, the targets the translation. */
  readonly parts: readonly SentenceTranslation[];
}

export interface AppState {
  readonly version: string;
  readonly settings: Settings;
  readonly engine: EngineView;
  readonly models: readonly ModelView[];
  /** Recordings, files in progress and those a crash interrupted. */
  readonly active: readonly Entry[];
  /** What can be heard now, in words ("English"). */
  readonly hears: readonly string[];
  readonly providers: ProvidersView;
  /** Requests to the network since start; only model installation makes any. */
  readonly networkRequests: number;
}

/** What is told of the state when something in it changed; put into the last one, it makes the present one. */
export type StateChange = Omit<AppState, 'models'> & Partial<Pick<AppState, 'models'>>;

/** What each call answers. */
export interface CallResults extends PictureCallResults, SummaryCallResults {
  'state.get': AppState;
  'dictation.start': { readonly id: string };
  'dictation.audio': null;
  'dictation.stop': null;
  'dictation.cancel': null;
  'file.begin': { readonly id: string };
  'file.chunk': null;
  'file.end': null;
  'job.cancel': null;
  'job.retry': null;
  'history.list': { readonly entries: readonly Entry[]; readonly total: number };
  'history.open': EntryWithTranscript;
  'history.delete': null;
  'history.recording': { readonly bytes: Uint8Array; readonly totalBytes: number; readonly mimeType: string };
  'history.export': { readonly name: string; readonly mimeType: string; readonly text: string };
  /** `glossaryError`: why the user's terms did not count; only where the glossary cannot be read. */
  'translate.run': {
    readonly id: string;
    readonly translation: Translation;
    readonly glossaryError?: ErrorData;
  };
  'translate.suggest': { readonly suggestions: readonly SentenceTranslation[] };
  'translate.choose': null;
  'document.begin': { readonly id: string };
  'translation.export': CallResults['history.export'];
  'translation.open': { readonly entry: Entry; readonly translation: Translation };
  'providers.test': null;
  'glossary.get': { readonly rules: readonly GlossaryRule[]; readonly file: string };
  'glossary.set': null;
  'models.install': null;
  'models.cancel': null;
  'models.remove': null;
  'models.verify': { readonly intact: boolean; readonly problems: readonly string[] };
  'settings.set': Settings;
}

/** What the program tells the page unasked. */
export interface Events {
  /** The state again, at most ten times a second; the models, which are many, only when they changed. */
  state: StateChange;
  /** A stretch of a recording or file that will not change any more; stored before it is sent. */
  segment: { readonly id: string; readonly segment: Segment };
  /** The stretch being spoken: `settled` words only grow, `unsettled` may change. */
  partial: { readonly id: string; readonly settled: readonly Word[]; readonly unsettled: string };
  /** Parts of a running translation, in order from `index` on. */
  translated: { readonly id: string; readonly index: number; readonly parts: readonly SentenceTranslation[] };
  /** The translation of a dictation's settled stretch, by its start; never changes afterwards. */
  'segment-translated': {
    readonly id: string;
    readonly start: number;
    readonly to: string;
    readonly text: string;
  };
  /** A picture was described; stored before it is sent. */
  described: { readonly id: string; readonly description: PictureDescription };
  /** A dictation's settled stretch, by its start, without what was cleaned away; never changes afterwards. */
  'segment-cleaned': {
    readonly id: string;
    readonly start: number;
    readonly text: string;
    /** Ranges of the stretch's own text. */
    readonly removed: readonly CharacterRange[];
  };
  /** Sentences read so far of a running summary. */
  summarizing: { readonly id: string; readonly done: number; readonly total: number };
  /** A dropped text was summarized; stored before it is sent. */
  summarized: { readonly id: string };
  /** A job ended, or an entry changed or was deleted: read the history again. */
  entry: { readonly id: string; readonly entry: Entry | null };
}

export type EventName = keyof Events;
export const eventNames = [
  'state',
  'segment',
  'partial',
  'translated',
  'segment-translated',
  'described',
  'segment-cleaned',
  'summarizing',
  'summarized',
  'entry',
] as const satisfies readonly EventName[];

/** An answer on the wire: a failure is data too, never an exception that crosses. */
export type Answer<Name extends CallName> =
  | { readonly ok: true; readonly value: CallResults[Name] }
  | { readonly ok: false; readonly error: ErrorData };

/** The program as the page sees it, whatever carries it: `window.parola` in Electron, a socket on loopback. */
export interface Program {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Answer<Name>>;
  /** Returns the function that stops listening. */
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
}

/** Is `name` one of the calls? Own properties only, so `constructor` is not. */
export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

/** What the page sends back of a translation is its own display; only the shape is checked. */
function isPart(value: unknown): boolean {
  const part = value as Partial<Record<keyof SentenceTranslation, unknown>> | null;
  return typeof part?.source === 'string' && typeof part.target === 'string' && Array.isArray(part.tokens);
}
