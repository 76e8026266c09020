/**
 * The equations of Firefox's translation models, written out in plain numbers for the tests: a
 * transformer encoder and a decoder of simple recurrent units (Kim et al. 2019, "From Research to
 * Production and Back"), as Marian computes them. Slow, and independent of the graphs.
 */
import type { FixtureShape, Weights } from './fixture.ts';

type Vector = readonly number[];

export interface Reference {
  /**
   * Begins to decode; each call then gives the logits of every target token, after the token that was
   * chosen before (null at first).
   */
  start(source: readonly number[]): (token: number | null) => number[];
}

export function reference(shape: FixtureShape, weights: Weights): Reference {
  const { width, heads } = shape;
  const tensor = (name: string): Float64Array => {
    const found = weights.get(name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  const times = (x: Vector, name: string): number[] => {
    const matrix = tensor(name);
    const columns = matrix.length / x.length;
    const sums = new Array<number>(columns).fill(0);
    for (let row = 0; row < x.length; row++) {
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] ?? 0) + (x[row] ?? 0) * (matrix[row * columns + column] ?? 0);
      }
    }
    return sums;
  };
  const linear = (x: Vector, name: string, part: string) =>
    add(times(x, `${name}_W${part}`), [...tensor(`${name}_b${part}`)]);
  const norm = (x: Vector, name: string) => {
    const mean = x.reduce((sum, value) => sum + value, 0) / width;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    return x.map((value, index) => {
      const scale = tensor(`${name}_ln_scale`)[index] ?? 0;
      return (scale * (value - mean)) / Math.sqrt(variance + 1e-6) + (tensor(`${name}_ln_bias`)[index] ?? 0);
    });
  };
  const position = (place: number): number[] => {
    const half = width / 2;
    const angles = Array.from(
      { length: half },
      (_, i) => place * Math.exp((-i * Math.log(10_000)) / (half - 1)),
    );
    return [...angles.map(Math.sin), ...angles.map(Math.cos)];
  };
  const vector = (name: string, token: number) =>
    [...tensor(name).subarray(token * width, (token + 1) * width)].map((value) => value * Math.sqrt(width));
  const feedForward = (x: Vector, name: string) => {
    const inner = linear(x, name, '1').map((value) => Math.max(0, value));
    return norm(add(x, linear(inner, name, '2')), `${name}_ffn`);
  };
  const memory = (over: readonly Vector[], name: string) => ({
    keys: over.map((other) => linear(other, name, 'k')),
    values: over.map((other) => linear(other, name, 'v')),
  });
  const attention = (x: Vector, { keys, values }: ReturnType<typeof memory>, name: string) => {
    const query = linear(x, name, 'q');
    const size = width / heads;
    const seen = Array.from({ length: heads }, (_, head) => {
      const own = (v: Vector) => v.slice(head * size, (head + 1) * size);
      const shares = softmax(keys.map((key) => dot(own(query), own(key)) / Math.sqrt(size)));
      return Array.from({ length: size }, (_, at) =>
        shares.reduce((sum, share, place) => sum + share * (values[place]?.[head * size + at] ?? 0), 0),
      );
    });
    return norm(add(x, linear(seen.flat(), name, 'o')), `${name}_Wo`);
  };
  const names = shape.isSeparate
    ? { source: 'encoder_Wemb', target: 'decoder_Wemb' }
    : { source: 'Wemb', target: 'Wemb' };

  function encode(source: readonly number[]): Vector[] {
    let xs: Vector[] = source.map((token, place) => add(vector(names.source, token), position(place)));
    for (let layer = 1; layer <= shape.encoderLayers; layer++) {
      const name = `encoder_l${layer}`;
      const before = memory(xs, `${name}_self`);
      xs = xs.map((x) => feedForward(attention(x, before, `${name}_self`), `${name}_ffn`));
    }
    return xs;
  }

  function start(source: readonly number[]): (token: number | null) => number[] {
    const encoded = encode(source);
    const layers = Array.from({ length: shape.decoderLayers }, (_, index) => {
      const name = `decoder_l${index + 1}`;
      const cell = new Array<number>(width).fill(0);
      return { name, cell, memory: memory(encoded, `${name}_context`) };
    });
    const output = tensor(names.target);
    let place = 0;
    return (token) => {
      const before = token === null ? new Array<number>(width).fill(0) : vector(names.target, token);
      let x = add(before, position(place));
      place += 1;
      for (const layer of layers) {
        const forget = linear(x, `${layer.name}_rnn`, 'f').map((value) => 1 / (1 + Math.exp(-value)));
        const fresh = times(x, `${layer.name}_rnn_W`);
        layer.cell = layer.cell.map((old, at) => {
          const share = forget[at] ?? 0;
          return share * old + (1 - share) * (fresh[at] ?? 0);
        });
        const positive = layer.cell.map((value) => Math.max(0, value));
        x = norm(add(x, positive), `${layer.name}_rnn_ffn`);
        x = feedForward(attention(x, layer.memory, `${layer.name}_context`), `${layer.name}_ffn`);
      }
      return [...tensor('decoder_ff_logit_out_b')].map(
        (bias, id) => bias + dot(x, [...output.subarray(id * width, (id + 1) * width)]),
      );
    };
  }

  return { start };
}

function add(one: Vector, other: Vector): number[] {
  return one.map((value, index) => value + (other[index] ?? 0));
}

function dot(one: Vector, other: Vector): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}

function softmax(values: Vector): number[] {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
