import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addConstant, addInput, addNode, addOutput, finishModel, startDraft } from './build.ts';
import { elementTypes, readModel, writeModel } from './onnx.ts';
import { bytesOf, dimsOf, floatsOf, tensorValue } from './tensor.ts';

function smallModel() {
  const draft = startDraft();
  const x = addInput(draft, 'x', 'float32', ['rows', 3]);
  const weight = addConstant(draft, 'weight', 'float32', [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
  const [product] = addNode(draft, 'MatMul', [x, weight]);
  addNode(draft, 'ReduceMean', [product], {
    attributes: { axes: [-1], keepdims: 0, note: 'text', ratio: { float: 0.5 } },
    outputs: ['mean'],
  });
  addOutput(draft, 'mean', 'float32', ['rows']);
  return finishModel(draft, 'small', 17);
}

test('a model written and read again is the same model', () => {
  const bytes = writeModel(smallModel());
  const model = readModel(bytes);
  assert.deepEqual(
    model.graph.node.map(({ opType, input, output }) => ({ opType, input, output })),
    [
      { opType: 'MatMul', input: ['x', 'weight'], output: ['MatMul_0:0'] },
      { opType: 'ReduceMean', input: ['MatMul_0:0'], output: ['mean'] },
    ],
  );
  const [axes, keep, note, ratio] = model.graph.node[1]?.attribute ?? [];
  assert.deepEqual(axes?.ints?.map(Number), [-1]);
  // A zero that is written out stays written out: in ONNX a missing number is not a zero.
  assert.equal(Number(keep?.i), 0);
  assert.ok(Object.hasOwn(keep ?? {}, 'i'));
  assert.equal(new TextDecoder().decode(note?.s), 'text');
  assert.equal(ratio?.f, 0.5);
  const weight = model.graph.initializer[0];
  assert.ok(weight);
  assert.deepEqual(dimsOf(weight), [3, 2]);
  assert.deepEqual([...floatsOf(weight)], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(Buffer.from(writeModel(model)), Buffer.from(bytes));
});

test('fields that the editor does not know come through untouched', () => {
  // Field 14 of a model is its metadata: { key: "author", value: "me" }.
  const metadata = Buffer.concat([
    Buffer.from([(14 << 3) | 2, 12, (1 << 3) | 2, 6]),
    Buffer.from('author'),
    Buffer.from([(2 << 3) | 2, 2]),
    Buffer.from('me'),
  ]);
  const bytes = Buffer.concat([writeModel(smallModel()), metadata]);
  const written = Buffer.from(writeModel(readModel(bytes)));
  assert.equal(written.length, bytes.length);
  assert.ok(written.includes(metadata));
});

test('numbers are read from either of the two places where ONNX keeps them', () => {
  const raw = tensorValue('raw', 'uint8', [3], Uint8Array.of(1, 2, 255));
  assert.deepEqual([...bytesOf(raw)], [1, 2, 255]);
  const listed = { name: 'listed', dims: [2], dataType: elementTypes.float32, floatData: [0.5, -1] };
  assert.deepEqual([...floatsOf(listed)], [0.5, -1]);
  assert.throws(() => floatsOf(raw), /raw does not hold float32/);
});

test('what is no ONNX file is refused', () => {
  assert.throws(() => readModel(Buffer.from('this is text, not a model')));
  assert.throws(() => readModel(new Uint8Array(0)), /no graph/);
});
