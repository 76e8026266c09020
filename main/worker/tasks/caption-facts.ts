/** The sentence for a picture that is no photograph: what it is and what it looks like, nothing invented. */
import type { PictureFacts, PictureKind } from '../../../preload/description.ts';

const called: Readonly<Record<PictureKind, string>> = {
  photograph: 'photograph',
  document: 'document',
  screenshot: 'screenshot',
  chart: 'chart',
  drawing: 'drawing',
  blank: 'blank picture',
  blurred: 'blurred picture',
};

/** "A screenshot, 1280 × 800 pixels, light, mostly white and blue." */
export function factsSentence(
  kind: PictureKind,
  { width, height, frames, colours, brightness }: PictureFacts,
): string {
  const parts = [
    `A ${called[kind]}`,
    `${width} × ${height} pixels`,
    ...(brightness === 'medium' ? [] : [brightness]),
    ...(colours.length === 0 ? [] : [`mostly ${listed(colours)}`]),
    ...(frames > 1 ? [`the first of ${frames} frames`] : []),
  ];
  return `${parts.join(', ')}.`;
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
