import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CallMessage,
  decodeCall,
  decodeServerMessage,
  encodeFrame,
  maxClientFrameBytes,
} from './wire.ts';

test('sound and files cross the socket bit for bit', () => {
  const samples = Float32Array.from([0, -1, 0.25, 1e-9, 0.1]);
  const call: CallMessage = {
    kind: 'call',
    sequence: 7,
    name: 'dictation.audio',
    input: { id: 'a', samples },
  };
  assert.deepEqual(decodeCall(encodeFrame(call)), call);
  const bytes = Uint8Array.from([0, 255, 3]);
  const chunk: CallMessage = { kind: 'call', sequence: 8, name: 'file.chunk', input: { id: 'a', bytes } };
  assert.deepEqual(decodeCall(encodeFrame(chunk)), chunk);
});

test('a part of a larger buffer is sent alone, wherever the frame lies in memory', () => {
  const samples = new Float32Array([9, 9, 0.5, 0.75]).subarray(2);
  const call: CallMessage = {
    kind: 'call',
    sequence: 1,
    name: 'dictation.audio',
    input: { id: 'a', samples },
  };
  const frame = encodeFrame(call);
  const shifted = new Uint8Array(frame.length + 3);
  shifted.set(frame, 3);
  assert.deepEqual(decodeCall(shifted.subarray(3)), call);
  assert.deepEqual(decodeCall(Buffer.concat([Buffer.from('pool'), frame]).subarray(4)), call);
});

test('a call without input, an answer and an event arrive as they were sent', () => {
  const call: CallMessage = { kind: 'call', sequence: 0, name: 'state.get', input: undefined };
  assert.deepEqual(decodeCall(encodeFrame(call)), call);
  const answer = {
    kind: 'answer',
    sequence: 3,
    answer: { ok: true, value: { bytes: Uint8Array.from([1, 2]), totalBytes: 2, mimeType: 'audio/wav' } },
  } as const;
  assert.deepEqual(decodeServerMessage(encodeFrame(answer)), answer);
  const answerWithBuffer = { ...answer, answer: { ok: true, value: { bytes: Buffer.from([1, 2]) } } };
  const arrived = decodeServerMessage(encodeFrame(answerWithBuffer as unknown as typeof answer));
  assert.deepEqual(arrived, {
    ...answer,
    answer: { ok: true, value: { bytes: Uint8Array.from([1, 2]) } },
  });
  const event = { kind: 'event', name: 'partial', event: { id: 'é', settled: [], unsettled: 'ça' } } as const;
  assert.deepEqual(decodeServerMessage(encodeFrame(event)), event);
});

test('the longest text crosses the socket, whatever characters it is of', () => {
  for (const character of ['a', 'é', '日', '\u0001', '\ud800', '"']) {
    const text = character.repeat(2_000_000);
    const input = { id: null, text, from: null, to: 'pt', offTheRecord: false };
    const call: CallMessage = { kind: 'call', sequence: 1, name: 'translate.run', input };
    const arrived = decodeCall(encodeFrame(call))?.input as typeof input | undefined;
    assert.ok(arrived?.text === text, JSON.stringify(character));
  }
});

test('what is no message is refused without an exception', () => {
  const good = encodeFrame({
    kind: 'call',
    sequence: 1,
    name: 'file.chunk',
    input: { bytes: new Uint8Array(8) },
  });
  const refused: Record<string, Uint8Array> = {
    empty: new Uint8Array(0),
    'length alone': new Uint8Array([2, 0, 0, 0]),
    'a head longer than the frame': new Uint8Array([255, 255, 255, 255, 123, 125]),
    'bytes cut off': good.subarray(0, good.length - 1),
    'not UTF-8': frameOf(new Uint8Array([0xff, 0xfe])),
    'not JSON': frameOf('{'),
    'a call that does not exist': frameOf('{"kind":"call","sequence":1,"name":"constructor"}'),
    'a negative number': frameOf('{"kind":"call","sequence":-1,"name":"state.get"}'),
    'another kind': frameOf('{"kind":"answer","sequence":1,"answer":{"ok":true}}'),
    'an array beyond the frame': frameOf(
      '{"kind":"call","sequence":1,"name":"file.chunk","input":{"@array":"uint8","offset":0,"length":9}}',
    ),
    'too large': new Uint8Array(maxClientFrameBytes + 1),
  };
  for (const [name, frame] of Object.entries(refused)) assert.equal(decodeCall(frame), null, name);
});

function frameOf(head: string | Uint8Array): Uint8Array {
  const bytes = typeof head === 'string' ? new TextEncoder().encode(head) : head;
  const frame = new Uint8Array(4 + bytes.length);
  new DataView(frame.buffer).setUint32(0, bytes.length, true);
  frame.set(bytes, 4);
  return frame;
}
