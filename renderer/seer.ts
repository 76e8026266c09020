/** The pictures of the room See since the window opened, and what is known of each. Pure. */
import type { Entry } from '../preload/contract.ts';
import type { PictureDescription, PictureOrigin } from '../preload/description.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { Sendable } from './capture/send-file.ts';

/** `held`: the captioner is not there yet, or others are before it. */
export type PictureStep = 'held' | 'sending' | 'looking' | 'done' | 'failed';
export type SentOrigin = Exclude<PictureOrigin, 'video'>;

export interface SeenPicture {
  /** Counts up; the page's own name for it, since the program's comes later. */
  readonly key: number;
  readonly file: Sendable;
  readonly origin: SentOrigin;
  /** As it is shown. */
  readonly name: string;
  readonly step: PictureStep;
  /** The program's name for it. */
  readonly id: string | null;
  /** Of what is sent, 0–1. */
  readonly share: number | null;
  readonly description: PictureDescription | null;
  /** The user's own words; null where the caption stands. */
  readonly altText: string | null;
  /** Null with `failed`: it was cancelled. */
  readonly error: ErrorData | null;
}

export interface Seer {
  readonly pictures: readonly SeenPicture[];
  /** The one that is shown large. */
  readonly shown: number | null;
}

export type SeerChange =
  | { readonly kind: 'added'; readonly pictures: readonly SeenPicture[] }
  | { readonly kind: 'changed'; readonly key: number; readonly changes: Partial<SeenPicture> }
  | { readonly kind: 'removed'; readonly key: number }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'shown'; readonly key: number };

export const blankSeer: Seer = { pictures: [], shown: null };

/** The pictures after `change`. */
export function reduceSeer(seer: Seer, change: SeerChange): Seer {
  switch (change.kind) {
    case 'added':
      return {
        pictures: [...seer.pictures, ...change.pictures],
        shown: change.pictures[0]?.key ?? seer.shown,
      };
    case 'changed': {
      const { key, changes } = change;
      return {
        ...seer,
        pictures: seer.pictures.map((one) => (one.key === key ? { ...one, ...changes } : one)),
      };
    }
    case 'removed':
      return withoutPicture(seer, change.key);
    case 'cleared':
      return blankSeer;
    case 'shown':
      return { ...seer, shown: change.key };
  }
}

/** Where one is put aside the one after it is shown, or else the one before. */
function withoutPicture({ pictures, shown }: Seer, key: number): Seer {
  const at = pictures.findIndex((one) => one.key === key);
  const rest = pictures.filter((one) => one.key !== key);
  if (shown !== key) return { pictures: rest, shown };
  return { pictures: rest, shown: (rest[at] ?? rest[at - 1])?.key ?? null };
}

/** The one that is shown large. */
export function shownPicture({ pictures, shown }: Seer): SeenPicture | null {
  return pictures.find(({ key }) => key === shown) ?? null;
}

/** Is no more to come for it? */
export function isSettled({ step }: SeenPicture): boolean {
  return step === 'done' || step === 'failed';
}

/** What the program's entry says of a picture's step; nothing where it says nothing new. */
export function stepOfEntry({ state, error }: Entry): Partial<SeenPicture> {
  switch (state) {
    case 'recording':
    case 'waiting':
    case 'running':
      return { step: 'looking', error: null };
    case 'done':
      return { step: 'done', error: null };
    case 'failed':
      return { step: 'failed', error };
    case 'cancelled':
    case 'interrupted':
      return { step: 'failed', error: null };
  }
}
