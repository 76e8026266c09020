/**
 * Watches what moves (a camera, a screen, a video): frame after frame is compared, and where the scene has changed the
 * program is asked what is seen. Only what is new is told.
 */
import type { CallInput, Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { Segment } from '../preload/transcript.ts';
import { createSceneWatcher, type Look, type SceneRules } from './scene.ts';

/** One moment of what is watched. */
export interface Frame {
  /** Since the beginning. */
  readonly seconds: number;
  readonly look: Look;
  /** The frame itself, JPEG, PNG or WebP. */
  picture(): Promise<Blob>;
}

/** What is seen as long as it lasts: a camera, a screen. */
export interface Sight {
  /** What it shows now: a JPEG of at most 1280 pixels on its longest side. */
  grab(): Promise<Blob>;
  /** What it shows now, small, to be compared. */
  look(): Look;
  /** Lets it go: a camera's light goes out. */
  stop(): void;
}

export interface WatchOptions {
  readonly about: CallInput<'watch.start'>;
  readonly frames: AsyncIterable<Frame>;
  readonly rules: SceneRules;
  /** Ends it; what was told stays. */
  readonly signal: AbortSignal;
  onStarted(id: string): void;
  onFrame(seconds: number): void;
  /** Something new is seen; it is stored already. */
  onTold(segment: Segment): void;
  /** A scene could not be described; after the second in a row it ends. */
  onError(error: ErrorData): void;
}

/** So many failures in a row end it. */
const mostFailures = 2;

/** Watches until the frames end or `signal` says so; answers when all is stored. */
export async function watch(program: Program, options: WatchOptions): Promise<void> {
  const { signal, onError } = options;
  const started = await program.call('watch.start', options.about);
  if (!started.ok) return onError(started.error);
  const { id } = started.value;
  options.onStarted(id);
  const scenes = createSceneWatcher(options.rules);
  let failures = 0;
  let last = 0;
  for await (const frame of options.frames) {
    if (signal.aborted) break;
    last = frame.seconds;
    options.onFrame(last);
    const began = scenes.next(frame.look, last);
    if (began === null) continue;
    // A camera that was let go meanwhile gives none.
    const picture = await frame.picture().catch(() => null);
    if (signal.aborted) break;
    if (picture === null) continue;
    const bytes = new Uint8Array(await picture.arrayBuffer());
    const answer = await program.call('watch.frame', { id, bytes, seconds: began });
    if (signal.aborted) break;
    if (answer.ok) {
      failures = 0;
      if (answer.value.segment !== null) options.onTold(answer.value.segment);
    } else if (answer.error.code !== 'cancelled') {
      onError(answer.error);
      failures += 1;
      if (failures === mostFailures || answer.error.code === 'job-unknown') break;
    }
  }
  await program.call('watch.stop', { id, seconds: last });
}
