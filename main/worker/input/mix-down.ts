/** Channels → one: the mean, with every value made finite and within −1…1. */

/** The mean of equally long channels. Values that are no numbers count as silence. */
export function mixDown(channels: readonly Float32Array[]): Float32Array {
  const length = channels[0]?.length ?? 0;
  const mono = new Float32Array(length);
  for (let index = 0; index < length; index++) {
    let sum = 0;
    for (const channel of channels) sum += channel[index] ?? 0;
    mono[index] = cleaned(sum / channels.length);
  }
  return mono;
}

/** A finite value within −1…1: one NaN must not poison a filter or a model's state. */
export function cleaned(value: number): number {
  if (value > 1) return Number.isFinite(value) ? 1 : 0;
  if (value < -1) return Number.isFinite(value) ? -1 : 0;
  return Number.isNaN(value) ? 0 : value;
}
