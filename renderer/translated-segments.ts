/** Translations of what is spoken: each comes once for a settled stretch, and what is shown is never rewritten. */
import type { Segment } from '../preload/transcript.ts';

interface Arrived {
  /** The stretch's start, in seconds: its name within an entry. */
  readonly start: number;
  readonly to: string;
  readonly text: string;
}

/** `segments` with the translation at its stretch; one that has a translation keeps it. */
export function withTranslation(
  segments: readonly Segment[],
  { start, to, text }: Arrived,
): readonly Segment[] {
  return segments.map((segment) =>
    segment.start === start && segment.translation === undefined
      ? { ...segment, translation: { to, text } }
      : segment,
  );
}

/** `segments` as read again, with the translations of `before` that are shown already. */
export function keepTranslations(
  segments: readonly Segment[],
  before: readonly Segment[],
): readonly Segment[] {
  return segments.map((segment) => {
    const shown = before.find((other) => other.start === segment.start && other.text === segment.text);
    return shown?.translation === undefined ? segment : { ...segment, translation: shown.translation };
  });
}

/** Is at least one of them translated? */
export function hasTranslation(segments: readonly Segment[]): boolean {
  return segments.some(({ translation }) => translation !== undefined);
}
