/**
 * What is watched in this window (one thing at a time), what was told of it, and who says it: the screen
 * reader, a voice of this computer, or nobody. While the voice speaks, a dictation hears silence.
 */

import type { Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { Segment } from '../preload/transcript.ts';
import type { Announcer } from './announcer.ts';
import type { Sendable } from './capture/send-file.ts';
import { openVideo, type VideoTrouble } from './capture/video-frames.ts';
import { type Cell, createCell } from './cell.ts';
import { inSentences } from './error-words.ts';
import { cameraRules, type SceneRules, screenRules, videoRules } from './scene.ts';
import type { Store } from './store.ts';
import type { TakeControl } from './take.ts';
import { createVoice, type Voice } from './voice.ts';
import { type Frame, type Sight, watch } from './watch.ts';
import { words } from './words.ts';

export interface Watched {
  readonly origin: 'camera' | 'screen' | 'video';
  /** A video's name; empty for what has none. */
  readonly title: string;
  /** The program's name for it; null until it has begun. */
  readonly id: string | null;
  readonly told: readonly Segment[];
  /** How far, and of a video how long. */
  readonly seconds: number;
  readonly length: number | null;
  readonly state: 'running' | 'done' | 'stopped';
  readonly error: ErrorData | null;
  readonly trouble: VideoTrouble | null;
  /** The voice was asked for, and this computer has none. */
  readonly voiceless: boolean;
}

export interface WatchControl {
  readonly watched: Cell<Watched | null>;
  /** The camera stays open when it ends. */
  watchCamera(camera: Sight): void;
  /** The screen is let go when it ends. */
  watchScreen(screen: Sight): void;
  watchVideo(file: File | (Sendable & Blob)): void;
  stop(): void;
  /** Stops, and takes it off the page; it stays in the library. */
  clear(): void;
  /** First the voice is stopped, then the watching; false when there is neither. */
  hush(): boolean;
}

interface Means {
  readonly program: Program;
  readonly store: Store;
  readonly announcer: Announcer;
  readonly take: Pick<TakeControl, 'deafen'>;
  readonly voice?: Voice;
}

/** A camera or a screen is looked at this often. */
const sightStepMs = 400;
/** The room still sounds for a moment after the voice has ended. */
const echoMs = 300;

const fresh: Watched = {
  origin: 'camera',
  title: '',
  id: null,
  told: [],
  seconds: 0,
  length: null,
  state: 'running',
  error: null,
  trouble: null,
  voiceless: false,
};

/** The one control of the window. */
export function createWatchControl(means: Means): WatchControl {
  const { program, store, announcer, take } = means;
  const voice = means.voice ?? createVoice();
  const cell = createCell<Watched | null>(null);
  let stopping: AbortController | null = null;

  const edit = (signal: AbortSignal, changes: Partial<Watched>) => {
    const now = cell.get();
    // What an older watch still tells is not of this one.
    if (now !== null && signal === stopping?.signal) cell.set({ ...now, ...changes });
  };
  const speak = async (text: string) => {
    const hear = take.deafen();
    await voice.say(text);
    setTimeout(hear, echoMs);
  };
  const tell = (signal: AbortSignal, segment: Segment) => {
    edit(signal, { told: [...(cell.get()?.told ?? []), segment] });
    // A film is read when it has been looked through, not recited.
    if (cell.get()?.origin === 'video') return;
    const who = store.get().program?.settings.sceneVoice ?? 'screen-reader';
    const voiceless = who === 'voice' && !voice.isThere();
    edit(signal, { voiceless });
    if (who === 'voice' && !voiceless) void speak(segment.text);
    else if (who !== 'off') announcer.say(segment.text, 'en');
  };
  const stop = () => {
    voice.stop();
    const signal = stopping?.signal;
    if (signal === undefined || cell.get()?.state !== 'running') return;
    edit(signal, { state: 'stopped' });
    stopping?.abort();
  };
  const begin = (about: Pick<Watched, 'origin' | 'title'>): AbortSignal => {
    stop();
    stopping = new AbortController();
    cell.set({ ...fresh, ...about });
    return stopping.signal;
  };
  const run = async (signal: AbortSignal, frames: AsyncIterable<Frame>, rules: SceneRules) => {
    const { origin, title } = cell.get() ?? fresh;
    const offTheRecord = store.get().program?.settings.offTheRecord ?? false;
    const about = { origin, title: title.slice(-255), offTheRecord };
    await watch(program, {
      ...{ about, frames, rules, signal },
      onStarted: (id) => edit(signal, { id }),
      onFrame: (seconds) => edit(signal, { seconds }),
      onTold: (segment) => tell(signal, segment),
      onError: (error) => {
        edit(signal, { error });
        announcer.say(Object.values(inSentences(error)).join(' ').trim());
      },
    });
    if (cell.get()?.state === 'running') edit(signal, { state: 'done' });
  };
  const lookThrough = async (signal: AbortSignal, file: Blob) => {
    const video = await openVideo(file);
    if (typeof video === 'string') {
      edit(signal, { trouble: video, state: 'stopped' });
      const { what, todo } = troubleWords[video];
      return announcer.say(`${what} ${todo}`);
    }
    edit(signal, { length: video.seconds });
    await run(signal, video.frames(signal), videoRules);
    video.close();
    const now = cell.get();
    if (now?.state === 'done') announcer.say(words.sight.videoDone(now.told.length));
  };
  return {
    watched: cell,
    watchCamera: (camera) => {
      const signal = begin({ origin: 'camera', title: '' });
      void run(signal, framesOf(camera, signal), cameraRules);
    },
    watchScreen: (screen) => {
      const signal = begin({ origin: 'screen', title: '' });
      signal.addEventListener('abort', screen.stop);
      announcer.say(words.sight.screenWatched);
      void run(signal, framesOf(screen, signal), screenRules).finally(screen.stop);
    },
    watchVideo: (file) => {
      const signal = begin({ origin: 'video', title: file.name });
      store.change({ kind: 'room', room: 'see' });
      void lookThrough(signal, file);
    },
    stop,
    clear: () => {
      stop();
      cell.set(null);
    },
    hush: () => {
      if (voice.stop()) return true;
      if (cell.get()?.state !== 'running') return false;
      stop();
      return true;
    },
  };
}

/** Is it under way? */
export function isWatching(watched: Watched | null, origin: Watched['origin']): boolean {
  return watched?.origin === origin && watched.state === 'running';
}

/** What is wrong with a video, in words. */
export const troubleWords = {
  undecodable: words.sight.videoUndecodable,
  blind: words.sight.videoBlind,
} as const;

/** What a camera or a screen shows, as long as it is watched. */
async function* framesOf(sight: Sight, signal: AbortSignal): AsyncGenerator<Frame> {
  const begun = performance.now();
  while (!signal.aborted) {
    yield {
      seconds: (performance.now() - begun) / 1000,
      look: sight.look(),
      picture: sight.grab,
    };
    await new Promise((resolve) => setTimeout(resolve, sightStepMs));
  }
}
