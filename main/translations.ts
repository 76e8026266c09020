/**
 * The translator's texts: each an entry of the library that every run brings up to date. Only lines that
 * changed are translated; what comes is stored, then told; of two runs of one text the newer wins.
 */
import { randomUUID } from 'node:crypto';
import type { CallInput, CallResults, TranslationFormat } from '../preload/contract.ts';
import type { SentenceTranslation } from '../preload/translation.ts';
import { ParolaError, toErrorData } from './errors.ts';
import type { Inference } from './inference.ts';
import type { StoredTranslation } from './library-translations.ts';
import { findPart, partsOf, shortened } from './text-lines.ts';
import { exportTranslation } from './translation-formats.ts';
import type { TranslationPlan } from './translation-plan.ts';
import { beginText, type RunContext, translateLines } from './translation-run.ts';

export interface TranslationsContext extends RunContext {
  readonly inference: Pick<Inference, 'translate' | 'suggest'>;
  /** @throws ParolaError language-unclear, language-unsupported, model-missing, request-invalid */
  readonly plan: (text: string, from: string | null, to: string) => Promise<TranslationPlan>;
}

export interface Translations {
  /** @throws ParolaError cancelled (also by a newer run), job-unknown, request-invalid; as the plan and the engine */
  run(input: CallInput<'translate.run'>): Promise<CallResults['translate.run']>;
  /** Once more, what a crash or an error cut short. @throws ParolaError job-unknown, request-invalid */
  retry(id: string): void;
  /** @throws ParolaError cancelled by a newer one: who looks at another word does not wait for the last */
  suggest(input: CallInput<'translate.suggest'>): Promise<CallResults['translate.suggest']>;
  /** @throws ParolaError request-invalid where the text is another one by now, or is being translated */
  choose(id: string, index: number, part: SentenceTranslation): void;
  /** @throws ParolaError job-unknown */
  open(id: string): CallResults['translation.open'];
  /** @throws ParolaError job-unknown, request-invalid for the file of what was none */
  exported(id: string, format: TranslationFormat): CallResults['translation.export'];
  cancel(id: string): void;
  /** It is to be deleted: ends its run, and keeps nothing of it in memory. */
  forget(id: string): void;
  isActive(id: string): boolean;
  isBusy(): boolean;
  /** Work in flight stays `running` in the library, so that the next start offers it again. */
  close(): void;
}

interface State {
  readonly running: Map<string, AbortController>;
  /** The text that was worked on last, as it is in the library: reading a long one takes its time. */
  latest: { readonly id: string; readonly stored: StoredTranslation } | null;
  suggesting: AbortController | null;
  closing: boolean;
}

const mostSuggestions = 6;

export function createTranslations(context: TranslationsContext): Translations {
  const state: State = { running: new Map(), latest: null, suggesting: null, closing: false };
  return {
    run: (input) => run(context, state, input),
    retry: (id) => retry(context, state, id),
    suggest: (input) => suggest(context, state, input),
    choose: (id, index, part) => choose(context, state, id, index, part),
    open: (id) => open(context, state, id),
    exported: (id, format) =>
      exportTranslation(context.entries.get(id), readStored(context, state, id), format),
    cancel: (id) => state.running.get(id)?.abort(),
    forget(id) {
      state.running.get(id)?.abort();
      if (state.latest?.id === id) state.latest = null;
    },
    isActive: (id) => state.running.has(id),
    isBusy: () => state.running.size > 0,
    close() {
      state.closing = true;
      for (const controller of state.running.values()) controller.abort();
    },
  };
}

