/** Picture jobs: what is in each picture, and then what is written in it. */
import type { PictureDescription } from '../../../preload/description.ts';
import { toErrorData } from '../../errors.ts';
import { openPicture } from '../input/picture.ts';
import type { Described, PictureSource, SeeingModels, WorkerRequest } from '../protocol.ts';
import { checkCancelled } from '../tasks/cancel.ts';
import { type CaptionEngine, loadCaptioner } from '../tasks/caption.ts';
import { loadReader, type TextReader } from '../tasks/read.ts';
import type { Loader, RunningJob } from './running.ts';

type Request = Extract<WorkerRequest, { kind: 'describe' }>;

/** What looks at pictures in this process; a reader is loaded when something is to be read. */
export interface SeeingLoaders {
  readonly captioner: Loader<CaptionEngine>;
  readonly reader: Loader<TextReader & { readonly provider: string }>;
}

/** Pixels a side. */
const previewSide = 1600;

/** Each picture by itself, in order, told as soon as it is described; what is wrong with one is its result. */
export async function describePictures(
  loaders: SeeingLoaders,
  request: Request,
  job: RunningJob,
): Promise<null> {
  const { models, options, preview, threads = 1 } = request;
  const captioner = await loadEngine(loaders, models, threads, job);
  for (const [picture, source] of request.pictures.entries()) {
    checkCancelled(job.signal);
    const reader = options.read === 'never' ? null : await readerOf(loaders, models, threads, captioner);
    const result = await describeOne({ captioner, reader, options, preview }, source, job.signal);
    job.send({ kind: 'described', job: job.id, picture, result });
  }
  return null;
}

interface Seeing extends Pick<Request, 'options' | 'preview'> {
  readonly captioner: CaptionEngine;
  /** Null: nothing is to be read. */
  readonly reader: TextReader | null;
}

async function describeOne(
  { captioner, reader, options, preview }: Seeing,
  source: PictureSource,
  signal: AbortSignal,
): Promise<Described> {
  try {
    const picture = await openPicture(source);
    checkCancelled(signal);
    const caption = await captioner.caption(picture, { ...options, signal });
    const how = options.read === 'always' ? 'always' : 'auto';
    const text = (await reader?.read(picture, { kind: caption.kind, how }, signal)) ?? '';
    checkCancelled(signal);
    const description: PictureDescription = { ...caption, text, facts: picture.facts };
    return { ok: true, description, preview: preview ? await picture.preview(previewSide) : null };
  } catch (thrown) {
    checkCancelled(signal);
    return { ok: false, error: toErrorData(thrown) };
  }
}

function loadEngine(
  { captioner }: SeeingLoaders,
  { captioner: model }: SeeingModels,
  threads: number,
  job: RunningJob,
): Promise<CaptionEngine> {
  // What computes it may have changed since it was loaded.
  const { encoder = 'cpu', decoder = 'cpu' } = model.providers ?? {};
  const key = [model.folder, encoder, decoder].join('\n');
  return captioner.get(key, () => loadCaptioner(model, { threads }), job);
}

/** Null where no language is installed. */
async function readerOf(
  { reader }: SeeingLoaders,
  { reading }: SeeingModels,
  threads: number,
  { provider }: CaptionEngine,
): Promise<TextReader | null> {
  if (reading.length === 0) return null;
  const key = reading.map(({ folder }) => folder).join('\n');
  return reader.get(key, async () => ({ ...(await loadReader(reading, { threads })), provider }));
}
