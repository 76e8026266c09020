/** One run over a text: what changed is stored, translated, stored line by line, and told. */
import type { SentenceTranslation } from '../preload/translation.ts';
import type { Emit, Entries } from './entries.ts';
import type { Inference } from './inference.ts';
import type { StoredTranslation, TextLine } from './library-translations.ts';
import { changeLines, partsOf, shortened } from './text-lines.ts';
import { translateTexts } from './translate-texts.ts';
import type { TranslationPlan } from './translation-plan.ts';

export interface RunContext {
  readonly entries: Entries;
  readonly inference: Pick<Inference, 'translate'>;
  readonly emit: Emit;
  /** Something that is not stored changed: progress. */
  readonly onProgress: () => void;
}

export interface BegunText {
  readonly id: string;
  /** As they are in the library; those without parts are still to be translated. */
  readonly lines: TextLine[];
  /** So many lines are what they were before. */
  readonly same: number;
}

/** Longer texts take both processes, and are shown as work that can be cancelled. */
const longCharacters = 5000;
/** What comes is stored so often: each time the disk is waited for. */
const storeMilliseconds = 250;

/** Stores the text, with what of its translation is known already. @throws ParolaError disk-full, output-unwritable */
export function beginText(
  entries: Entries,
  id: string,
  text: string,
  old: StoredTranslation | null,
  { facts }: TranslationPlan,
): BegunText {
  const oldLines = old?.lines ?? [];
  const change = changeLines(oldLines, text, old?.madeWith === facts.madeWith);
  entries.inTranslations(id, (translations) => {
    translations.describe(id, facts);
    translations.writeLines(id, change.same, change.removed, change.lines);
  });
  const lines = [...oldLines];
  lines.splice(change.same, change.removed, ...change.lines);
  return { id, lines, same: change.same };
}

/**
 * Translates the lines that have no parts.
 * @param onTold called when the page has learnt of the text by an event
 * @throws ParolaError as `Inference.translate`, disk-full, output-unwritable
 */
export async function translateLines(
  context: RunContext,
  begun: BegunText,
  { models, options }: TranslationPlan,
  signal: AbortSignal,
  onTold: () => void,
): Promise<void> {
  const { id, lines } = begun;
  const todo = lines.flatMap(({ parts }, at) => (parts === null ? [at] : []));
  const texts = todo.map((at) => lines[at]?.text ?? '');
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  const keeper = createKeeper(context, begun, onTold);
  const onTranslated = (number: number, parts: readonly SentenceTranslation[]): void =>
    keeper.keep(todo[number] ?? 0, parts);
  const onProgress = (share: number): void => {
    context.entries.setProgress(id, share);
    context.onProgress();
  };
  if (characters > longCharacters) {
    context.entries.change(id, { state: 'running', error: null });
    const listeners = { signal, onTranslated, onProgress };
    await translateTexts(context.inference, models, texts, options, listeners);
  } else if (texts.length > 0) {
    const request = { models, texts, options, remember: true, urgent: true };
    await context.inference.translate(request, { signal, onTranslated });
  }
  keeper.store();
}

interface Keeper {
  keep(line: number, parts: readonly SentenceTranslation[]): void;
  store(): void;
}

/** Collects what comes, so that the disk is not waited for with every line; tells only what is stored. */
function createKeeper(
  { entries, emit }: RunContext,
  { id, lines, same }: BegunText,
  onTold: () => void,
): Keeper {
  let fresh: number[] = [];
  let storedAt = Date.now();
  /** The first line that the page does not know, and how many parts come before it. */
  let next = Math.min(same, lines.findIndex(({ parts }) => parts === null) >>> 0);
  let index = lines.slice(0, next).reduce((sum, line) => sum + partsOf(line).length, 0);

  function store(): void {
    storedAt = Date.now();
    const runs = runsOf(fresh);
    fresh = [];
    entries.inTranslations(id, (translations) => {
      for (const { from, to } of runs) translations.writeLines(id, from, to - from, lines.slice(from, to));
    });
    const parts: SentenceTranslation[] = [];
    for (let line = lines[next]; line?.parts; line = lines[next]) {
      parts.push(...line.parts);
      next++;
    }
    if (parts.length === 0) return;
    onTold();
    emit('translated', { id, index, parts });
    index += parts.length;
  }

  return {
    keep(line, parts) {
      lines[line] = { text: lines[line]?.text ?? '', parts: parts.map(shortened) };
      fresh.push(line);
      if (Date.now() - storedAt >= storeMilliseconds) store();
    },
    store,
  };
}

/** Numbers that follow each other, as ranges. */
function runsOf(numbers: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.to === number) last.to++;
    else runs.push({ from: number, to: number + 1 });
  }
  return runs;
}
