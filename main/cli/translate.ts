/** `parola translate`: texts and documents in, the same in another language out. */
import path from 'node:path';
import { plainLanguage } from '../../preload/plain-language.ts';
import type { SentenceTranslation, TranslateOptions } from '../../preload/translation.ts';
import { detectLanguage } from '../detect-language.ts';
import { documentKind, translateDocument } from '../documents/documents.ts';
import { hasWords } from '../documents/plain.ts';
import { ParolaError, toErrorData } from '../errors.ts';
import { type Inference, startInference } from '../inference.ts';
import { languageName } from '../models.ts';
import { translateTexts } from '../translate-texts.ts';
import { languagesOfModel, sourceLanguages } from '../translation-models.ts';
import { type CommandContext, interruptedExitCode } from './context.ts';
import { commandProviders } from './providers.ts';
import { clearStatus, reportError, say, showStatus } from './report.ts';
import { linesFrom, linesOf, translateLines } from './translate-lines.ts';
import { openTranslations, type TranslationSink, type Translations } from './translate-results.ts';
import { readSource, standardInput, type TextItem, textItems } from './translate-sources.ts';
import { type PairOptions, type TranslationPair, translationPair } from './translation-pair.ts';

export interface TranslateCommandOptions extends PairOptions {
  /** What computes: `auto`, `cpu` or a name. */
  readonly provider?: string;
  /** BCP 47, as is `to`; absent: found for each file. */
  readonly from?: string;
  readonly to: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly beams?: number;
  readonly alternatives?: number;
}

const byteOrderMark = '\ufeff';

/** As it is given: a model says which languages are meant. */
export type AskedTranslation = Omit<TranslateCommandOptions, 'to'> & { readonly to?: string };

interface Work {
  readonly options: TranslateCommandOptions;
  readonly context: CommandContext;
  readonly inference: Inference;
  readonly results: Translations;
  /** By source language: what each file of a batch needs again. */
  readonly pairs: Map<string, Promise<TranslationPair>>;
}

/**
 * Translates standard input, files and the files of folders; what fails is reported in its place and the
 * rest goes on.
 * @returns the exit code: 0, or 1 if anything failed
 * @throws ParolaError where nothing could be done: the languages, models or terms are not there
 */
export async function translateCommand(
  places: readonly string[],
  asked: AskedTranslation,
  context: CommandContext,
): Promise<number> {
  const options = { ...asked, ...languagesAsked(asked, context) };
  const inference = startInference({
    workerPath: context.workerPath,
    providers: await commandProviders(context, options.provider),
  });
  context.signal.addEventListener('abort', () => void inference.close());
  const items = await textItems(places, options.output, options.to);
  const results = openTranslations(options, items.length > 1);
  const work: Work = { options, context, inference, results, pairs: new Map() };
  let failed = false;
  try {
    if (options.from !== undefined) await pairFrom(work, options.from);
    for (const collected of items) {
      if (context.signal.aborted) break;
      if ('error' in collected) {
        reportError(collected.error, collected.place);
        failed = true;
      } else if (!(await translateOne(collected.item, work))) {
        failed = true;
      }
    }
    results.end();
  } finally {
    clearStatus();
    await inference.close();
  }
  if (context.signal.aborted) return interruptedExitCode;
  return failed ? 1 : 0;
}

/** What is asked for, and what the model named there leaves no choice in. @throws ParolaError model-unknown, model-wrong-task, language-unsupported, usage */
function languagesAsked(
  { model, from, to }: AskedTranslation,
  { home }: CommandContext,
): Pick<TranslateCommandOptions, 'from' | 'to'> {
  if (model === undefined) {
    if (to === undefined) throw new ParolaError('usage', 'give the language to translate into, as "--to pt"');
    return { to };
  }
  const its = languagesOfModel(home, model);
  const isOther = (asked: string | undefined, own: string) =>
    asked !== undefined && plainLanguage(asked) !== plainLanguage(own);
  if (!isOther(from, its.from) && !isOther(to, its.to)) return its;
  throw new ParolaError(
    'language-unsupported',
    `the model ${model} translates from ${languageName(its.from)} into ${languageName(its.to)}; leave out --from and --to, or name another model`,
  );
}

