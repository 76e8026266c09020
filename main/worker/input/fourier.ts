/**
 * The spectrum of short stretches of sound, by the fast Fourier transform of mixed radix (Cooley and Tukey
 * 1965). Our own because the kept libraries transform only lengths that are powers of two, and speech models
 * want 400 samples.
 */

/** The power |X(f)|² at 0 … length / 2 of `length` samples, written over `power`. */
export type PowerSpectrum = (samples: Float64Array, power: Float64Array) => void;

/**
 * A transform of `length` samples, an even number with small prime factors. The samples are taken as half as
 * many complex numbers, even places real and odd ones imaginary, and parted again after the transform.
 */
export function createPowerSpectrum(length: number): PowerSpectrum {
  const half = length / 2;
  const transform = createTransform(half);
  const [cosines, sines] = circle(length);
  const input = { re: new Float64Array(half), im: new Float64Array(half) };
  const output = { re: new Float64Array(half), im: new Float64Array(half) };
  return (samples, power) => {
    for (let at = 0; at < half; at++) {
      input.re[at] = samples[2 * at] as number;
      input.im[at] = samples[2 * at + 1] as number;
    }
    transform(input, output);
    for (let frequency = 0; frequency <= half; frequency++) {
      const here = frequency % half;
      const mirrored = (half - frequency) % half;
      const re = output.re[here] as number;
      const im = output.im[here] as number;
      const mirroredRe = output.re[mirrored] as number;
      const mirroredIm = output.im[mirrored] as number;
      const evenRe = (re + mirroredRe) / 2;
      const evenIm = (im - mirroredIm) / 2;
      const oddRe = (im + mirroredIm) / 2;
      const oddIm = (mirroredRe - re) / 2;
      const cosine = cosines[frequency] as number;
      const sine = sines[frequency] as number;
      const x = evenRe + cosine * oddRe + sine * oddIm;
      const y = evenIm + cosine * oddIm - sine * oddRe;
      power[frequency] = x * x + y * y;
    }
  };
}

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The transform of `length` complex numbers, from one pair of arrays into another. */
function createTransform(length: number): (input: Complex, output: Complex) => void {
  const [cosines, sines] = circle(length);
  const factors = factorsOf(length);
  const re = new Float64Array(Math.max(1, ...factors));
  const im = new Float64Array(re.length);

  /** Transforms `size` numbers that lie `stride` apart from `from` on into a row that begins at `to`. */
  function part(input: Complex, output: Complex, from: number, stride: number, to: number, depth: number) {
    const radix = factors[depth];
    if (radix === undefined) {
      output.re[to] = input.re[from] as number;
      output.im[to] = input.im[from] as number;
      return;
    }
    const size = length / stride;
    const smaller = size / radix;
    for (let r = 0; r < radix; r++) {
      part(input, output, from + r * stride, stride * radix, to + r * smaller, depth + 1);
    }
    for (let k = 0; k < smaller; k++) join(output, to + k, smaller, radix, stride, k);
  }

  /** The butterfly: `radix` numbers that lie `smaller` apart, each turned by its share of the circle, joined in every phase. */
  function join(output: Complex, at: number, smaller: number, radix: number, stride: number, k: number) {
    for (let r = 0; r < radix; r++) {
      re[r] = output.re[at + r * smaller] as number;
      im[r] = output.im[at + r * smaller] as number;
    }
    for (let q = 0; q < radix; q++) {
      const turn = (k + q * smaller) * stride;
      let sumRe = re[0] as number;
      let sumIm = im[0] as number;
      for (let r = 1; r < radix; r++) {
        const place = (turn * r) % length;
        const cosine = cosines[place] as number;
        const sine = sines[place] as number;
        sumRe += (re[r] as number) * cosine + (im[r] as number) * sine;
        sumIm += (im[r] as number) * cosine - (re[r] as number) * sine;
      }
      output.re[at + q * smaller] = sumRe;
      output.im[at + q * smaller] = sumIm;
    }
  }
  return (input, output) => part(input, output, 0, 1, 0, 0);
}

/** Cosine and sine of each of `length` equal steps around the circle. */
function circle(length: number): [Float64Array, Float64Array] {
  const angle = (place: number) => (2 * Math.PI * place) / length;
  return [
    Float64Array.from({ length }, (_, place) => Math.cos(angle(place))),
    Float64Array.from({ length }, (_, place) => Math.sin(angle(place))),
  ];
}

function factorsOf(length: number): number[] {
  const factors: number[] = [];
  let rest = length;
  for (let factor = 2; rest > 1; factor++) {
    for (; rest % factor === 0; rest /= factor) factors.push(factor);
  }
  return factors;
}
