/** `parola evaluate translate`: how well and how fast lines are translated whose translation is known. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TranslateOptions } from '../../preload/translation.ts';
import { readText } from '../documents/documents.ts';
import { ParolaError } from '../errors.ts';
import type { Inference } from '../inference.ts';
import { translateTexts } from '../translate-texts.ts';
import type { TranslationModels } from '../worker/protocol.ts';
import { bleu, bleuSignature } from './bleu.ts';
import { chrf } from './chrf.ts';
import { peakMemoryMiB } from './memory.ts';
import { processorSecondsOf } from './processor-time.ts';
import { splitAtSpace } from './tokenize-13a.ts';
import type { TextFile, TranslateReport } from './translate-report.ts';

export interface EvaluateTranslateOptions {
  readonly from: string;
  readonly to: string;
  readonly source: string;
  readonly reference: string;
  /** Another translation of the same lines, to be compared with. */
  readonly against?: string;
  /** Only the first lines. */
  readonly limit?: number;
  readonly beams?: number;
}

export interface EvaluateTranslateContext {
  readonly inference: Inference;
  readonly models: TranslationModels;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A file's lines, and what it is known by. */
interface Lines {
  readonly about: TextFile;
  readonly lines: readonly string[];
}

/**
 * Measures; the inference processes are the caller's to close.
 * @throws ParolaError `file-not-found`, `text-unreadable`, `data-malformed`, `cancelled`, and what
 * translating throws
 */
export async function evaluateTranslate(
  options: EvaluateTranslateOptions,
  context: EvaluateTranslateContext,
): Promise<TranslateReport> {
  const source = await readLines(options.source, options.limit);
  const reference = await readLines(options.reference, options.limit);
  const against = options.against === undefined ? null : await readLines(options.against, options.limit);
  for (const other of [reference, against]) if (other !== null) checkLength(source, other);
  const { translations, ...measured } = await translateAll(source.lines, options, context);
  const { score, precisions, brevityPenalty } = bleu(translations, reference.lines);
  const words = source.lines.reduce((sum, line) => sum + splitAtSpace(line).length, 0);
  const { models, inference } = context;
  return {
    from: options.from,
    to: options.to,
    data: {
      source: source.about,
      reference: reference.about,
      against: against?.about ?? null,
      limit: options.limit ?? null,
    },
    models: models.steps.map(({ model }) => ({
      id: model.id,
      sha256: Object.fromEntries(model.files.map(({ name, sha256 }) => [name, sha256])),
    })),
    precision: models.precision,
    beams: options.beams ?? 1,
    provider: inference.provider(),
    lines: source.lines.length,
    words,
    bleu: { score, signature: bleuSignature, precisions, brevityPenalty },
    chrf: chrf(translations, reference.lines),
    against: against && {
      identicalLines: translations.filter((line, index) => line === against.lines[index]).length,
      bleu: bleu(against.lines, reference.lines).score,
      chrf: chrf(against.lines, reference.lines),
    },
    ...measured,
    wordsPerSecond: words / measured.wallSeconds,
    wordsPerProcessorSecond: measured.processorSeconds === null ? null : words / measured.processorSeconds,
  };
}

async function translateAll(
  lines: readonly string[],
  { beams }: EvaluateTranslateOptions,
  { inference, models, signal, onProgress }: EvaluateTranslateContext,
) {
  const settings: TranslateOptions = beams === undefined ? {} : { beams };
  const stop = signal === undefined ? {} : { signal };
  const first = lines.slice(0, 1);
  const began = performance.now();
  await inference.translate({ models, texts: first, options: settings }, stop);
  const firstLineSeconds = (performance.now() - began) / 1000;
  // Loading is not part of what is measured: both processes have their models before the clock starts.
  const warm = () => inference.translate({ models, texts: first, options: settings }, stop);
  await Promise.all([warm(), warm()]);
  const before = await processorSecondsOf(inference.pids());
  const begin = performance.now();
  let done = 0;
  const parts = await translateTexts(inference, models, lines, settings, {
    ...stop,
    onTranslated: () => onProgress?.(++done, lines.length),
  });
  const wallSeconds = (performance.now() - begin) / 1000;
  const after = await processorSecondsOf(inference.pids());
  const spent = [...after].map(([id, seconds]) => seconds - (before.get(id) ?? 0));
  const peaks = (await Promise.all(inference.pids().map(peakMemoryMiB))).filter((peak) => peak !== null);
  return {
    translations: parts.map((some) => some.map(({ target }) => target).join('')),
    firstLineSeconds,
    wallSeconds,
    processorSeconds: spent.length === 0 ? null : spent.reduce((sum, seconds) => sum + seconds, 0),
    processes: Math.max(1, spent.filter((seconds) => seconds > 0).length),
    peakMemoryMiB: peaks.length === 0 ? null : Math.max(...peaks),
  };
}

async function readLines(file: string, limit: number | undefined): Promise<Lines> {
  const bytes = await readFile(file).catch(() => {
    throw new ParolaError('file-not-found', `${file} cannot be read; check its name`);
  });
  const text = inFile(file, () => readText(bytes)).replace(/^\ufeff/, '');
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines[lines.length - 1] === '') lines.pop();
  if (lines.length === 0) throw new ParolaError('data-malformed', `${file} has no lines`);
  return {
    about: { file, sha256: createHash('sha256').update(bytes).digest('hex') },
    lines: lines.slice(0, limit),
  };
}

/** The failure of `read`, with the name of the file it is about. */
function inFile<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParolaError)) throw error;
    throw new ParolaError(error.code, `${file}: ${error.message}`, error.detail);
  }
}

function checkLength(source: Lines, other: Lines): void {
  if (source.lines.length === other.lines.length) return;
  throw new ParolaError(
    'data-malformed',
    `${other.about.file} has ${other.lines.length} lines and ${source.about.file} ${source.lines.length}; each line of one must be that of the other`,
  );
}
