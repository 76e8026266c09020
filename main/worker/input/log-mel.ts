/**
 * Sound → its spectrum on the mel scale, as speech models of Whisper's kind read it (Radford et al. 2022,
 * "Robust Speech Recognition via Large-Scale Weak Supervision", section 2.2): short stretches one hop apart,
 * the logarithm of their power in overlapping bands, brought into about −1…1.5.
 */
import type { LogMelShape } from '../../../models/schema.ts';
import { createPowerSpectrum } from './fourier.ts';

/** The features [bins, frames] of at most `seconds` of sound; silence follows what is shorter. */
export type LogMel = (samples: Float32Array) => Float32Array;

/** Power below this is none. */
const leastPower = 1e-10;
/** Nothing is further below the loudest than this, in powers of ten. */
const range = 8;

/** @param shape of the model's features; its window is an even number of samples */
export function createLogMel(shape: LogMelShape, sampleRateHz: number): LogMel {
  const { bins, windowSamples, hopSamples, seconds } = shape;
  const whole = seconds * sampleRateHz;
  const frames = Math.floor(whole / hopSamples);
  const half = windowSamples / 2;
  const bands = melBands(bins, windowSamples, sampleRateHz);
  const window = periodicHann(windowSamples);
  const spectrum = createPowerSpectrum(windowSamples);
  const stretch = new Float64Array(windowSamples);
  const power = new Float64Array(half + 1);

  return (samples) => {
    const features = new Float32Array(bins * frames).fill(Math.log10(leastPower));
    const heard = Math.min(samples.length, whole);
    // Frames are centred on their moment; those further behind hold nothing but silence.
    const reached = Math.min(frames, Math.ceil((heard + half) / hopSamples));
    let loudest = reached < frames ? Math.log10(leastPower) : Number.NEGATIVE_INFINITY;
    for (let frame = 0; frame < reached; frame++) {
      for (let at = 0; at < windowSamples; at++) {
        const place = mirrored(frame * hopSamples + at - half, whole);
        stretch[at] = place < heard ? (samples[place] as number) * (window[at] as number) : 0;
      }
      spectrum(stretch, power);
      for (let bin = 0; bin < bins; bin++) {
        const level = Math.log10(Math.max(leastPower, bandPower(bands[bin] as Band, power)));
        if (level > loudest) loudest = level;
        features[bin * frames + frame] = level;
      }
    }
    const least = loudest - range;
    for (let at = 0; at < features.length; at++) {
      features[at] = (Math.max(features[at] as number, least) + 4) / 4;
    }
    return features;
  };
}

/** Before the first sample and behind the last the sound is read backwards. */
function mirrored(place: number, length: number): number {
  if (place < 0) return -place;
  return place < length ? place : 2 * (length - 1) - place;
}

function periodicHann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length));
}

/** A triangle over the frequencies from `from` on. */
interface Band {
  readonly from: number;
  readonly weights: readonly number[];
}

function bandPower({ from, weights }: Band, power: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += (weights[at] as number) * (power[from + at] as number);
  return sum;
}

/** Triangles whose corners are equally far apart in mel, each of the same area. */
function melBands(bins: number, windowSamples: number, sampleRateHz: number): Band[] {
  const highest = melOf(sampleRateHz / 2);
  const corners = Array.from({ length: bins + 2 }, (_, at) => hertzOf((highest * at) / (bins + 1)));
  return Array.from({ length: bins }, (_, bin) => {
    const [low, middle, high] = corners.slice(bin, bin + 3) as [number, number, number];
    const weights = Array.from({ length: windowSamples / 2 + 1 }, (_, frequency) => {
      const hertz = (frequency * sampleRateHz) / windowSamples;
      const rise = (hertz - low) / (middle - low);
      const fall = (high - hertz) / (high - middle);
      return (Math.max(0, Math.min(rise, fall)) * 2) / (high - low);
    });
    const from = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    );
    return {
      from,
      weights: weights.slice(from, weights.length - [...weights].reverse().findIndex((w) => w > 0)),
    };
  });
}

/** Slaney's mel scale (Auditory Toolbox 1998): even steps up to 1,000 Hz, then even ratios, 27 to the factor 6.4. */
const linearHertz = 1000;
const hertzPerMel = 200 / 3;
const logStep = Math.log(6.4) / 27;

function melOf(hertz: number): number {
  if (hertz < linearHertz) return hertz / hertzPerMel;
  return linearHertz / hertzPerMel + Math.log(hertz / linearHertz) / logStep;
}

function hertzOf(mel: number): number {
  const linearMel = linearHertz / hertzPerMel;
  return mel < linearMel ? mel * hertzPerMel : linearHertz * Math.exp((mel - linearMel) * logStep);
}
