/**
 * Summarizes what stands in the room, entries of the library and dropped files. One run at a time: a newer one
 * wins, and what an older one answers does not count any more.
 */
import type { Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { ShownLength } from '../preload/summary-calls.ts';
import { maxSummaryCharacters } from '../preload/summary-calls.ts';
import type { Announcer } from './announcer.ts';
import { type Sendable, sendFile } from './capture/send-file.ts';
import { inSentences } from './error-words.ts';
import type { Store } from './store.ts';
import type { SummarizerChange } from './summarizer.ts';
import { shownPoints, wordsShown } from './summary-points.ts';
import { words } from './words.ts';

export interface SummarizeControl {
  type(text: string): void;
  /** Puts another text in the place of what stands there; it is read when it is asked for. */
  give(text: string): void;
  /** The text that was read is to be written on. */
  edit(): void;
  /** Reads what stands there; also once more. */
  run(): void;
  /** Several make one digest. */
  summarizeEntries(ids: readonly string[]): void;
  /** The first takes the room; the others become entries of the library. */
  openFiles(files: readonly Sendable[]): void;
  cancel(): void;
  /** How much is shown; kept once the slider rests. */
  setLength(length: ShownLength): void;
}

/** How long the slider rests before its place is kept. */
const keptAfterMs = 400;
const endedByHand: ReadonlySet<string> = new Set(['cancelled', 'job-unknown']);

/** What Summarize takes, by its name. */
export function isSummarizable({ name }: Pick<Sendable, 'name'>): boolean {
  return /\.(txt|text|md|markdown|srt|vtt|json)$/i.test(name);
}

/** The one control of the window. */
export function createSummarizeControl(
  program: Program,
  store: Store,
  announcer: Announcer,
): SummarizeControl {
  /** Counts runs; only the newest may change what is shown. */
  let newest = 0;
  /** A run is under way whose entry the program has not named. */
  let isNameless = false;
  let keeping: ReturnType<typeof setTimeout> | undefined;

  const change = (one: SummarizerChange) => store.change({ kind: 'summarizer', change: one });
  const now = () => store.get().summarizer;
  const fail = (error: ErrorData) => {
    if (endedByHand.has(error.code)) return change({ kind: 'failed', error: null });
    change({ kind: 'failed', error });
    const { what, todo } = inSentences(error);
    if (store.get().room === 'summarize') announcer.say(`${what} ${todo}`.trim());
  };
  const announce = () => {
    const { view } = now();
    if (store.get().room !== 'summarize' || view?.digest == null) return;
    const points = shownPoints(view);
    announcer.say(words.summarize.done(view.digest.read, wordsShown(points), points.length));
  };
  /** What an earlier run still answers belongs to nothing that is shown. */
  const begin = () => {
    newest += 1;
    isNameless = false;
    clearTimeout(keeping);
    return newest;
  };

  const run = async () => {
    const { source, text, entry } = now();
    const settings = store.get().program?.settings;
    if (settings === undefined || now().phase !== 'idle') return;
    if (source.kind === 'file') return again();
    if (source.kind === 'typed' && !/\S/.test(text)) return;
    if (source.kind === 'typed' && text.length > maxSummaryCharacters) {
      return fail({ code: 'text-too-long', message: words.translate.tooLong });
    }
    const number = begin();
    isNameless = entry === null;
    const { offTheRecord, summaryModel: model } = settings;
    change({ kind: 'running', offTheRecord });
    const answer = await program.call('summary.run', {
      ...{ id: entry, model, offTheRecord },
      source: source.kind === 'typed' ? { text } : { entries: [...source.ids] },
    });
    if (number !== newest) return;
    isNameless = false;
    if (!answer.ok) return fail(answer.error);
    change({ kind: 'opened', view: answer.value.view });
    announce();
  };
  /** A file that is in the library already. */
  const again = async () => {
    const { entry } = now();
    if (entry === null) return;
    const number = begin();
    change({ kind: 'running', offTheRecord: now().offTheRecord });
    const answer = await program.call('job.retry', { id: entry });
    if (number === newest && !answer.ok) fail(answer.error);
  };
  const open = async (id: string) => {
    const number = newest;
    const answer = await program.call('summary.open', { id });
    if (number !== newest || now().entry !== id || !answer.ok || answer.value === null) return;
    // An answer from before the digest was made says nothing new.
    if (answer.value.digest === null && now().view?.digest != null) return;
    change({ kind: 'opened', view: answer.value });
    if (answer.value.digest !== null) announce();
  };
  const named = (id: string) => {
    if (!isNameless) return;
    isNameless = false;
    change({ kind: 'named', entry: id });
    // What comes from the library is shown while it is read.
    if (now().source.kind === 'entries') void open(id);
  };

  const send = async (file: Sendable, isShown: boolean) => {
    const offTheRecord = store.get().program?.settings.offTheRecord ?? false;
    const number = isShown ? begin() : newest;
    const counts = () => isShown && number === newest;
    if (isShown) change({ kind: 'given', source: { kind: 'file', name: file.name } });
    const result = await sendFile(
      program,
      file,
      (id, share) => counts() && change({ kind: 'sending', id, share }),
      (name, bytes) => program.call('summary.begin', { name, bytes, offTheRecord }),
    );
    if (result.kind !== 'sent') {
      if (counts()) fail(result.error);
      else if (!endedByHand.has(result.error.code)) {
        store.change({ kind: 'trouble', trouble: { kind: 'error', during: 'other', error: result.error } });
      }
    } else if (counts() && now().view?.digest == null && now().error === null) {
      change({ kind: 'running', offTheRecord });
      const { entry } = now();
      if (entry !== null) void open(entry);
    }
  };

  program.on('summarizing', ({ id, done, total }) => {
    named(id);
    if (now().entry === id) change({ kind: 'read', done, total });
  });
  program.on('summarized', ({ id }) => {
    if (now().entry === id) void open(id);
  });
  program.on('entry', ({ id, entry }) => {
    if (entry?.kind === 'summary' && entry.state === 'running') named(id);
    if (now().entry !== id) return;
    if (entry === null) change({ kind: 'named', entry: null });
    else if (now().source.kind === 'file' && now().phase === 'running') {
      if (entry.state === 'cancelled') change({ kind: 'failed', error: null });
      if (entry.state === 'failed' && entry.error !== null) fail(entry.error);
    }
  });

  return {
    type: (text) => change({ kind: 'typed', text }),
    give: (text) => {
      begin();
      change({ kind: 'given', source: { kind: 'typed' }, text });
    },
    edit: () => change({ kind: 'edit' }),
    run: () => void run(),
    summarizeEntries: (ids) => {
      begin();
      change({ kind: 'given', source: { kind: 'entries', ids } });
      store.change({ kind: 'room', room: 'summarize' });
      void run();
    },
    openFiles: ([first, ...others]) => {
      if (first === undefined) return;
      store.change({ kind: 'room', room: 'summarize' });
      void (async () => {
        await send(first, true);
        for (const file of others) await send(file, false);
        if (others.length > 0) announcer.say(words.summarize.moreFiles(others.length));
      })();
    },
    cancel: () => {
      const { entry } = now();
      begin();
      if (entry !== null) void program.call('job.cancel', { id: entry });
      change({ kind: 'failed', error: null });
    },
    setLength: (length) => {
      change({ kind: 'length', length });
      const { entry } = now();
      clearTimeout(keeping);
      if (entry === null) return;
      keeping = setTimeout(() => void program.call('summary.set-length', { id: entry, length }), keptAfterMs);
    },
  };
}
