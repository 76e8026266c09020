/**
 * What Parola says of a picture, as it crosses every seam: worker → main → library → page, and the JSON
 * of the command line.
 */

/** What a picture is; only photographs are given a sentence by the captioner. */
export const pictureKinds = [
  'photograph',
  'document',
  'screenshot',
  'chart',
  'drawing',
  'blank',
  'blurred',
] as const;
export type PictureKind = (typeof pictureKinds)[number];

/** Where a picture came from. */
export type PictureOrigin = 'file' | 'clipboard' | 'screen' | 'camera' | 'video';

/** A word of a caption, and where the model looked while it wrote it. */
export interface CaptionWord {
  readonly text: string;
  /** Its probability, 0–1. */
  readonly confidence: number;
  /** One weight for each cell of the grid, row by row; together at most 1: the rest came from the sentence. */
  readonly attention: readonly number[];
}

/** What can be said of any picture without understanding it. */
export interface PictureFacts {
  /** Pixels, as the picture is seen: turned as its EXIF says. */
  readonly width: number;
  readonly height: number;
  /** 1 for what does not move; of more only the first was looked at. */
  readonly frames: number;
  /** The colours that fill most of it, in words ("white", "dark blue"), most first; at most three. */
  readonly colours: readonly string[];
  readonly brightness: 'dark' | 'medium' | 'light';
}

export interface PictureDescription {
  /** A sentence; where `abstained`, plain facts instead ("A screenshot, 1280 × 800 pixels, light, mostly white."). */
  readonly caption: string;
  /** The calibrated chance that the caption is a good one, 0–1; 0 where abstained. */
  readonly confidence: number;
  /** The captioner would have to invent, so it says nothing. */
  readonly abstained: boolean;
  readonly kind: PictureKind;
  /** What is written in the picture, in reading order, lines separated by LF; empty where nothing was read. */
  readonly text: string;
  /** Best first, the caption itself not among them. `score`: mean log-probability. */
  readonly alternatives: readonly { readonly caption: string; readonly score: number }[];
  /** Rows and columns of `attention`; [0, 0] where abstained. */
  readonly grid: readonly [rows: number, columns: number];
  /** The words of the caption in order; none where abstained. */
  readonly words: readonly CaptionWord[];
  readonly facts: PictureFacts;
}

export interface DescribeOptions {
  /** The model's own unless given. */
  readonly beams?: number;
  /** How many other captions to give; none unless given. */
  readonly alternatives?: number;
  /** The caption begins with these words. */
  readonly prefix?: string;
  /** Whether to read what is written in it: where it looks like there is text (`auto`), in any picture, or never. */
  readonly read?: 'auto' | 'always' | 'never';
}
