/** `parola caption`: pictures and videos in, what is seen in them out. */
import { describePictures } from '../describe-pictures.ts';
import { fromErrorData } from '../errors.ts';
import { startInference } from '../inference.ts';
import type { Described, PictureSource } from '../worker/protocol.ts';
import {
  type Batch,
  type CaptionOptions,
  describeOptions,
  fail,
  keep,
  showProgress,
} from './caption-batch.ts';
import { openCaptions } from './caption-results.ts';
import { isVideo, pictureItems, pictureSource, placeOf } from './caption-sources.ts';
import { describeVideo } from './caption-video.ts';
import type { Collected } from './collect-files.ts';
import { type CommandContext, interruptedExitCode } from './context.ts';
import type { BatchItem } from './output-files.ts';
import { commandProviders } from './providers.ts';
import { clearStatus, say } from './report.ts';
import { seeingModelsFor } from './seeing.ts';

/** What is described may be so far ahead of what is written. */
const mostUnwritten = 64;

/**
 * Describes every picture and video; what fails is reported in its place and the rest goes on.
 * @returns the exit code: 0, or 1 if anything failed
 * @throws ParolaError where nothing could be done: the models are not there, nothing can be written
 */
export async function captionCommand(
  places: readonly string[],
  options: CaptionOptions,
  context: CommandContext,
): Promise<number> {
  const items = await pictureItems(places, options);
  const models = await seeingModelsFor(options, context);
  const inference = startInference({
    workerPath: context.workerPath,
    providers: await commandProviders(context, options.provider),
  });
  context.signal.addEventListener('abort', () => void inference.close());
  try {
    return await captionAll(items, { options, context, inference, models });
  } finally {
    clearStatus();
    await inference.close();
  }
}

/**
 * The same with the models at hand.
 * @throws ParolaError output-unwritable, disk-full; what was described before is kept, whole
 */
export async function captionAll(
  items: readonly Collected[],
  work: Pick<Batch, 'options' | 'context' | 'inference' | 'models'>,
): Promise<number> {
  const { options, context } = work;
  const named = items.flatMap((one) => ('item' in one ? [one.item] : []));
  const results = await openCaptions(options, named);
  const batch: Batch = { ...work, results, total: items.length, done: 0, failed: false, skipped: 0 };
  try {
    showProgress(batch);
    for (const run of runsOf(items)) {
      if ('video' in run) await describeVideo(run.video, batch);
      else await describeRun(run.pictures, batch);
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
  } finally {
    clearStatus();
    await results.end();
  }
  if (context.signal.aborted) return interruptedExitCode;
  if (batch.skipped > 0 && process.stderr.isTTY)
    say(`${batch.skipped} of ${batch.total} have their text already`);
  return batch.failed ? 1 : 0;
}

type Piece = { readonly video: BatchItem } | { readonly pictures: readonly Collected[] };

/** Each video by itself, and the pictures between two. */
function* runsOf(items: readonly Collected[]): Generator<Piece> {
  let pictures: Collected[] = [];
  for (const one of items) {
    if ('error' in one || !isVideo(one.item)) {
      pictures.push(one);
      continue;
    }
    yield { pictures };
    yield { video: one.item };
    pictures = [];
  }
  yield { pictures };
}

async function describeRun(items: readonly Collected[], batch: Batch): Promise<void> {
  const { options, context, inference, models } = batch;
  const begun: BatchItem[] = [];
  let written = 0;
  let writing: Promise<void> = Promise.resolve();
  const sources = async function* (): AsyncGenerator<PictureSource> {
    for (const collected of items) {
      const source = await sourceOf(collected, batch);
      if (source === null) continue;
      if (begun.length - written >= mostUnwritten) await writing;
      begun.push(source.item);
      yield source.source;
    }
  };
  const write = async (item: BatchItem, result: Described): Promise<void> => {
    await settle(item, result, batch);
    written++;
  };
  const stop = new AbortController();
  context.signal.addEventListener('abort', () => stop.abort());
  const describing = describePictures(inference, models, sources(), describeOptions(options), {
    signal: stop.signal,
    onDescribed(picture, result) {
      const item = begun[picture];
      if (item !== undefined) writing = writing.then(() => write(item, result));
      // What cannot be written need not be described; the failure is thrown below.
      writing.catch(() => stop.abort());
    },
  });
  const ended = await describing.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  await writing;
  if (ended !== null) throw ended.error;
}

/** Null for what gives nothing to describe; why has been said. */
async function sourceOf(
  collected: Collected,
  batch: Batch,
): Promise<{ item: BatchItem; source: PictureSource } | null> {
  if ('error' in collected) {
    fail(batch, collected.error, collected.place);
    return null;
  }
  const { item } = collected;
  if (batch.options.skipExisting && (await batch.results.isThere(item))) {
    batch.skipped++;
    showProgress(batch, 1);
    return null;
  }
  try {
    return { item, source: await pictureSource(item) };
  } catch (error) {
    fail(batch, error, placeOf(item.file));
    return null;
  }
}

/** @throws ParolaError as `keep` */
async function settle(item: BatchItem, result: Described, batch: Batch): Promise<void> {
  if (batch.context.signal.aborted && !result.ok) return;
  if (!result.ok) return fail(batch, fromErrorData(result.error), placeOf(item.file));
  const { description } = result;
  if (description.facts.frames > 1) {
    clearStatus();
    say(`${placeOf(item.file)}: the first of ${description.facts.frames} frames is described`);
  }
  await keep(item, batch, () => batch.results.add(item, description));
}
