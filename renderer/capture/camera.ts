/** Opens a camera, shows what it sees and takes stills of it, until it is closed or unplugged. */
import type { Sight } from '../watch.ts';
import { type DeviceTrouble, deviceTrouble } from './device-trouble.ts';
import { endStream, frameOf, lookAt, playStream } from './still.ts';

/** As a microphone's; `dark`: it was opened but gives no picture. */
export type CameraTrouble = DeviceTrouble | 'dark' | 'unplugged';

export interface Camera extends Sight {
  readonly label: string;
  /** For a video element of the page. */
  readonly stream: MediaStream;
}

/** Why a camera could not be opened. */
export class CameraError extends Error {
  readonly trouble: CameraTrouble;
  constructor(trouble: CameraTrouble, message: string) {
    super(message);
    this.name = 'CameraError';
    this.trouble = trouble;
  }
}

interface CameraWish {
  /** Null: the system's default. */
  readonly deviceId: string | null;
  /** It was unplugged; nothing can be grabbed after this. */
  readonly onEnded: () => void;
}

/**
 * Opens the camera that `wish` names.
 * @throws CameraError saying why there is none
 */
export async function openCamera(wish: CameraWish): Promise<Camera> {
  const stream = await askForStream(wish.deviceId);
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new CameraError('absent', 'the stream has no video track');
  const video = await playStream(stream).catch((error: unknown) => {
    endStream(stream);
    throw new CameraError('dark', error instanceof Error ? error.message : String(error));
  });
  track.onended = wish.onEnded;
  return {
    label: track.label,
    stream,
    grab: () => frameOf(video),
    look: () => lookAt(video),
    stop: () => {
      endStream(stream);
      video.srcObject = null;
    },
  };
}

async function askForStream(deviceId: string | null): Promise<MediaStream> {
  if (navigator.mediaDevices === undefined) throw new CameraError('denied', 'not a secure page');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
        width: { ideal: 1280 },
        height: { ideal: 720 },
      },
    });
  } catch (error) {
    throw new CameraError(deviceTrouble(error), error instanceof Error ? error.message : String(error));
  }
}
