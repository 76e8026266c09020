/** `parola summarize`: texts and recordings in, what matters in them out, in words that were really said. */
import type { Digest, DigestNote, SummarizeOptions, SummarySource } from '../../preload/summary.ts';
import type { LengthChoice } from '../../preload/summary-length.ts';
import { ParolaError } from '../errors.ts';
import { type Inference, startInference } from '../inference.ts';
import { languageName } from '../models.ts';
import type { SummaryRecord } from '../summary-formats.ts';
import type { SummaryModels } from '../worker/protocol.ts';
import { type CommandContext, interruptedExitCode } from './context.ts';
import type { BatchItem } from './output-files.ts';
import { commandProviders } from './providers.ts';
import { clearStatus, reportError, say, showStatus } from './report.ts';
import { openSummaries, type Summarized, type SummaryResults } from './summarize-results.ts';
import { type NamedSource, readItem, summaryItems } from './summarize-sources.ts';
import { summaryModelsFor } from './summarizing.ts';
import { standardInput } from './translate-sources.ts';

export interface SummarizeCommandOptions {
  /** What computes: `auto`, `cpu` or a name. */
  readonly provider?: string;
  /** As much as the chooser finds enough where absent. */
  readonly length?: LengthChoice;
  readonly cleanOnly?: boolean;
  /** One digest of all. */
  readonly together?: boolean;
  readonly model?: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly output?: string;
}

interface Work {
  readonly options: SummarizeCommandOptions;
  readonly context: CommandContext;
  readonly inference: Inference;
  readonly models: SummaryModels;
  readonly results: SummaryResults;
}

/**
 * Summarizes standard input, files and the files of folders; what fails is reported in its place and the rest
 * goes on.
 * @returns the exit code: 0, or 1 if anything failed
 * @throws ParolaError where nothing could be done: the models are not there
 */
export async function summarizeCommand(
  places: readonly string[],
  options: SummarizeCommandOptions,
  context: CommandContext,
): Promise<number> {
  const models = await summaryModelsFor(options.model, context);
  const { cleanOnly = false, length = 'auto', format, output } = options;
  if (cleanOnly && models.kind === 'written') {
    throw new ParolaError(
      'model-wrong-task',
      `the model ${models.writer.id} writes and does not clean; leave --model out`,
    );
  }
  const inference = startInference({
    workerPath: context.workerPath,
    providers: await commandProviders(context, options.provider),
  });
  context.signal.addEventListener('abort', () => void inference.close());
  const items = await summaryItems(places, output);
  const isBatch = items.length > 1;
  const results = openSummaries(
    { format, length, cleanOnly, ...(output === undefined ? {} : { output }) },
    isBatch,
  );
  const work: Work = { options, context, inference, models, results };
  let failed = false;
  const gathered: NamedSource[] = [];
  try {
    for (const collected of items) {
      if (context.signal.aborted) break;
      if ('error' in collected) {
        reportError(collected.error, collected.place);
        failed = true;
        continue;
      }
      const { item } = collected;
      const done = await orReport(item.file, work, async () => {
        const sources = await readItem(item, work);
        if (options.together) gathered.push(...sources);
        else for (const source of sources) await summarizeOne(item, [source], work);
      });
      if (!done) failed = true;
    }
    if (gathered.length > 0 && !context.signal.aborted) {
      const item = { file: 'together.txt', subfolder: '', found: false };
      if (!(await orReport('all together', work, () => summarizeOne(item, gathered, work)))) failed = true;
    }
    results.end();
  } finally {
    clearStatus();
    await inference.close();
  }
  if (context.signal.aborted) return interruptedExitCode;
  return failed ? 1 : 0;
}

/** False if it failed; the reason has been reported. */
async function orReport(file: string, { context }: Work, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    clearStatus();
    if (!context.signal.aborted) reportError(error, placeOf(file));
    return false;
  }
}

async function summarizeOne(item: BatchItem, sources: readonly NamedSource[], work: Work): Promise<void> {
  const name = sources.length > 1 ? 'all together' : placeOf(sources[0]?.file ?? standardInput);
  const digest = await digestOf(
    sources.map(({ source }) => source),
    name,
    work,
  );
  clearStatus();
  const result: Summarized = { item, sources, digest };
  tell(name, digest, await work.results.add(result));
}

async function digestOf(sources: readonly SummarySource[], name: string, work: Work): Promise<Digest> {
  const { inference, models, options, context } = work;
  const made: Digest[] = [];
  const settings: SummarizeOptions = options.cleanOnly ? { choose: false } : {};
  await inference.summarize(
    { models, sources, together: true, options: settings },
    {
      signal: context.signal,
      onProgress: (done, total) => showStatus(`${name}: ${Math.round((100 * done) / Math.max(1, total))} %`),
      onSummarized: (_, digest) => void made.push(digest),
    },
  );
  const [digest] = made;
  if (digest === undefined)
    throw new ParolaError('unknown', 'the engine said nothing of the text; try again');
  return digest;
}

/** How much was read and kept, and what was done otherwise than asked. */
function tell(name: string, { notes }: Digest, { read, kept, points }: SummaryRecord): void {
  const share = read === 0 ? '' : ` (${Math.round((100 * kept) / read)} %)`;
  const what = points.length === 0 ? 'there is nothing in it to summarize' : `kept ${kept}${share}`;
  say(`${name}: read ${read} ${read === 1 ? 'word' : 'words'}, ${what}`);
  for (const note of notes) say(`${name}: ${noteInWords(note)}`);
}

function noteInWords(note: DigestNote): string {
  switch (note.kind) {
    case 'not-cleaned': {
      const what =
        note.language === 'und'
          ? 'what is in no language that can be told'
          : `what is in ${languageName(note.language)}`;
      return `${what} stands as it was: only English is cleaned`;
    }
    case 'split-unpunctuated':
      return `it has hardly any sentence marks, and was split ${note.by === 'pauses' ? 'at pauses' : 'by length'}`;
    case 'read-in-parts':
      return `it is long, and was read in ${note.parts} parts`;
  }
}

function placeOf(file: string): string {
  return file === standardInput ? 'standard input' : file;
}
