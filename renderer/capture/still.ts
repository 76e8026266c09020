/** Still pictures out of what moves: a video element's frame as a picture to send, or as a look to compare. */
import { type Look, lookHeight, lookOf, lookWidth } from '../scene.ts';

/** The longest side of a frame that is sent: the captioner looks at far less, a reader of text needs no more. */
const maxFrameSide = 1280;
/** A stream that gives no frame for this long is said to give none. */
const firstFrameMs = 5000;

/** The frame that `video` shows now, as a JPEG of at most 1280 pixels on its longest side. */
export function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const { width, height } = fitted(video.videoWidth, video.videoHeight, maxFrameSide);
  return pictureOf(drawn(video, width, height), 'image/jpeg');
}

/** The frame that `video` shows now, pixel by pixel, as a PNG: small writing stays readable. */
export function wholeFrameOf(video: HTMLVideoElement): Promise<Blob> {
  return pictureOf(drawn(video, video.videoWidth, video.videoHeight), 'image/png');
}

/** The frame that `video` shows now, small, to be compared with others. */
export function lookAt(video: HTMLVideoElement): Look {
  const canvas = drawn(video, lookWidth, lookHeight, true);
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, lookWidth, lookHeight).data;
  return lookOf(pixels ?? new Uint8ClampedArray(lookWidth * lookHeight * 4));
}

/**
 * A video element that plays `stream`, outside of the page.
 * @throws Error when no frame comes
 */
export async function playStream(stream: MediaStream): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no picture came')), firstFrameMs);
    video.onloadeddata = () => {
      clearTimeout(timer);
      resolve();
    };
    void video.play().catch(reject);
  });
  return video;
}

/** Ends every track of `stream`: a camera's light goes out. */
export function endStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = null;
    track.stop();
  }
}

/** A canvas as a picture's bytes. */
export function pictureOf(canvas: HTMLCanvasElement, mimeType: 'image/jpeg' | 'image/png'): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the frame is empty')) : resolve(blob)),
      mimeType,
      0.92,
    );
  });
}

/** `source` drawn at a size of its own. */
export function drawn(
  source: CanvasImageSource,
  width: number,
  height: number,
  willBeRead = false,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: willBeRead });
  if (context === null) throw new Error('this browser gives no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}

function fitted(width: number, height: number, maxSide: number): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
