/** A video as scenes: a caption for each frame in which the scene changes. */
import type { PictureDescription } from '../../preload/description.ts';
import { describePictures } from '../describe-pictures.ts';
import { oneLine } from '../description-formats.ts';
import { fromErrorData } from '../errors.ts';
import type { PictureSource } from '../worker/protocol.ts';
import { type Batch, describeOptions, fail, keep, showProgress } from './caption-batch.ts';
import type { BatchItem } from './output-files.ts';
import { clearStatus, showStatus } from './report.ts';
import { openVideo } from './video-frames.ts';

/** What is seen from `start` to `end`, in seconds. */
export interface Scene {
  readonly start: number;
  readonly end: number;
  readonly description: PictureDescription;
}

/** Describes one video of a batch; a failure has been reported. @throws ParolaError as `keep` */
export async function describeVideo(item: BatchItem, batch: Batch): Promise<void> {
  if (batch.context.signal.aborted) return;
  if (batch.options.skipExisting && (await batch.results.isThere(item))) {
    batch.skipped++;
    return showProgress(batch, 1);
  }
  let scenes: readonly Scene[];
  try {
    scenes = await scenesOf(item, batch);
  } catch (error) {
    if (!batch.context.signal.aborted) fail(batch, error, item.file);
    return;
  }
  await keep(item, batch, () => batch.results.addVideo(item, scenes));
}

/** Neighbours of which the same is said are one scene. @throws ParolaError what the video or a frame is wrong with */
async function scenesOf({ file }: BatchItem, batch: Batch): Promise<Scene[]> {
  const { inference, models, options, context } = batch;
  const video = openVideo(file, context.signal);
  const descriptions: PictureDescription[] = [];
  await describePictures(inference, models, sourcesOf(video.frames), describeOptions(options), {
    signal: context.signal,
    onDescribed(_picture, result) {
      if (!result.ok) throw fromErrorData(result.error);
      descriptions.push(result.description);
      if (!process.stdout.isTTY) showStatus(`${file}: ${descriptions.length} scenes`);
    },
  });
  clearStatus();
  const times = video.times();
  const end = Math.max(video.duration() ?? 0, (times.at(-1) ?? 0) + 1);
  const scenes: Scene[] = [];
  for (const [index, description] of descriptions.entries()) {
    const scene = { start: times[index] ?? 0, end: times[index + 1] ?? end, description };
    const last = scenes.at(-1);
    if (last !== undefined && oneLine(last.description) === oneLine(description)) {
      scenes[scenes.length - 1] = { ...last, end: scene.end };
    } else scenes.push(scene);
  }
  return scenes;
}

async function* sourcesOf(frames: AsyncIterable<Uint8Array>): AsyncGenerator<PictureSource> {
  for await (const bytes of frames) yield { bytes };
}
