/**
 * Audio → how likely it is, frame by frame, that somebody speaks. The model is recurrent: each frame
 * is judged with what was heard before it (Silero VAD; each frame is fed with the last samples of
 * the one before).
 */
import type { VoiceActivityGraphs } from '../../../models/schema.ts';
import type { Tensor } from '../decode/tensor.ts';
import type { Frame } from './segment.ts';

/** Runs the model's graph once. */
export type RunGraph = (feeds: Readonly<Record<string, Tensor>>) => Promise<Readonly<Record<string, Tensor>>>;

export interface VoiceActivity {
  /** The whole frames that `samples` complete. One call at a time. */
  push(samples: Float32Array): Promise<Frame[]>;
  /** The last, incomplete frame, filled up with silence; empty where there is none. */
  finish(): Promise<Frame[]>;
}

/** Listens to one stream from its beginning. */
export function createVoiceActivity(graphs: VoiceActivityGraphs, run: RunGraph): VoiceActivity {
  const { contextSamples, samplesPerFrame, inputs, outputs } = graphs;
  const sampleRate: Tensor = {
    type: 'int64',
    data: BigInt64Array.of(BigInt(graphs.sampleRateHz)),
    dims: [],
  };
  const stateLength = graphs.stateShape.reduce((product, size) => product * size, 1);
  let state: Tensor = { type: 'float32', data: new Float32Array(stateLength), dims: graphs.stateShape };
  const window = new Float32Array(contextSamples + samplesPerFrame);
  let filled = 0;

  async function judge(): Promise<Frame> {
    const audio: Tensor = { type: 'float32', data: window.slice(), dims: [1, window.length] };
    const made = await run({ [inputs.audio]: audio, [inputs.state]: state, [inputs.sampleRate]: sampleRate });
    state = made[outputs.state] as Tensor;
    const probability = Number(made[outputs.probability]?.data[0] ?? 0);
    let power = 0;
    for (let at = contextSamples; at < window.length; at++) power += (window[at] as number) ** 2;
    window.copyWithin(0, samplesPerFrame);
    filled = 0;
    return { probability, power: power / samplesPerFrame };
  }

  return {
    async push(samples) {
      const frames: Frame[] = [];
      for (let at = 0; at < samples.length; ) {
        const piece = samples.subarray(at, at + samplesPerFrame - filled);
        window.set(piece, contextSamples + filled);
        filled += piece.length;
        at += piece.length;
        if (filled === samplesPerFrame) frames.push(await judge());
      }
      return frames;
    },
    async finish() {
      if (filled === 0) return [];
      window.fill(0, contextSamples + filled);
      return [await judge()];
    },
  };
}
