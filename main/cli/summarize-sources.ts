/** What is to be summarized: standard input, texts, transcripts, subtitles and recordings, and those of folders. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { SummarySource } from '../../preload/summary.ts';
import type { Segment } from '../../preload/transcript.ts';
import { readText } from '../documents/documents.ts';
import { ParolaError, toErrorData } from '../errors.ts';
import type { Inference } from '../inference.ts';
import { textsOfFile } from '../summary-files.ts';
import { sourceOfSegments } from '../summary-sources.ts';
import type { Collected } from './collect-files.ts';
import { type CommandContext, listeningModels } from './context.ts';
import { stem } from './output-files.ts';
import { clearStatus, say, showStatus } from './report.ts';
import { readSourceBytes, standardInput, type TextItem, textItems } from './translate-sources.ts';

/** A text and what it is called. */
export interface NamedSource {
  /** Null for standard input. */
  readonly file: string | null;
  readonly source: SummarySource;
}

export type SummaryItem = Exclude<Collected, { item: unknown }> | { readonly item: TextItem };

const recordings = /\.(wav|wave|mp3|flac|ogg|oga|opus|m4a|m4b|mp4|mov|aac|webm|mka|mkv|aif|aiff|caf|wma)$/i;

/**
 * Everything that `places` name, standard input where there is none. Results of an earlier run beside their
 * sources or in the output folder are left out.
 */
export async function summaryItems(
  places: readonly string[],
  output: string | undefined,
): Promise<SummaryItem[]> {
  const items = await textItems(places, output, 'summary');
  const into = output === undefined ? null : await realpath(output).catch(() => null);
  return items.filter((one) => !('item' in one) || !isEarlierResult(one.item, into, items));
}

/** `talk.summary.txt` in the output folder beside a talk. */
function isEarlierResult(
  { file, found }: TextItem,
  into: string | null,
  all: readonly SummaryItem[],
): boolean {
  if (!found || into === null || path.resolve(path.dirname(file)) !== into) return false;
  const name = stem(file);
  if (!name.endsWith('.summary')) return false;
  const source = path.join(path.dirname(file), name.slice(0, -'.summary'.length));
  return all.some(
    (one) => 'item' in one && one.item !== undefined && withoutExtension(one.item.file) === source,
  );
}

function withoutExtension(file: string): string {
  return path.join(path.dirname(file), stem(file));
}

export interface ReadingContext {
  readonly context: CommandContext;
  readonly inference: Pick<Inference, 'transcribeFile'>;
}

/**
 * The texts of one file; several only in a transcript of several recordings, none where it is passed over.
 * @throws ParolaError what it is wrong with
 */
export async function readItem(item: TextItem, work: ReadingContext): Promise<NamedSource[]> {
  const { file } = item;
  if (file !== standardInput && recordings.test(file)) return [await heard(item, work)];
  const name = file === standardInput ? null : file;
  try {
    const bytes = await readSourceBytes(item);
    if (/\.(?:json|srt|vtt)$/i.test(file)) {
      const texts = textsOfFile(file, bytes);
      return texts.map(({ title, source }) => ({ file: texts.length > 1 ? title : name, source }));
    }
    const text = readText(bytes).replace(/^\ufeff/, '');
    return [{ file: name, source: { text } }];
  } catch (error) {
    const { code } = toErrorData(error);
    const isNoText = code === 'text-unreadable' && !item.promisesText;
    if (!item.found || !(isNoText || (code === 'data-malformed' && /\.json$/i.test(file)))) throw error;
    say(`${file}: passed over, it is no text and no transcript`);
    return [];
  }
}

async function heard({ file }: TextItem, { context, inference }: ReadingContext): Promise<NamedSource> {
  const models = await listeningModels(undefined, undefined, context);
  const segments: Segment[] = [];
  const { language } = await inference.transcribeFile(
    { path: file, models, fromSeconds: 0 },
    {
      signal: context.signal,
      onSegment: (segment) => segments.push(segment),
      onProgress: (done) => showStatus(`${path.basename(file)}: ${Math.round(done)} s heard`),
    },
  );
  clearStatus();
  if (segments.length === 0) throw new ParolaError('audio-empty', 'no speech is heard in it; give another');
  return { file, source: { ...sourceOfSegments(segments), ...(language === '' ? {} : { language }) } };
}
