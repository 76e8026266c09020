/**
 * A program that says what a test tells it to, put in the page's place of the real one: for states that are
 * hard to bring about (a full disk, a model half installed). The real program is in `window.spec.ts`.
 */
import type { Page } from 'playwright';
import type {
  Answer,
  AppState,
  CallName,
  Entry,
  EventName,
  Events,
  ModelView,
} from '../../preload/contract.ts';
import type { Segment, Word } from '../../preload/transcript.ts';

/** What each call answers; what is not named answers null. */
export type Script = { readonly [Name in CallName]?: Answer<Name> };

interface ScriptedWindow {
  scripted: {
    readonly calls: { readonly name: string; readonly input: unknown }[];
    emit(name: string, event: unknown): void;
    answers: Record<string, unknown>;
  };
}

/** Puts the scripted program into every page of `page`'s frame before its own code runs. */
export async function scriptProgram(page: Page, answers: Script): Promise<void> {
  // The loader that runs the tests marks functions with this name; the page has no such thing.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript((given) => {
    const listeners = new Map<string, Set<(event: unknown) => void>>();
    const scripted: ScriptedWindow['scripted'] = {
      calls: [],
      answers: given as Record<string, unknown>,
      emit: (name, event) => {
        for (const listener of listeners.get(name) ?? []) listener(event);
      },
    };
    const parola = {
      call: async (name: string, input: unknown) => {
        scripted.calls.push({ name, input: name === 'dictation.audio' ? null : input });
        return scripted.answers[name] ?? { ok: true, value: null };
      },
      on: (name: string, listener: (event: unknown) => void) => {
        const set = listeners.get(name) ?? new Set();
        listeners.set(name, set.add(listener));
        return () => set.delete(listener);
      },
    };
    Object.assign(window, { scripted, parola });
  }, answers);
}

/** The program tells something. */
export async function tell<Name extends EventName>(
  page: Page,
  name: Name,
  event: Events[Name],
): Promise<void> {
  await page.evaluate(
    ([eventName, data]) => (window as unknown as ScriptedWindow).scripted.emit(eventName as string, data),
    [name, event] as const,
  );
}

/** From now on `name` answers this. */
export async function answer<Name extends CallName>(
  page: Page,
  name: Name,
  value: Answer<Name>,
): Promise<void> {
  await page.evaluate(
    ([callName, data]) => {
      (window as unknown as ScriptedWindow).scripted.answers[callName as string] = data;
    },
    [name, value] as const,
  );
}

/** The calls that the page has made. */
export function callsMade(
  page: Page,
): Promise<readonly { readonly name: string; readonly input: unknown }[]> {
  return page.evaluate(() => (window as unknown as ScriptedWindow).scripted.calls);
}

const megabytes = 1_000_000;

export const hearing: ModelView = {
  id: 'moonshine-tiny',
  title: 'Hearing, English, small',
  name: 'Moonshine tiny',
  task: 'transcribe',
  languages: ['en'],
  licence: 'MIT',
  licenceUrl: 'https://example.org/licence',
  description: 'Quick and light, for dictation and recordings.',
  downloadBytes: 28 * megabytes,
  quality: null,
  comet: null,
  default: true,
  runnable: true,
  state: { kind: 'installed', bytes: 39 * megabytes },
};

export const noticing: ModelView = {
  ...hearing,
  id: 'silero-vad',
  title: 'Noticing speech',
  name: 'Silero VAD',
  task: 'voice-activity',
  languages: [],
  description: 'Tells speech from silence and noise.',
  downloadBytes: 2 * megabytes,
  state: { kind: 'installed', bytes: 2 * megabytes },
};

export const largerHearing: ModelView = {
  ...hearing,
  id: 'moonshine-base',
  title: 'Hearing, English, larger',
  name: 'Moonshine base',
  description: 'Fewer mistakes than the small one, at about twice the work.',
  downloadBytes: 64 * megabytes,
  default: false,
  state: { kind: 'absent' },
};

/** A program that is ready and has nothing to do. */
export const readyState: AppState = {
  version: '0.1.0',
  settings: {
    microphoneLabel: null,
    cameraLabel: null,
    offTheRecord: false,
    sounds: false,
    letterKeys: true,
    theme: 'system',
    speechModel: 'moonshine-tiny',
    translateFrom: null,
    translateTo: 'pt',
    dictationTranslation: null,
    exactTranslation: false,
    captionModel: 'parola-captioner',
    cleanDictation: false,
    summaryModel: null,
    sceneVoice: 'screen-reader',
    provider: 'auto',
  },
  engine: { kind: 'ready', provider: 'cpu' },
  models: [hearing, noticing, largerHearing],
  active: [],
  hears: ['English'],
  providers: { available: ['cpu'], testing: false, verdicts: [] },
  networkRequests: 0,
};

/** An entry of the library. */
export function entry(changes: Partial<Entry>): Entry {
  return {
    id: 'entry-1',
    kind: 'dictation',
    title: '',
    createdAt: Date.now() - 3_600_000,
    state: 'done',
    progress: null,
    durationSeconds: 11,
    excerpt: 'And so, my fellow Americans, ask not what your country can do for you.',
    hasRecording: true,
    offTheRecord: false,
    error: null,
    ...changes,
  };
}

/** A segment whose words lie evenly in its time; a word with a trailing `?` marker `~` is uncertain. */
export function segment(start: number, end: number, marked: string): Segment {
  const parts = marked.split(' ');
  const step = (end - start) / parts.length;
  const words: readonly Word[] = parts.map((part, index) => ({
    text: part.replace('~', ''),
    start: start + index * step,
    end: start + (index + 1) * step,
    confidence: part.includes('~') ? 0.2 : 0.95,
  }));
  return { start, end, text: marked.replaceAll('~', ''), confidence: 0.9, words };
}
