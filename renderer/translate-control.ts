/**
 * Translates what stands in the translator while it is being typed. A run begins when typing rests; of runs
 * the newest wins; and before the program has named the entry there is only one at a time, so that one text
 * never becomes two entries.
 */
import type { Answer, Events, Program } from '../preload/contract.ts';
import type { SentenceTranslation } from '../preload/translation.ts';
import type { Announcer } from './announcer.ts';
import { collectArrivals } from './arrivals.ts';
import type { Store } from './store.ts';
import { chosenRoute, modelChoices } from './translation-languages.ts';
import { isBlank, type TranslatorChange, targetText } from './translator.ts';
import { words } from './words.ts';

/** BCP 47; a null `from` is to be detected, and what is not there stays as it is. */
export interface ChosenLanguages {
  readonly from?: string | null;
  readonly to?: string;
}

export interface TranslateControl {
  /** The person typed. */
  type(text: string): void;
  /** Puts `text` in the place of what stands there, as a new entry. */
  give(text: string, languages?: ChosenLanguages): Promise<void>;
  setLanguages(languages: ChosenLanguages): Promise<void>;
  /** The translation becomes the text, and the languages change places. */
  swap(): void;
  /** Translates what stands there now; also after an error. */
  run(): void;
  cancel(): void;
  /** The person chose another wording of a sentence. */
  choose(index: number, part: SentenceTranslation): void;
}

/** Of the text at most so much can be sent. */
export const maxCharacters = 2_000_000;

/** How long typing rests before a run: longer for long texts, whose way to the program takes longer. */
const restMs = { least: 180, most: 1500, charactersPerMs: 200 };
/** How long a translation stands before a screen reader reads it: not while one goes on typing. */
const settledMs = 900;
/** Longer translations are announced by their length. */
const readAloudCharacters = 400;

