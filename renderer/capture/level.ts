/** How loud a chunk is, as the eye expects it, and whether the microphone gives nothing at all. */

/** Quieter than this is drawn as stillness, louder than the ceiling as full: decibels below full scale. */
const floorDecibels = -60;
const ceilingDecibels = -12;

/** The level of `samples` (−1…1) as 0–1 on a decibel scale. */
export function level(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (decibels - floorDecibels) / (ceilingDecibels - floorDecibels)));
}

/** Rises at once and falls slowly, so that the line breathes instead of flickering. */
export function breathe(previous: number, next: number): number {
  return next > previous ? next : previous * 0.8 + next * 0.2;
}

/**
 * Tells, chunk by chunk, whether the input has been exactly zero for `limitSeconds`: a muted microphone
 * gives zeros, a quiet room never does.
 */
export function createMuteDetector(
  sampleRateHz: number,
  limitSeconds: number,
): (samples: Float32Array) => boolean {
  let zeros = 0;
  return (samples) => {
    zeros = samples.every((sample) => sample === 0) ? zeros + samples.length : 0;
    return zeros > limitSeconds * sampleRateHz;
  };
}
