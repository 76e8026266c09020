/** Opens a microphone and gives its sound as chunks of 16 kHz mono samples, until it is closed or unplugged. */
import type { MicrophoneTrouble } from '../view-state.ts';
import { deviceTrouble } from './device-trouble.ts';
import type { Samples } from './sender.ts';

export const sampleRateHz = 16_000;
/** How long a microphone may take to give its first sound before it is said to give none. */
const firstSoundMs = 5000;

export interface MicrophoneEvents {
  /** One chunk, in order; the first one means that recording has really begun. */
  onSamples(samples: Samples): void;
  /** The system says that the microphone is muted, or no longer is. */
  onMute(muted: boolean): void;
  /** The device is gone; no samples come after this. */
  onEnded(): void;
}

export interface OpenMicrophone {
  readonly label: string;
  close(): void;
}

/** Why a microphone could not be opened. */
export class MicrophoneError extends Error {
  readonly trouble: MicrophoneTrouble;
  constructor(trouble: MicrophoneTrouble, message: string) {
    super(message);
    this.name = 'MicrophoneError';
    this.trouble = trouble;
  }
}

/**
 * Opens the microphone `deviceId` (null: the system's default).
 * All of the browser's processing stays off, and recognition gets the sound as it is: echo cancelling and noise
 * suppression cut soft first syllables; gain control clips a voice that begins loud (tried in Chromium), and is
 * not needed: a sentence 45 dB quieter was still written down without a mistake.
 * @throws MicrophoneError saying why there is none
 */
export async function openMicrophone(
  deviceId: string | null,
  events: MicrophoneEvents,
): Promise<OpenMicrophone> {
  const stream = await askForStream(deviceId);
  const track = stream.getAudioTracks()[0];
  if (track === undefined) throw new MicrophoneError('absent', 'the stream has no audio track');
  const context = new AudioContext({ sampleRate: sampleRateHz, latencyHint: 'interactive' });
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    track.onended = null;
    track.stop();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule('worklet.js');
    await context.resume();
  } catch (error) {
    close();
    throw error;
  }
  track.onmute = () => events.onMute(true);
  track.onunmute = () => events.onMute(false);
  track.onended = () => {
    close();
    events.onEnded();
  };
  await connect(context, stream, events.onSamples, () => closed).catch((error: unknown) => {
    close();
    throw error;
  });
  return { label: track.label, close };
}

/** Wires the stream to the worklet; resolves with the first chunk. */
function connect(
  context: AudioContext,
  stream: MediaStream,
  onSamples: (samples: Samples) => void,
  isClosed: () => boolean,
): Promise<void> {
  const node = new AudioWorkletNode(context, 'parola-chunks', {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new MicrophoneError('silent-start', 'no sound came from the microphone')),
      firstSoundMs,
    );
    node.port.onmessage = (message: MessageEvent<Samples>) => {
      if (isClosed()) return;
      clearTimeout(timer);
      onSamples(message.data);
      resolve();
    };
    context.createMediaStreamSource(stream).connect(node);
    // Connected to the (silent) output only so that the browser keeps pulling it.
    node.connect(context.destination);
  });
}

async function askForStream(deviceId: string | null): Promise<MediaStream> {
  if (navigator.mediaDevices === undefined) throw new MicrophoneError('denied', 'not a secure page');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
        channelCount: 1,
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
      },
    });
  } catch (error) {
    throw new MicrophoneError(deviceTrouble(error), error instanceof Error ? error.message : String(error));
  }
}