async function run(
  context: TranslationsContext,
  state: State,
  input: CallInput<'translate.run'>,
): Promise<CallResults['translate.run']> {
  const { entries } = context;
  if (input.id !== null && entries.get(input.id).kind !== 'translation') {
    throw new ParolaError('request-invalid', 'it is no text of the translator');
  }
  if (input.id === null && input.text.trim() === '') {
    throw new ParolaError('request-invalid', 'there is nothing to translate');
  }
  const id = input.id ?? randomUUID();
  state.running.get(id)?.abort();
  const controller = new AbortController();
  state.running.set(id, controller);
  const isNewest = (): boolean => state.running.get(id) === controller;
  // Until the page knows of a new entry, it may go again.
  let isKnown = input.id !== null;
  try {
    const plan = await context.plan(input.text, input.from, input.to);
    if (controller.signal.aborted) throw new ParolaError('cancelled', 'stopped before it began');
    if (!isKnown) {
      const entry = { id, kind: 'translation', title: '', createdAt: Date.now(), state: 'done' } as const;
      entries.add({ ...entry, recording: null }, input.offTheRecord);
    }
    const begun = beginText(entries, id, input.text, isKnown ? readStored(context, state, id) : null, plan);
    const stored = { ...plan.facts, document: null, lines: begun.lines };
    state.latest = { id, stored };
    await translateLines(context, begun, plan, controller.signal, () => {
      isKnown = true;
    });
    entries.setProgress(id, null);
    entries.change(id, { state: 'done', language: plan.facts.from, error: null });
    const { glossaryError } = plan;
    return { id, translation: shown(stored), ...(glossaryError === null ? {} : { glossaryError }) };
  } catch (thrown) {
    if (isNewest() && !state.closing) noteFailure(context, id, isKnown, thrown);
    throw thrown;
  } finally {
    if (isNewest()) state.running.delete(id);
  }
}

/** What the page asked for and did not get, its answer says; the library says it of work that is listed. */
function noteFailure(context: TranslationsContext, id: string, isKnown: boolean, thrown: unknown): void {
  const { entries } = context;
  entries.setProgress(id, null);
  try {
    if (!entries.has(id)) return;
    if (!isKnown) {
      entries.remove(id);
    } else if (entries.get(id).state === 'running') {
      const error = toErrorData(thrown);
      entries.change(id, error.code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', error });
    }
  } catch {
    // The disk is full: it cannot be noted there.
  }
}

function retry(context: TranslationsContext, state: State, id: string): void {
  const { entry, translation } = open(context, state, id);
  if (state.running.has(id)) throw new ParolaError('request-invalid', 'it is being translated already');
  const text = translation.parts.map(({ source }) => source).join('');
  const from = translation.detected ? null : translation.from;
  context.entries.change(id, { state: 'running', error: null });
  // How it ends, the entry tells.
  run(context, state, { id, text, from, to: translation.to, offTheRecord: entry.offTheRecord }).catch(
    () => {},
  );
}

async function suggest(
  context: TranslationsContext,
  state: State,
  { sentence, before, from, to }: CallInput<'translate.suggest'>,
): Promise<CallResults['translate.suggest']> {
  state.suggesting?.abort();
  const controller = new AbortController();
  state.suggesting = controller;
  const { models, options } = await context.plan(sentence, from, to);
  const request = { models, sentence, before, count: mostSuggestions, options };
  return { suggestions: await context.inference.suggest(request, controller.signal) };
}

function choose(
  context: TranslationsContext,
  state: State,
  id: string,
  index: number,
  part: SentenceTranslation,
): void {
  const stored = readStored(context, state, id);
  const place = findPart(stored.lines, index);
  const line = place && stored.lines[place.line];
  const isSame = place !== null && line?.parts?.[place.within]?.source === part.source;
  if (!isSame || !line?.parts || state.running.has(id)) {
    throw new ParolaError('request-invalid', 'the text is another one by now; choose again');
  }
  const parts = line.parts.map((one, at) => (at === place.within ? shortened(part) : one));
  const changed = { text: line.text, parts };
  context.entries.inTranslations(id, (one) => one.writeLines(id, place.line, 1, [changed]));
  const lines = stored.lines.map((one, at) => (at === place.line ? changed : one));
  state.latest = { id, stored: { ...stored, lines } };
  context.entries.change(id, {});
}

function open(context: TranslationsContext, state: State, id: string): CallResults['translation.open'] {
  return { entry: context.entries.get(id), translation: shown(readStored(context, state, id)) };
}

/** @throws ParolaError job-unknown */
function readStored(context: TranslationsContext, state: State, id: string): StoredTranslation {
  context.entries.get(id);
  if (state.latest?.id === id) return state.latest.stored;
  const stored = context.entries.inTranslations(id, (translations) => translations.read(id));
  if (stored === null) throw new ParolaError('job-unknown', 'it has no translation');
  state.latest = { id, stored };
  return stored;
}

function shown({
  from,
  to,
  detected,
  models,
  lines,
}: StoredTranslation): CallResults['translation.open']['translation'] {
  return { from, to, detected, models, parts: lines.flatMap(partsOf) };
}
