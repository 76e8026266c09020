/**
 * When is what a camera or a video shows a new scene? Frames are compared small and grey, light and contrast
 * taken out; a change counts only once it has settled, so that a hand that passes by, noise and a slowly
 * setting sun are no news. Pure: the looks and their times come in, verdicts go out.
 */

/** Frames are compared at this size, in pixels. */
export const lookWidth = 32;
export const lookHeight = 24;

/** A frame as it is compared: brightness 0–1, row by row. [24, 32] */
export type Look = Float32Array;

/** The rules by which one kind of source is watched; differences are shares of the picture, 0–1. */
export interface SceneRules {
  /** A difference above this is another scene. */
  readonly other: number;
  /** Below this it is the same scene after all; between the two it stays what it was. */
  readonly same: number;
  /** Two frames in a row that differ less than this are at rest. */
  readonly still: number;
  /** What has changed but never comes to rest is told after this long. */
  readonly patienceSeconds: number;
  /** From one scene told to the next at least this long. */
  readonly apartSeconds: number;
}

/*
 * Tried with 40 photographs: two different ones differ by 0.30 or more (0.63 in the middle); the same one
 * 20 % lighter or darker by 0.03 at most, moved by a sixtieth of its width by 0.07 in the middle, and with a
 * person's shape put into it by 0.12 in the middle.
 */

/** A camera: its picture is never quite at rest, and nobody wants to be told something every other second. */
export const cameraRules: SceneRules = {
  other: 0.15,
  same: 0.08,
  still: 0.06,
  patienceSeconds: 8,
  apartSeconds: 4,
};

/** A screen: a pointer that moves, typing and our own lines are no news, another window or slide is. */
export const screenRules: SceneRules = { ...cameraRules, other: 0.25, same: 0.12 };

/** A video: cuts are sudden and come quickly, and what always moves is part of the film. */
export const videoRules: SceneRules = {
  other: 0.25,
  same: 0.12,
  still: 0.1,
  patienceSeconds: 3,
  apartSeconds: 1.5,
};

export interface SceneWatcher {
  /**
   * The next frame, `seconds` after the first: null while there is nothing new, else when the scene that is
   * now to be told began.
   */
  next(look: Look, seconds: number): number | null;
}

/** Tells new scenes from old ones; the first one is new as soon as it is at rest. */
export function createSceneWatcher(rules: SceneRules): SceneWatcher {
  let told: Look | null = null;
  let before: Look | null = null;
  /** When the picture went away from what was told. */
  let leftAt: number | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    next: (look, seconds) => {
      const isStill = before !== null && difference(look, before) < rules.still;
      before = look;
      const away = told === null ? 1 : difference(look, told);
      if (away > rules.other) leftAt ??= seconds;
      else if (away < rules.same) leftAt = null;
      if (leftAt === null) {
        // The sun sets, leaves move: the scene that was told goes along.
        if (told !== null && isStill) told = drifted(told, look);
        return null;
      }
      const isDue = isStill || seconds - leftAt >= rules.patienceSeconds;
      if (!isDue || seconds - toldAt < rules.apartSeconds) return null;
      const began = leftAt;
      [told, toldAt, leftAt] = [look, seconds, null];
      return began;
    },
  };
}

/** A pixel that differs by this much is as much as noise does; by the second, it is wholly another one. */
const noise = 0.08;
const another = 0.2;

/** The share of the picture that is another one, 0–1, whatever the light and the contrast do everywhere. */
export function difference(one: Look, other: Look): number {
  const [a, b] = [measured(one), measured(other)];
  // So that a blank wall is not blown up to a pattern of its noise.
  const gain = Math.min(1.6, Math.max(0.6, (a.deviation + 0.02) / (b.deviation + 0.02)));
  let changed = 0;
  for (const [at, value] of one.entries()) {
    const apart = Math.abs(value - a.mean - gain * ((other[at] ?? 0) - b.mean));
    changed += Math.min(1, Math.max(0, (apart - noise) / (another - noise)));
  }
  return changed / one.length;
}

/** The look of a frame drawn at 32 × 24. `rgba`: 4 bytes a pixel, row by row. */
export function lookOf(rgba: Uint8ClampedArray | Uint8Array): Look {
  return Float32Array.from({ length: lookWidth * lookHeight }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = rgba.subarray(pixel * 4, pixel * 4 + 3);
    // ITU-R BT.601.
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  });
}

function measured(look: Look): { mean: number; deviation: number } {
  const mean = look.reduce((sum, value) => sum + value, 0) / look.length;
  const squares = look.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / look.length) };
}

function drifted(told: Look, look: Look): Look {
  return told.map((value, at) => value + ((look[at] ?? value) - value) * 0.05);
}