/** The one control of the window. */
export function createTranslateControl(
  program: Program,
  store: Store,
  announcer: Announcer,
): TranslateControl {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let announcing: ReturnType<typeof setTimeout> | undefined;
  /** Counts runs; only the newest may change what is shown. */
  let newest = 0;
  /** A run under way whose entry the program has not named. */
  let unnamed: { again: boolean } | null = null;
  /** How many such runs are under way, those that no longer count with them. */
  let nameless = 0;
  /** So many changes of the settings are under way. */
  let saving = 0;
  /** What the newest run translates, while it does. */
  let underWay = '';
  /** Wordings that the person chose in this entry, by the sentence. */
  let chosen = new Map<string, SentenceTranslation>();

  const change = (one: TranslatorChange) => store.change({ kind: 'translator', change: one });
  const now = () => store.get().translator;
  const arrivals = collectArrivals((index, parts) => change({ kind: 'arrived', index, parts }));
  const schedule = () => {
    clearTimeout(timer);
    clearTimeout(announcing);
    const { text } = now();
    if (isBlank(text)) return stopAll();
    const rest = Math.min(restMs.most, restMs.least + text.length / restMs.charactersPerMs);
    timer = setTimeout(() => void start(), rest);
  };
  /** Nothing that is under way counts any more. */
  const stopAll = () => {
    newest += 1;
    unnamed = null;
    underWay = '';
    chosen = new Map();
    clearTimeout(timer);
    clearTimeout(announcing);
  };

  const start = async () => {
    clearTimeout(timer);
    const { text, entry } = now();
    const settings = store.get().program?.settings;
    if (settings === undefined || isBlank(text) || saving > 0) return;
    if (text.length > maxCharacters) {
      return change({ kind: 'failed', error: { code: 'text-too-long', message: words.translate.tooLong } });
    }
    if (!isReady(store)) return change({ kind: 'failed', error: now().error });
    if (entry === null && unnamed !== null) {
      unnamed.again = true;
      return;
    }
    const { translateFrom: from, translateTo: to, offTheRecord } = settings;
    const what = `${entry} ${from} ${to} ${text}`;
    if (what === underWay) return;
    underWay = what;
    newest += 1;
    const number = newest;
    const mark = entry === null ? { again: false } : null;
    unnamed = mark ?? unnamed;
    nameless += mark === null ? 0 : 1;
    arrivals.drop();
    change({ kind: 'running', offTheRecord });
    const answer = await program.call('translate.run', { id: entry, text, from, to, offTheRecord });
    nameless -= mark === null ? 0 : 1;
    if (mark !== null && unnamed === mark) unnamed = null;
    if (number !== newest) return;
    underWay = '';
    finish(answer);
    if (mark?.again) return void start();
  };
  const finish = (answer: Answer<'translate.run'>) => {
    if (!answer.ok) {
      const { error } = answer;
      return change({ kind: 'failed', error: error.code === 'cancelled' ? null : error });
    }
    arrivals.drop();
    const { id, translation, glossaryError = null } = answer.value;
    change({ kind: 'translated', entry: id, translation, glossaryError });
    chooseAgain();
    announcing = setTimeout(announce, settledMs);
  };

  const announce = () => {
    const { parts, about, text } = now();
    if (store.get().room !== 'translate') return;
    const target = targetText(parts);
    if (target.length <= readAloudCharacters) announcer.say(target, about?.to);
    else announcer.say(words.translate.translated(text.length));
  };

  /** What the person chose stays chosen when the text around it is translated again. */
  const chooseAgain = () => {
    for (const [index, part] of now().parts.entries()) {
      const wanted = chosen.get(part.source);
      if (wanted !== undefined && wanted.target !== part.target) choose(index, wanted);
    }
  };
  const choose = (index: number, part: SentenceTranslation) => {
    const { entry } = now();
    chosen.set(part.source, part);
    change({ kind: 'chosen', index, part });
    if (entry !== null) void program.call('translate.choose', { id: entry, index, part });
  };

  /** Nothing runs until the settings are those of the text that is to run. */
  const saveLanguages = async ({ from, to }: ChosenLanguages) => {
    saving += 1;
    const answer = await program.call('settings.set', {
      ...(from === undefined ? {} : { translateFrom: from }),
      ...(to === undefined ? {} : { translateTo: to }),
    });
    const state = store.get().program;
    if (!answer.ok) {
      const trouble = { kind: 'error', during: 'other', error: answer.error } as const;
      store.change({ kind: 'trouble', trouble });
    } else if (state !== null) {
      store.change({ kind: 'program', program: { ...state, settings: answer.value } });
    }
    saving -= 1;
  };
  const give: TranslateControl['give'] = async (text, languages) => {
    stopAll();
    if (languages !== undefined) await saveLanguages(languages);
    stopAll();
    change({ kind: 'given', text });
    await start();
  };
  const setLanguages: TranslateControl['setLanguages'] = async (languages) => {
    await saveLanguages(languages);
    chosen = new Map();
    newest += 1;
    underWay = '';
    change({ kind: 'languages' });
    await start();
  };

  program.on('translated', ({ id, index, parts }: Events['translated']) => {
    const { entry, phase, documents } = now();
    if (phase !== 'running' || documents.some((one) => one.id === id)) return;
    // Of a new entry the first news is its first parts.
    if (entry === null && unnamed !== null && nameless === 1) change({ kind: 'named', entry: id });
    if (now().entry === id) arrivals.add(index, parts);
  });
  program.on('entry', ({ id, entry }) => {
    if (entry === null && now().entry === id) change({ kind: 'named', entry: null });
  });
  runWhenReady(store, () => {
    if (saving === 0 && !isBlank(now().text) && now().phase !== 'running') void start();
  });

  return {
    type: (text) => {
      change({ kind: 'typed', text });
      schedule();
    },
    give,
    setLanguages,
    swap: () => {
      const { about, parts } = now();
      const settings = store.get().program?.settings;
      const from = settings?.translateFrom ?? about?.from;
      if (settings === undefined || from === undefined) return;
      void give(targetText(parts), { from: settings.translateTo, to: from });
    },
    run: () => void start(),
    cancel: () => {
      const { entry } = now();
      newest += 1;
      underWay = '';
      if (entry !== null) void program.call('job.cancel', { id: entry });
      change({ kind: 'failed', error: null });
    },
    choose,
  };
}

/** Are the models for the chosen languages there, as far as the page can tell? */
export function isReady(store: Store): boolean {
  const { program, translator } = store.get();
  if (program === null) return false;
  return chosenRoute(modelChoices(program.models), program.settings, translator.error).kind === 'ready';
}

/** Calls `then` each time that the models for the chosen languages come to be there. */
export function runWhenReady(store: Store, then: () => void): void {
  let seen = store.get().program;
  let was = isReady(store);
  store.listen(() => {
    if (store.get().program === seen) return;
    seen = store.get().program;
    const comes = !was && isReady(store);
    was = isReady(store);
    if (comes) then();
  });
}
