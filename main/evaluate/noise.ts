/** Noise mixed into a recording at a given distance below the speech. */

/**
 * `speech` with `noise` added so that the mean power of the whole speech lies `snrDecibels` above that
 * of the noise; the noise goes round from `offset`. Turned down as a whole where it would clip.
 */
export function mixNoise(
  speech: Float32Array,
  noise: Float32Array,
  snrDecibels: number,
  offset: number,
): Float32Array {
  const stretch = Float32Array.from(speech, (_, at) => noise[(offset + at) % noise.length] as number);
  const noisePower = meanPower(stretch);
  const gain = noisePower === 0 ? 0 : Math.sqrt(meanPower(speech) / noisePower / 10 ** (snrDecibels / 10));
  const mixed = speech.map((sample, at) => sample + gain * (stretch[at] as number));
  const peak = mixed.reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0);
  return peak > 1 ? mixed.map((sample) => sample / peak) : mixed;
}

function meanPower(samples: Float32Array): number {
  return samples.length === 0
    ? 0
    : samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}
