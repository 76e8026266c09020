/** A still picture of the screen or of a window. In the desktop program without a picker, else the browser asks which. */
import type { Program } from '../../preload/contract.ts';
import { endStream, playStream, wholeFrameOf } from './still.ts';

export type ScreenWish = 'screen' | 'window';

/**
 * What `wish` shows now, as a PNG; null where the person did not permit it, or there is none.
 */
export async function grabScreen(program: Program, wish: ScreenWish): Promise<Blob | null> {
  await program.call('screen.prepare', { what: wish });
  let stream: MediaStream | null = null;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({
      audio: false,
      video: { displaySurface: wish === 'screen' ? 'monitor' : 'window' },
    });
    return await wholeFrameOf(await playStream(stream));
  } catch {
    return null;
  } finally {
    if (stream !== null) endStream(stream);
    await program.call('screen.prepare', { what: null });
  }
}
