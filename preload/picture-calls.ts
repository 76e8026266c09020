/** The calls that see: validators of their input, and the types of what they answer. A part of the contract. */
import * as v from 'valibot';
import type { Entry } from './contract.ts';
import type { PictureDescription } from './description.ts';
import type { Segment } from './transcript.ts';

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const bytes = v.pipe(
  v.instance(Uint8Array),
  v.check((value) => value.length <= 4 * 2 ** 20, 'at most 4 MiB at a time'),
);
/** `html`: an `img` element with its alternative text. */
const pictureFormat = v.picklist(['text', 'json', 'html']);

export const pictureCalls = {
  /**
   * Like `file.begin`, for a picture to be described; pieces follow as there. What the page itself
   * captures comes as PNG, JPEG or WebP.
   */
  'picture.begin': v.strictObject({
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
    bytes: count,
    origin: v.picklist(['file', 'clipboard', 'screen', 'camera']),
    offTheRecord: v.boolean(),
  }),
  'picture.open': v.strictObject({ id }),
  /** The picture as the page can draw it. */
  'picture.preview': v.strictObject({ id }),
  /** The user's own words for the picture; null: back to the caption. */
  'picture.set-alt': v.strictObject({ id, altText: v.nullable(v.pipe(v.string(), v.maxLength(5000))) }),
  'picture.export': v.strictObject({ id, format: pictureFormat }),
  /** Watches a camera, a screen or a video: one entry that holds what was seen, with times. */
  'watch.start': v.strictObject({
    origin: v.picklist(['camera', 'screen', 'video']),
    /** A video's name; empty for what has none. */
    title: v.pipe(v.string(), v.maxLength(255)),
    offTheRecord: v.boolean(),
  }),
  /** A frame in which the scene has changed: PNG, JPEG or WebP, `seconds` into the watch. */
  'watch.frame': v.strictObject({ id, bytes, seconds: v.pipe(v.number(), v.minValue(0)) }),
  'watch.stop': v.strictObject({ id, seconds: v.pipe(v.number(), v.minValue(0)) }),
  /**
   * Before the page captures the screen: what it is to get, where the program chooses and not the browser. Its
   * own window may be out of the way until `null` says that it is done.
   */
  'screen.prepare': v.strictObject({ what: v.nullable(v.picklist(['screen', 'window'])) }),
} as const;

export type PictureFormat = v.InferOutput<typeof pictureFormat>;

/** A picture with what is said of it. */
export interface PictureView {
  readonly entry: Entry;
  /** Null until it was described. */
  readonly description: PictureDescription | null;
  /** The user's own words; null where the caption stands. */
  readonly altText: string | null;
}

export interface PictureCallResults {
  'picture.begin': { readonly id: string };
  'picture.open': PictureView;
  'picture.preview': { readonly bytes: Uint8Array; readonly mimeType: string };
  'picture.set-alt': null;
  'picture.export': { readonly name: string; readonly mimeType: string; readonly text: string };
  'watch.start': { readonly id: string };
  /** `segment`: stored, to be said; null where the caption says nothing new. */
  'watch.frame': { readonly description: PictureDescription; readonly segment: Segment | null };
  'watch.stop': null;
  /** `chooses`: the program does; no picker comes. */
  'screen.prepare': { readonly chooses: boolean };
}
