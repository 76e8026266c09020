/**
 * The three strided convolutions that turn a waveform into frames, written as matrix products over
 * overlapping windows: with time before channels a window is a run of whole rows, so cutting windows
 * is a copy, and the two large products can be made in 8 bits.
 */
import { addConstant, addNode, type Draft } from '../graph/build.ts';
import { integers, microsoft, reshape } from '../graph/layers.ts';
import { type Bytes, bytesProduct } from './layers.ts';
import { convolutionOf, type Source, vectorOf } from './weights.ts';

/** [1, samples] → [1, frames, hidden]. The strides are the architecture's own: 64, 3, 2. */
export function frontEnd(draft: Draft, source: Source, samples: string): string {
  const first = convolutionOf(source, 'conv1');
  const taps = windows(draft, reshape(draft, samples, -1, 1), { ...first, stride: 64 });
  const weight = addConstant(draft, 'conv1.weight', 'float32', [first.rows, first.columns], first.floats);
  const [heard] = addNode(draft, 'Tanh', [addNode(draft, 'MatMul', [taps, weight])[0]]);
  const normed = groupNorm(draft, source, heard, first.columns);
  const second = convolution(draft, source, 'conv2', normed, 3);
  const third = convolution(draft, source, 'conv3', second, 2);
  return addNode(draft, 'Unsqueeze', [third, integers(draft, 0)])[0];
}

/** [time, channels], normed over everything, then scaled and shifted by channel. */
function groupNorm(draft: Draft, source: Source, x: string, channels: number): string {
  const one = addConstant(draft, 'groupnorm.one', 'float32', [1], Float32Array.of(1));
  const none = addConstant(draft, 'groupnorm.none', 'float32', [1], Float32Array.of(0));
  const scale = addConstant(
    draft,
    'groupnorm.scale',
    'float32',
    [channels],
    vectorOf(source, 'onnx::Mul_1488'),
  );
  const shift = addConstant(
    draft,
    'groupnorm.shift',
    'float32',
    [channels],
    vectorOf(source, 'onnx::Add_1489'),
  );
  const [even] = addNode(draft, 'InstanceNormalization', [reshape(draft, x, 1, 1, -1), one, none], {
    attributes: { epsilon: { float: 1e-5 } },
  });
  const [scaled] = addNode(draft, 'Mul', [reshape(draft, even, -1, channels), scale]);
  return addNode(draft, 'Add', [scaled, shift])[0];
}

/**
 * [time, channels] → [fewer, filters], GELU included. The published graph convolves in floats, and a
 * few channels are far louder than the rest, so one byte is too coarse: the input becomes a byte and
 * a byte for what that one left over, and two products in 8 bits still take half the time of one in
 * floats.
 */
function convolution(draft: Draft, source: Source, name: string, x: string, stride: number): string {
  const matrix = convolutionOf(source, name);
  const bias = vectorOf(source, `${name}.bias`);
  const product = (part: string, input: Bytes) => {
    const cut = { ...input, bytes: windows(draft, input.bytes, { ...matrix, stride }) };
    // A weight of its own for each: ONNX Runtime's rewriting for older processors cannot share one.
    return bytesProduct(draft, `${name}.${part}`, cut, matrix);
  };
  const coarse = quantize(draft, x);
  const [known] = addNode(draft, 'DequantizeLinear', [coarse.bytes, coarse.scale, coarse.zero]);
  const fine = quantize(draft, addNode(draft, 'Sub', [x, known])[0]);
  const [sum] = addNode(draft, 'Add', [product('coarse', coarse), product('fine', fine)]);
  const biasName = addConstant(draft, `${name}.bias`, 'float32', [bias.length], bias);
  return addNode(draft, 'BiasGelu', [sum, biasName], microsoft)[0];
}

function quantize(draft: Draft, x: string): Bytes {
  const [bytes, scale = '', zero = ''] = addNode(draft, 'DynamicQuantizeLinear', [x], { outputs: 3 });
  return { bytes, scale, zero };
}

/**
 * Overlapping windows of `taps` rows, `stride` rows apart: [time, channels] → [windows, taps × channels].
 * Rows are laid `stride` to a line; a window is a line, the whole lines after it, and the start of
 * one more.
 */
function windows(
  draft: Draft,
  x: string,
  { channels, taps, stride }: { readonly channels: number; readonly taps: number; readonly stride: number },
): string {
  const lines = Math.ceil(taps / stride);
  // The last line must be whole; what is added to it lies beyond every window.
  const missing = lines * stride - taps;
  const padded = missing === 0 ? x : addNode(draft, 'Pad', [x, integers(draft, 0, 0, missing, 0)])[0];
  const [length] = addNode(draft, 'Shape', [padded], { attributes: { start: 0, end: 1 } });
  const [count] = addNode(draft, 'Div', [length, integers(draft, stride)]);
  const [whole] = addNode(draft, 'Mul', [count, integers(draft, stride)]);
  const [kept] = addNode(draft, 'Slice', [padded, integers(draft, 0), whole, integers(draft, 0)]);
  const rows = reshape(draft, kept, -1, stride * channels);
  const parts = Array.from({ length: lines }, (_, line) => {
    const isLast = line + 1 === lines;
    const end = isLast ? Number.MAX_SAFE_INTEGER : line + 1 - lines;
    const width = isLast ? (taps - line * stride) * channels : stride * channels;
    const axes = integers(draft, 0, 1);
    return addNode(draft, 'Slice', [rows, integers(draft, line, 0), integers(draft, end, width), axes])[0];
  });
  return addNode(draft, 'Concat', parts, { attributes: { axis: 1 } })[0];
}
