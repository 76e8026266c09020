/**
 * Turns mono samples of any rate into 16 kHz, keeping its state from chunk to chunk: a polyphase
 * filter bank of windowed sinc functions (J. O. Smith, "Digital Audio Resampling"; Kaiser window).
 * What lies above the new Nyquist frequency is filtered out, so a 12 kHz tone does not come back as
 * a 4 kHz one. Our own because it was measured: the libsamplerate build on npm took five times as
 * long for the same filter, a third of the time of hearing a file.
 */

/** The rate every model here listens at. */
export const targetRateHz = 16000;

/** Zero crossings of the sinc on each side: 1.2 kHz from the last passed frequency to the first stopped one. */
const zeroCrossings = 32;
/** Kaiser's shape for 80 dB (J. F. Kaiser 1974: 0.1102 × (80 − 8.7)). */
const kaiserBeta = 7.86;
/** Half power point as a share of the lower Nyquist frequency: passes 7.1 kHz, stops 8.4 kHz. */
const cutoff = 0.965;

/** A resampler in the middle of a stream. */
export interface Resampler {
  /** The 16 kHz samples that became certain with this chunk; may be empty. */
  push(samples: Float32Array): Float32Array;
  /** The rest; afterwards exactly round(input × 16000 / rate) samples were given, at least one for any input. */
  flush(): Float32Array;
}

/** A resampler from `rateHz` (a whole number of Hz; mono, −1…1) to 16 kHz without delay: sample n lies at n / 16000 s. */
export function createResampler(rateHz: number): Resampler {
  if (rateHz === targetRateHz) return { push: (samples) => samples, flush: () => new Float32Array(0) };
  const divisor = greatestCommonDivisor(rateHz, targetRateHz);
  const phases = targetRateHz / divisor;
  const stride = rateHz / divisor;
  const { bank, taps } = filterBank(phases, stride);
  const half = taps / 2;
  // `held` begins half a filter before the next output's place; before the recording lies silence.
  let held = new Float32Array(half - 1);
  let phase = 0;
  let inputSamples = 0;
  let outputSamples = 0;

  function convert(samples: Float32Array): Float32Array {
    const input = new Float32Array(held.length + samples.length);
    input.set(held);
    input.set(samples, held.length);
    const out = new Float32Array(
      Math.max(0, Math.ceil(((input.length - taps + 1) * phases - phase) / stride)),
    );
    let at = 0;
    for (let index = 0; index < out.length; index++) {
      out[index] = dot(bank, phase * taps, input, at, taps);
      phase += stride;
      const step = Math.floor(phase / phases);
      at += step;
      phase -= step * phases;
    }
    held = input.slice(at);
    outputSamples += out.length;
    return out;
  }

  return {
    push(samples) {
      inputSamples += samples.length;
      return convert(samples);
    },
    flush() {
      if (inputSamples === 0) return new Float32Array(0);
      const due = Math.max(1, Math.round((inputSamples * targetRateHz) / rateHz)) - outputSamples;
      return convert(new Float32Array(taps + stride)).slice(0, Math.max(0, due));
    },
  };
}

/** One filter a phase, `taps` (a multiple of 4) long: phase p yields the sample p / phases after the filter's middle. */
function filterBank(phases: number, stride: number): { bank: Float32Array; taps: number } {
  const stretch = Math.max(1, stride / phases);
  const half = Math.ceil((zeroCrossings * stretch) / 2) * 2;
  const taps = half * 2;
  const bank = new Float32Array(phases * taps);
  const bandwidth = cutoff / stretch;
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - (half - 1) - phase / phases;
      const weight = sinc(distance * bandwidth) * kaiser(distance / half);
      bank[phase * taps + tap] = weight;
      sum += weight;
    }
    // Every phase passes a constant unchanged.
    for (let tap = 0; tap < taps; tap++) bank[phase * taps + tap] = (bank[phase * taps + tap] ?? 0) / sum;
  }
  return { bank, taps };
}

/** Four sums at once: the processor need not wait for one addition to begin the next. */
function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let index = 0; index < length; index += 4) {
    const i = aStart + index;
    const j = bStart + index;
    sum0 += (a[i] as number) * (b[j] as number);
    sum1 += (a[i + 1] as number) * (b[j + 1] as number);
    sum2 += (a[i + 2] as number) * (b[j + 2] as number);
    sum3 += (a[i + 3] as number) * (b[j + 3] as number);
  }
  return sum0 + sum1 + sum2 + sum3;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(kaiserBeta * Math.sqrt(1 - x * x)) / besselI0(kaiserBeta);
}

/** The modified Bessel function of order 0, by its series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
