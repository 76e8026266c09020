/** One dictation under way: its recording, and how far recognition has been fed from it. */
import type { ParolaError } from './errors.ts';
import type { LiveHandle } from './inference.ts';
import { type Recording, recordingSampleRateHz } from './recording.ts';
import type { ListeningModels } from './worker/protocol.ts';

export interface Take {
  readonly id: string;
  readonly models: ListeningModels;
  readonly recording: Recording;
  readonly offTheRecord: boolean;
  listening: LiveHandle | null;
  /** Samples given to the present process, counted from the start of the recording. */
  fed: number;
  /** The end of the last finished stretch. */
  settledSeconds: number;
  /** Words of the present stretch that were shown as settled. */
  settledWords: number;
  /** Crashes since a stretch was last finished. */
  crashes: number;
  isStopping: boolean;
  failure: ParolaError | null;
  language: string;
  idleTimer: NodeJS.Timeout | undefined;
  readonly ended: Promise<void>;
  end(): void;
}

/** As many samples as one message carries; what must be fed again goes in such pieces. */
const pieceSamples = recordingSampleRateHz;

export function newTake(about: Pick<Take, 'id' | 'models' | 'recording' | 'offTheRecord'>): Take {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    ...about,
    listening: null,
    fed: 0,
    settledSeconds: 0,
    settledWords: 0,
    crashes: 0,
    isStopping: false,
    failure: null,
    language: about.models.language ?? 'und',
    idleTimer: undefined,
    ended,
    end,
  };
}

/** Recognition hears what the recording holds, never anything else. */
export function feed(take: Take): void {
  while (take.listening !== null && take.fed < take.recording.length) {
    const samples = take.recording.read(take.fed, pieceSamples);
    if (samples.length === 0) return;
    take.listening.push(samples);
    take.fed += samples.length;
  }
}
