/**
 * Decoders of five tokens for the tests of the engine, small enough to try every answer: one with a
 * growing cache, one recurrent, and the textbook's LSTM encoder → one context vector → LSTM decoder.
 */
import type { Decoder, Encoded, State } from './decoder.ts';
import { randomNumbers } from './sample.ts';
import { gather, reorderState, replicate } from './state.ts';
import type { FloatTensor, Tensor } from './tensor.ts';

export const vocabularySize = 5;
export const startToken = 0;
export const endToken = 1;

function floats(data: Float32Array, dims: readonly number[]): FloatTensor {
  return { type: 'float32', data, dims };
}

function values(state: State, name: string): Float32Array {
  return (state.get(name) as FloatTensor).data;
}

/** Weights in ±`scale` from a seed. */
export function weights(seed: number, count: number, scale: number): Float32Array {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: count }, () => (random() * 2 - 1) * scale);
}

/** Its logits hang on every token so far, which its cache `[beams, written]` grows by, one a step. */
export function growingCacheDecoder(seed: number): Decoder {
  return {
    start: (_, beams) => new Map([['seen', { type: 'int32', data: new Int32Array(0), dims: [beams, 0] }]]),
    async step(ids, position, state) {
      const { data, dims } = state.get('seen') as Extract<Tensor, { type: 'int32' }>;
      if (dims[0] !== ids.length || dims[1] !== position)
        throw new Error(`a cache of [${dims}] at ${position}`);
      const seen = new Int32Array(ids.length * (position + 1));
      const logits = new Float32Array(ids.length * vocabularySize);
      ids.forEach((id, beam) => {
        const row = [...data.subarray(beam * position, (beam + 1) * position), id];
        seen.set(row, beam * (position + 1));
        const hash = row.reduce((sum, token) => Math.imul(sum, 31) + token + 7, seed);
        logits.set(weights(hash, vocabularySize, 2), beam * vocabularySize);
      });
      const attention = Float32Array.from(ids, (id) => id + position / 10);
      return {
        logits,
        state: new Map([['seen', { type: 'int32', data: seen, dims: [ids.length, position + 1] }]]),
        attention: floats(attention, [ids.length, 1]),
      };
    },
    reorder: (state, from) => reorderState(state, new Map([['seen', 0]]), from),
  };
}

/** A recurrent cell of four numbers, kept `[1, beams, 4]` as an LSTM's is. */
export function recurrentDecoder(seed: number): Decoder {
  const hidden = 4;
  const embedding = weights(seed, vocabularySize * hidden, 2);
  const recurrence = weights(seed + 1, hidden * hidden, 1.5);
  const projection = weights(seed + 2, vocabularySize * hidden, 3);
  return {
    start: (_, beams) => new Map([['cell', floats(new Float32Array(beams * hidden), [1, beams, hidden])]]),
    async step(ids, _, state) {
      const before = values(state, 'cell');
      const cell = new Float32Array(ids.length * hidden);
      const logits = new Float32Array(ids.length * vocabularySize);
      ids.forEach((id, beam) => {
        const old = before.subarray(beam * hidden, (beam + 1) * hidden);
        const input = embedding.subarray(id * hidden, (id + 1) * hidden);
        const next = multiply(recurrence, old).map((value, at) => Math.tanh(value + (input[at] as number)));
        cell.set(next, beam * hidden);
        logits.set(multiply(projection, next), beam * vocabularySize);
      });
      return { logits, state: new Map([['cell', floats(cell, [1, ids.length, hidden])]]) };
    },
    reorder: (state, from) => reorderState(state, new Map([['cell', 1]]), from),
  };
}

/** The four gates' weights of one LSTM, rows in the order input, forget, cell, output as PyTorch has them. */
export interface LstmWeights {
  readonly input: Float32Array;
  readonly recurrent: Float32Array;
  readonly bias: Float32Array;
}

export function lstmWeights(seed: number, inputSize: number, hiddenSize: number): LstmWeights {
  return {
    input: weights(seed, 4 * hiddenSize * inputSize, 1),
    recurrent: weights(seed + 1, 4 * hiddenSize * hiddenSize, 1),
    bias: weights(seed + 2, 4 * hiddenSize, 0.5),
  };
}

/** One LSTM step (Hochreiter and Schmidhuber 1997, with forget gate): the new hidden and cell state. */
function lstmStep(lstm: LstmWeights, x: Float32Array, h: Float32Array, c: Float32Array) {
  const size = h.length;
  const fromInput = multiply(lstm.input, x);
  const fromHidden = multiply(lstm.recurrent, h);
  const gate = (index: number, at: number) => {
    const row = index * size + at;
    return (fromInput[row] as number) + (fromHidden[row] as number) + (lstm.bias[row] as number);
  };
  const cell = c.map((old, at) => sigmoid(gate(1, at)) * old + sigmoid(gate(0, at)) * Math.tanh(gate(2, at)));
  return { h: cell.map((value, at) => sigmoid(gate(3, at)) * Math.tanh(value)), c: cell };
}

