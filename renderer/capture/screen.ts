/** Pictures of the screen or of a window, one or as long as it is watched. In the desktop program without a picker, else the browser asks which. */
import type { Program } from '../../preload/contract.ts';
import type { Sight } from '../watch.ts';
import { endStream, frameOf, lookAt, playStream, wholeFrameOf } from './still.ts';

export type ScreenWish = 'screen' | 'window';

/**
 * What `wish` shows now, as a PNG; null where the person did not permit it, or there is none.
 */
export async function grabScreen(program: Program, wish: ScreenWish): Promise<Blob | null> {
  const captured = await capture(program, wish, wholeFrameOf);
  if (captured === null) return null;
  endStream(captured.stream);
  return captured.used;
}

/**
 * The whole screen, until `stop`; null where the person did not permit it. `onEnded`: it was ended elsewhere,
 * as by the browser's own button.
 */
export async function openScreen(program: Program, onEnded: () => void): Promise<Sight | null> {
  const captured = await capture(program, 'screen', async (video) => video);
  if (captured === null) return null;
  const { stream, used: video } = captured;
  for (const track of stream.getTracks()) track.onended = onEnded;
  return {
    grab: () => frameOf(video),
    look: () => lookAt(video),
    stop: () => {
      endStream(stream);
      video.srcObject = null;
    },
  };
}

interface Captured<Used> {
  readonly stream: MediaStream;
  readonly used: Used;
}

/** Opens what `wish` names and uses it while our own window may be out of the way; null where that fails. */
async function capture<Used>(
  program: Program,
  wish: ScreenWish,
  use: (video: HTMLVideoElement) => Promise<Used>,
): Promise<Captured<Used> | null> {
  await program.call('screen.prepare', { what: wish });
  let stream: MediaStream | null = null;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({
      audio: false,
      video: { displaySurface: wish === 'screen' ? 'monitor' : 'window' },
    });
    return { stream, used: await use(await playStream(stream)) };
  } catch {
    if (stream !== null) endStream(stream);
    return null;
  } finally {
    await program.call('screen.prepare', { what: null });
  }
}
