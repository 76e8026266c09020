/**
 * Bytes of a WAV file's data chunk → mono samples in −1…1 (the mean of the channels). Values that
 * are no numbers count as silence: one NaN must not poison a filter or a model's state.
 */
import type { WavHeader } from './wav-header.ts';

type ReadSample = (view: DataView, offset: number) => number;

/** Mixes whole frames down to mono. `bytes.length` must be a multiple of the header's `frameBytes`. */
export function wavToMono(bytes: Uint8Array, header: WavHeader): Float32Array {
  const { channels, frameBytes, sampleBytes } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readerOf(header);
  const frames = Math.floor(bytes.length / frameBytes);
  const mono = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0;
    const start = frame * frameBytes;
    for (let channel = 0; channel < channels; channel++) sum += read(view, start + channel * sampleBytes);
    mono[frame] = cleaned(sum / channels);
  }
  return mono;
}

/** A finite value within −1…1. */
export function cleaned(value: number): number {
  if (value > 1) return Number.isFinite(value) ? 1 : 0;
  if (value < -1) return Number.isFinite(value) ? -1 : 0;
  return Number.isNaN(value) ? 0 : value;
}

function readerOf(header: WavHeader): ReadSample {
  const little = !header.bigEndian;
  switch (header.encoding) {
    case 'a-law':
      return (view, offset) => (aLaw[view.getUint8(offset)] ?? 0) / 32768;
    case 'mu-law':
      return (view, offset) => (muLaw[view.getUint8(offset)] ?? 0) / 32768;
    case 'float':
      return header.sampleBytes === 4
        ? (view, offset) => view.getFloat32(offset, little)
        : (view, offset) => view.getFloat64(offset, little);
    case 'integer':
      return integerReader(header.sampleBytes, little);
    case 'ima-adpcm':
      throw new TypeError('ADPCM blocks are decoded by wavefile');
  }
}

function integerReader(sampleBytes: number, little: boolean): ReadSample {
  switch (sampleBytes) {
    case 1:
      return (view, offset) => (view.getUint8(offset) - 128) / 128;
    case 2:
      return (view, offset) => view.getInt16(offset, little) / 32768;
    case 3: {
      const [high, low] = little ? [1, 0] : [0, 2];
      return (view, offset) =>
        (view.getInt16(offset + high, little) * 256 + view.getUint8(offset + low)) / 8388608;
    }
    default:
      return (view, offset) => view.getInt32(offset, little) / 2147483648;
  }
}

/** ITU-T G.711 expansion to 16 bits, one entry a code. */
const aLaw = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
});

const muLaw = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 0x80 ? -magnitude : magnitude;
});