const embeddingSize = 3;
const hiddenSize = 4;

/** The textbook's encoder: reads source tokens one by one; all that is left of them is one context vector. */
export function lstmEncode(source: readonly number[], seed: number): Encoded {
  const lstm = lstmWeights(seed, embeddingSize, hiddenSize);
  const embedding = weights(seed + 9, 10 * embeddingSize, 2);
  let h = new Float32Array(hiddenSize);
  let c = new Float32Array(hiddenSize);
  for (const token of source) {
    const x = embedding.subarray(token * embeddingSize, (token + 1) * embeddingSize);
    ({ h, c } = lstmStep(lstm, x, h, c) as { h: Float32Array<ArrayBuffer>; c: Float32Array<ArrayBuffer> });
  }
  return new Map([
    ['hidden', floats(h, [1, 1, hiddenSize])],
    ['cell', floats(c, [1, 1, hiddenSize])],
  ]);
}

/**
 * The textbook's decoder: its state begins as the encoder's last, and the context vector goes in
 * again with every token (Sutskever et al. 2014; Cho et al. 2014). No attention.
 */
export function lstmDecoder(seed: number): Decoder {
  const lstm = lstmWeights(seed, embeddingSize + hiddenSize, hiddenSize);
  const embedding = weights(seed + 8, vocabularySize * embeddingSize, 2);
  const projection = weights(seed + 9, vocabularySize * hiddenSize, 6);
  return {
    start(encoded, beams) {
      const hidden = replicate(encoded.get('hidden') as Tensor, 1, beams);
      const cell = replicate(encoded.get('cell') as Tensor, 1, beams);
      const context = gather(
        hidden,
        1,
        Int32Array.from({ length: beams }, (_, beam) => beam),
      );
      return new Map([
        ['hidden', hidden],
        ['cell', cell],
        ['context', context],
      ]);
    },
    async step(ids, _, state) {
      const hidden = new Float32Array(ids.length * hiddenSize);
      const cell = new Float32Array(ids.length * hiddenSize);
      const logits = new Float32Array(ids.length * vocabularySize);
      ids.forEach((id, beam) => {
        const [h, c, context] = ['hidden', 'cell', 'context'].map((name) =>
          values(state, name).subarray(beam * hiddenSize, (beam + 1) * hiddenSize),
        ) as [Float32Array, Float32Array, Float32Array];
        const token = embedding.subarray(id * embeddingSize, (id + 1) * embeddingSize);
        const next = lstmStep(lstm, Float32Array.from([...token, ...context]), h, c);
        hidden.set(next.h, beam * hiddenSize);
        cell.set(next.c, beam * hiddenSize);
        logits.set(multiply(projection, next.h), beam * vocabularySize);
      });
      const dims = [1, ids.length, hiddenSize];
      const after = new Map(state).set('hidden', floats(hidden, dims)).set('cell', floats(cell, dims));
      return { logits, state: after };
    },
    reorder(state, from) {
      const axes = [...state.keys()].map((name) => [name, 1] as const);
      return reorderState(state, new Map(axes), from);
    },
  };
}

/** A row-major matrix times a vector. */
function multiply(matrix: Float32Array, vector: Float32Array): Float32Array {
  const width = vector.length;
  return Float32Array.from({ length: matrix.length / width }, (_, row) =>
    vector.reduce((sum, value, at) => sum + value * (matrix[row * width + at] as number), 0),
  );
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** An answer and its log-probabilities, end included where it ended. */
export interface Answer {
  readonly ids: readonly number[];
  readonly logProbabilities: readonly number[];
  readonly ended: boolean;
}

/** Every answer of at most `maxTokens` tokens: those that end, and those cut at `maxTokens`. */
export async function everyAnswer(decoder: Decoder, encoded: Encoded, maxTokens: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  async function follow(ids: readonly number[], logProbabilities: readonly number[], state: State) {
    if (ids.length === maxTokens) {
      answers.push({ ids, logProbabilities, ended: false });
      return;
    }
    const newest = Int32Array.of(ids[ids.length - 1] ?? startToken);
    const output = await decoder.step(newest, ids.length, state);
    const total = Math.log(output.logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    for (const [token, logit] of output.logits.entries()) {
      const soFar = [...logProbabilities, logit - total];
      if (token === endToken) answers.push({ ids, logProbabilities: soFar, ended: true });
      else await follow([...ids, token], soFar, output.state);
    }
  }
  await follow([], [], decoder.start(encoded, 1));
  return answers;
}