/** False if the file failed; the reason has been reported. */
async function translateOne(item: TextItem, work: Work): Promise<boolean> {
  const { context, options, results } = work;
  const sink = results.open(item);
  try {
    if (item.file === standardInput && options.from !== undefined) {
      await translateStream(work, options.from, sink);
    } else {
      const text = await readSource(item);
      const from = options.from ?? (await languageOf(text, item.file, context));
      await translateText(item, text, from, work, sink);
    }
    clearStatus();
    await sink.end();
    return true;
  } catch (error) {
    clearStatus();
    if (context.signal.aborted) return false;
    if (item.found && toErrorData(error).code === 'text-unreadable' && !item.promisesText) {
      say(`${item.file}: passed over, it is no text`);
      return true;
    }
    reportError(error, placeOf(item.file));
    return false;
  }
}

/** Lines that come from a pipe are translated as they come. */
async function translateStream(work: Work, from: string, sink: TranslationSink): Promise<void> {
  const pair = await pairFrom(work, from);
  await translateByLine(linesFrom(process.stdin), work, pair, sink, () => undefined);
}

async function translateText(
  { file }: TextItem,
  text: string,
  from: string | null,
  work: Work,
  sink: TranslationSink,
): Promise<void> {
  const { format, to } = work.options;
  const kind = documentKind(file);
  const pair = from === null ? null : await pairFrom(work, from);
  const progress = newProgress(path.basename(file), text.length);
  if (format === 'json' || kind === 'plain') {
    return translateByLine(linesOf(text), work, pair, sink, progress);
  }
  if (from === null) return sink.document(text);
  const translate = translating(work, pair);
  const answer = await translateDocument({ kind, text, from, to }, async (texts) => {
    const results: (readonly SentenceTranslation[])[] = texts.map(() => []);
    await translate(texts, (index, parts) => {
      progress(texts[index]?.length ?? 0);
      results[index] = parts;
    });
    return results;
  });
  sink.document(answer);
}

async function translateByLine(
  batches: AsyncIterable<string[]> | Iterable<string[]>,
  work: Work,
  pair: TranslationPair | null,
  sink: TranslationSink,
  progress: (characters: number) => void,
): Promise<void> {
  const translate = translating(work, pair);
  let isFirst = true;
  for await (const lines of batches) {
    if (work.context.signal.aborted) return;
    if (isFirst && lines[0]?.startsWith(byteOrderMark)) {
      sink.mark(byteOrderMark);
      lines[0] = lines[0].slice(byteOrderMark.length);
    }
    isFirst = false;
    await translateLines(lines, translate, (line, parts) => {
      progress(line.length + 1);
      sink.line(line, parts);
    });
  }
}

type OnTranslated = (text: number, parts: readonly SentenceTranslation[]) => void;

/** @param pair null where there are no words to translate */
function translating({ inference, context, options }: Work, pair: TranslationPair | null) {
  if (pair === null) return () => Promise.resolve();
  const { models, rules } = pair;
  const settings: TranslateOptions = {
    ...(options.beams === undefined ? {} : { beams: options.beams }),
    ...(options.alternatives === undefined ? {} : { alternatives: options.alternatives }),
    ...(rules.length === 0 ? {} : { glossary: rules }),
  };
  return (texts: readonly string[], onTranslated: OnTranslated) =>
    translateTexts(inference, models, texts, settings, { signal: context.signal, onTranslated });
}

function pairFrom({ pairs, options, context }: Work, from: string): Promise<TranslationPair> {
  const known = pairs.get(from) ?? translationPair(from, options.to, options, context);
  pairs.set(from, known);
  return known;
}

/** The language that a text is in; null where it has no words. @throws ParolaError language-unclear */
async function languageOf(text: string, file: string, { home }: CommandContext): Promise<string | null> {
  if (!hasWords.test(text)) return null;
  const language = await detectLanguage(text, await sourceLanguages(home));
  say(`${placeOf(file)}: read as ${languageName(language)}`);
  return language;
}

function placeOf(file: string): string {
  return file === standardInput ? 'standard input' : file;
}

/** How far a file is, on a terminal that does not show the results themselves. */
function newProgress(name: string, total: number): (characters: number) => void {
  let done = 0;
  return (characters) => {
    done += characters;
    if (process.stdout.isTTY) return;
    showStatus(`${name}: ${Math.min(100, Math.round((100 * done) / Math.max(1, total)))} %`);
  };
}
