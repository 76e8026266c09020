/** `parola evaluate read`: how well and how fast pictures are read whose text is known. */
import type { PictureKind } from '../../preload/description.ts';
import { describePictures } from '../describe-pictures.ts';
import { ParolaError } from '../errors.ts';
import type { Inference } from '../inference.ts';
import type { SeeingModels } from '../worker/protocol.ts';
import { processorSecondsOf } from './processor-time.ts';
import { readWrittenPictures } from './read-corpus.ts';
import { countTextErrors, type TextErrors } from './text-errors.ts';

export interface EvaluateReadOptions {
  readonly data: string;
  readonly limit?: number;
  /** Read every picture, not only where it looks like something is written. */
  readonly always?: boolean;
}

export interface EvaluateReadContext {
  readonly inference: Inference;
  readonly models: SeeingModels;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ReadReport {
  readonly data: string;
  /** Ids of what read. */
  readonly models: readonly string[];
  readonly always: boolean;
  readonly pictures: number;
  /** In percent of the letters and of the words that are written; null where nothing is. */
  readonly letterErrorRate: number | null;
  readonly wordErrorRate: number | null;
  /** Pictures with text in which none was read. */
  readonly unread: number;
  /** Pictures without text in which some was read. */
  readonly madeUp: number;
  /** The caption included, models loaded. */
  readonly millisecondsPerImage: number;
  /** Of all threads; null where the system does not tell. */
  readonly processorMillisecondsPerImage: number | null;
  readonly each: readonly ({
    readonly file: string;
    readonly kind: PictureKind;
    readonly text: string;
  } & TextErrors)[];
}

/**
 * The inference processes are the caller's to close.
 * @throws ParolaError `file-not-found`, `data-malformed`, `cancelled`, and what a picture is wrong with
 */
export async function evaluateRead(
  options: EvaluateReadOptions,
  { inference, models, signal, onProgress }: EvaluateReadContext,
): Promise<ReadReport> {
  const corpus = await readWrittenPictures(options.data, options.limit);
  const asked = { read: options.always === true ? ('always' as const) : ('auto' as const) };
  const stop = signal === undefined ? {} : { signal };
  const sources = corpus.map((picture) => ({ path: picture.path }));
  const warm = () => inference.describe({ models, pictures: sources.slice(0, 1), options: asked }, stop);
  await Promise.all([warm(), warm()]);
  const before = await processorSecondsOf(inference.pids());
  const began = performance.now();
  const each: ReadReport['each'][number][] = [];
  await describePictures(inference, models, sources, asked, {
    ...stop,
    onDescribed(picture, result) {
      const { file = '', text = '' } = corpus[picture] ?? {};
      if (!result.ok) throw new ParolaError(result.error.code, `${file}: ${result.error.message}`);
      const { kind, text: read } = result.description;
      each.push({ file, kind, text: read, ...countTextErrors(text, read) });
      onProgress?.(each.length, corpus.length);
    },
  });
  const milliseconds = performance.now() - began;
  const after = await processorSecondsOf(inference.pids());
  const spent = [...after].map(([id, seconds]) => seconds - (before.get(id) ?? 0));
  const rate = (errors: 'letterErrors' | 'wordErrors', of: 'letters' | 'words') => {
    const all = each.reduce((sum, one) => sum + one[of], 0);
    return all === 0 ? null : (100 * each.reduce((sum, one) => sum + one[errors], 0)) / all;
  };
  return {
    data: options.data,
    models: models.reading.map(({ id }) => id),
    always: options.always === true,
    pictures: each.length,
    letterErrorRate: rate('letterErrors', 'letters'),
    wordErrorRate: rate('wordErrors', 'words'),
    unread: each.filter(({ letters, text }) => letters > 0 && text === '').length,
    madeUp: each.filter(({ letters, text }) => letters === 0 && text !== '').length,
    millisecondsPerImage: milliseconds / each.length,
    processorMillisecondsPerImage:
      spent.length === 0 ? null : (1000 * spent.reduce((sum, seconds) => sum + seconds, 0)) / each.length,
    each,
  };
}

/** The report in lines for people. */
export function formatReadReport(report: ReadReport): string {
  const percent = (rate: number | null) => (rate === null ? 'nothing is written' : `${rate.toFixed(2)} %`);
  const processor = report.processorMillisecondsPerImage;
  const lines: (readonly [string, string])[] = [
    ['data', `${report.data}: ${report.pictures} pictures`],
    ['models', `${report.models.join(', ')}, ${report.always ? 'always' : 'where it looks like text'}`],
    ['letters wrong', percent(report.letterErrorRate)],
    ['words wrong', percent(report.wordErrorRate)],
    ['unread', `${report.unread} pictures with text`],
    ['made up', `${report.madeUp} pictures without text`],
    ['time a picture', `${report.millisecondsPerImage.toFixed(0)} ms, its caption included`],
    ['of processor time', processor === null ? 'not known' : `${processor.toFixed(0)} ms`],
  ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return `${lines.map(([name, value]) => name.padEnd(width) + value).join('\n')}\n`;
}
