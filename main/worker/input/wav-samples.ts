/**
 * Bytes of raw PCM (a WAV file's data chunk, or a packet of a container) → mono samples in −1…1.
 */
import { cleaned } from './mix-down.ts';
import type { WavHeader } from './wav-header.ts';

/** What it takes to read raw samples. */
export type PcmFormat = Pick<WavHeader, 'encoding' | 'bigEndian' | 'channels' | 'sampleBytes' | 'frameBytes'>;

type ReadSample = (view: DataView, offset: number) => number;

/** Mixes whole frames down to mono. `bytes.length` must be a multiple of `frameBytes`. */
export function wavToMono(bytes: Uint8Array, format: PcmFormat): Float32Array {
  const { channels, frameBytes, sampleBytes } = format;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readerOf(format);
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

function readerOf(format: PcmFormat): ReadSample {
  const little = !format.bigEndian;
  switch (format.encoding) {
    case 'a-law':
      return (view, offset) => (aLaw[view.getUint8(offset)] ?? 0) / 32768;
    case 'mu-law':
      return (view, offset) => (muLaw[view.getUint8(offset)] ?? 0) / 32768;
    case 'float':
      return format.sampleBytes === 4
        ? (view, offset) => view.getFloat32(offset, little)
        : (view, offset) => view.getFloat64(offset, little);
    case 'integer':
      return integerReader(format.sampleBytes, little);
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
