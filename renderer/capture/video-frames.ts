/** The frames of a video file, a few for each second, as the browser decodes them. */
import type { Frame } from '../watch.ts';
import { frameOf, lookAt } from './still.ts';

/** From one frame to the next. */
const stepSeconds = 0.5;
/** A place in a video that is not reached within this time is passed over. */
const seekMs = 10_000;

/** `undecodable`: the browser cannot play it. `blind`: it has sound only. */
export type VideoTrouble = 'undecodable' | 'blind';

export interface OpenVideo {
  readonly seconds: number;
  frames(signal: AbortSignal): AsyncGenerator<Frame>;
  close(): void;
}

/** What is taken for a video by its name and type; what it is, its content says. */
export function isVideoFile(file: { readonly name: string; readonly type?: string }): boolean {
  return (file.type ?? '').startsWith('video/') || /\.(mp4|m4v|mov|webm|mkv|ogv|avi)$/i.test(file.name);
}

/** Opens `file`; answers what is wrong where it cannot. */
export async function openVideo(file: Blob): Promise<OpenVideo | VideoTrouble> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  const address = URL.createObjectURL(file);
  const close = () => {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(address);
  };
  video.src = address;
  const isOpen = await reached(video, 'loadeddata');
  if (!isOpen || video.videoWidth === 0) {
    const isBlind = video.error === null && video.readyState >= video.HAVE_METADATA;
    close();
    return isBlind ? 'blind' : 'undecodable';
  }
  const seconds = await durationOf(video);
  return {
    seconds,
    close,
    async *frames(signal) {
      for (let at = 0; at < seconds && !signal.aborted; at += stepSeconds) {
        video.currentTime = at;
        if (!(await reached(video, 'seeked'))) continue;
        yield { seconds: at, look: lookAt(video), picture: () => frameOf(video) };
      }
    },
  };
}

/** What a browser recorded itself has no length until its end was looked for. */
async function durationOf(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  video.currentTime = Number.MAX_SAFE_INTEGER;
  await reached(video, 'seeked');
  return Number.isFinite(video.duration) ? video.duration : video.currentTime;
}

/** Waits for an event of `video`; false when it fails or does not come. */
function reached(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isThere: boolean) => {
      clearTimeout(timer);
      video.removeEventListener(event, onEvent);
      video.removeEventListener('error', onError);
      resolve(isThere);
    };
    const onEvent = () => end(true);
    const onError = () => end(false);
    const timer = setTimeout(onError, seekMs);
    video.addEventListener(event, onEvent);
    video.addEventListener('error', onError);
  });
}
