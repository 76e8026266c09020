/**
 * Turns mono samples of any rate into 16 kHz, keeping its state from chunk to chunk, through
 * libsamplerate (band-limited sinc interpolation, J. O. Smith). What lies above the new Nyquist
 * frequency is filtered out, so a 12 kHz tone does not come back as a 4 kHz one.
 */
import libsamplerate from '@alexanderolsen/libsamplerate-js';

/** The rate every model here listens at. */
export const targetRateHz = 16000;

/** Input is handed to the library in pieces of at most this many samples; its own buffer is bounded. */
const pieceSamples = 16384;

/** A resampler in the middle of a stream. */
export interface Resampler {
  /** The 16 kHz samples that became certain with this chunk; may be empty. */
  push(samples: Float32Array): Float32Array;
  /** The rest; afterwards exactly round(input × 16000 / rate) samples were given, at least one for any input. */
  flush(): Float32Array;
  /** Releases the library's memory. */
  free(): void;
}

/** A resampler from `rateHz` (mono, −1…1) to 16 kHz without delay: output sample n lies at n / 16000 s. */
export async function createResampler(rateHz: number): Promise<Resampler> {
  if (rateHz === targetRateHz) return passThrough();
  const converter = await libsamplerate.create(1, rateHz, targetRateHz, {
    converterType: libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY,
  });
  let inputSamples = 0;
  let outputSamples = 0;

  function convert(samples: Float32Array): Float32Array {
    const parts: Float32Array[] = [];
    for (let offset = 0; offset < samples.length; offset += pieceSamples) {
      const part = converter.full(samples.subarray(offset, offset + pieceSamples));
      if (part.length > 0) parts.push(part.slice());
    }
    return concatenate(parts);
  }

  return {
    push(samples) {
      inputSamples += samples.length;
      const out = convert(samples);
      outputSamples += out.length;
      return out;
    },
    flush() {
      if (inputSamples === 0) return new Float32Array(0);
      const due = Math.max(1, Math.round((inputSamples * targetRateHz) / rateHz)) - outputSamples;
      // The library looks ahead by half its filter; silence pushes out what is still inside.
      const silence = new Float32Array(Math.max(1024, Math.ceil(rateHz / 10)));
      const parts: Float32Array[] = [];
      let have = 0;
      while (have < due) {
        const part = convert(silence);
        parts.push(part);
        have += part.length;
      }
      return concatenate(parts).slice(0, Math.max(0, due));
    },
    free() {
      converter.destroy();
    },
  };
}

function passThrough(): Resampler {
  return { push: (samples) => samples, flush: () => new Float32Array(0), free: () => {} };
}

/** One array holding all `parts` in order. */
export function concatenate(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
