/**
 * Calls, answers and events as bytes, for the loopback socket: a length, a JSON head, then the typed
 * arrays the head points to. One codec for both ends; what does not parse is `null`, never an exception.
 */
import * as v from 'valibot';
import {
  type Answer,
  type CallName,
  type EventName,
  type Events,
  eventNames,
  isCallName,
} from './contract.ts';

/**
 * From the page: the longest text for the translator, six bytes for each character that JSON escapes, and
 * its head; a piece of a file is smaller. The server's socket refuses larger frames unread.
 */
export const maxClientFrameBytes = 12 * 2 ** 20 + 64 * 2 ** 10;
/** To the page: the translation of that text is the largest, at some twenty bytes for a character of it. */
export const maxServerFrameBytes = 64 * 2 ** 20;

export interface CallMessage {
  readonly kind: 'call';
  /** The page's number for this call; its answer carries the same. */
  readonly sequence: number;
  readonly name: CallName;
  /** Not yet checked against `calls[name]`. */
  readonly input: unknown;
}

export type ServerMessage =
  | { readonly kind: 'answer'; readonly sequence: number; readonly answer: Answer<CallName> }
  | { readonly kind: 'event'; readonly name: EventName; readonly event: Events[EventName] };

const headLengthBytes = 4;
const sequence = v.pipe(v.number(), v.integer(), v.minValue(0));
const callShape = v.strictObject({
  kind: v.literal('call'),
  sequence,
  name: v.custom<CallName>(isCallName),
  input: v.optional(v.unknown()),
});
const answerShape = v.strictObject({
  kind: v.literal('answer'),
  sequence,
  answer: v.custom<Answer<CallName>>(isAnswer),
});
const eventShape = v.strictObject({
  kind: v.literal('event'),
  name: v.picklist(eventNames),
  event: v.custom<Events[EventName]>((value) => typeof value === 'object' && value !== null),
});
const serverShape = v.variant('kind', [answerShape, eventShape]);

/** In the head, in place of a typed array: its type and where its bytes lie after the head. */
const placeholder = v.strictObject({
  '@array': v.picklist(['float32', 'uint8']),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  length: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** A message as one frame. */
export function encodeFrame(message: CallMessage | ServerMessage): Uint8Array<ArrayBuffer> {
  const blobs: Uint8Array[] = [];
  let blobBytes = 0;
  // `this[key]`, since Node's Buffer turns itself into an object of numbers before a replacer sees it.
  const json = JSON.stringify(message, function (this: Record<string, unknown>, key, spelled: unknown) {
    const value = this[key];
    if (!(value instanceof Float32Array) && !(value instanceof Uint8Array)) return spelled;
    const blob = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const type = value instanceof Float32Array ? 'float32' : 'uint8';
    const point = { '@array': type, offset: blobBytes, length: blob.length };
    blobs.push(blob);
    blobBytes += blob.length;
    return point;
  });
  const head = new TextEncoder().encode(json);
  const frame = new Uint8Array(headLengthBytes + head.length + blobBytes);
  new DataView(frame.buffer).setUint32(0, head.length, true);
  frame.set(head, headLengthBytes);
  let at = headLengthBytes + head.length;
  for (const blob of blobs) {
    frame.set(blob, at);
    at += blob.length;
  }
  return frame;
}

/** What the page sent, or null for anything that is not a call we know. */
export function decodeCall(frame: Uint8Array): CallMessage | null {
  if (frame.length > maxClientFrameBytes) return null;
  const parsed = v.safeParse(callShape, parseFrame(frame));
  return parsed.success ? { input: undefined, ...parsed.output } : null;
}

/** What the program sent, or null for anything that is no answer or event. */
export function decodeServerMessage(frame: Uint8Array): ServerMessage | null {
  if (frame.length > maxServerFrameBytes) return null;
  const parsed = v.safeParse(serverShape, parseFrame(frame));
  return parsed.success ? parsed.output : null;
}

function parseFrame(frame: Uint8Array): unknown {
  if (frame.length < headLengthBytes) return null;
  const headLength = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  const blobsAt = headLengthBytes + headLength;
  if (blobsAt > frame.length) return null;
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(headLengthBytes, blobsAt));
    return JSON.parse(json, (_key, value: unknown) => revive(value, frame.subarray(blobsAt)));
  } catch {
    return null;
  }
}

function revive(value: unknown, blobs: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '@array')) return value;
  const point = v.parse(placeholder, value);
  if (point.offset + point.length > blobs.length) throw new RangeError('an array reaches beyond its frame');
  // A copy: the frame's own memory is reused by the socket, and floats must be aligned. Not by `slice`,
  // which copies in a Uint8Array but not in Node's Buffer, whose pool would then be read as sound.
  const bytes = new Uint8Array(blobs.subarray(point.offset, point.offset + point.length));
  if (point['@array'] === 'uint8') return bytes;
  if (bytes.length % Float32Array.BYTES_PER_ELEMENT !== 0) throw new RangeError('half a number');
  return new Float32Array(bytes.buffer, 0, bytes.length / Float32Array.BYTES_PER_ELEMENT);
}

function isAnswer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { ok?: unknown }).ok === 'boolean';
}
