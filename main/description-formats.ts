/** What is said of a picture as text, JSON, or an HTML snippet; the command line and the window write the same. */

import type { PictureDescription } from '../preload/description.ts';
import type { PictureFormat } from '../preload/picture-calls.ts';

/** What a file of each format is called and served as. */
export const descriptionFacts: Readonly<Record<PictureFormat, { extension: string; mimeType: string }>> = {
  text: { extension: 'txt', mimeType: 'text/plain' },
  json: { extension: 'json', mimeType: 'application/json' },
  html: { extension: 'html', mimeType: 'text/html' },
};

/** A picture with what is said of it. */
export interface DescribedPicture {
  readonly description: PictureDescription;
  /** The user's own words; null where the caption stands. */
  readonly altText: string | null;
  /** Of the picture's file; empty for what has none. */
  readonly name: string;
}

/** The sentence, then, below an empty line, what is written in the picture. */
export function describedAsText({ description, altText }: Omit<DescribedPicture, 'name'>): string {
  const written = description.text.trimEnd();
  return `${altText ?? description.caption}\n${written === '' ? '' : `\n${written}\n`}`;
}

/** An `img` element with its alternative text: one line, to be put into a page. */
export function describedAsHtml({ description, altText, name }: DescribedPicture): string {
  const { width, height } = description.facts;
  const alternative = altText ?? oneLine(description);
  // A lone surrogate has no place in an address.
  const source = encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
  return `<img src="${source}" width="${width}" height="${height}" alt="${escapeAttribute(alternative)}">\n`;
}

/** The picture's object by itself, as the command line gives it, with the user's own words where there are any. */
export function describedAsJson({ description, altText, name }: DescribedPicture): string {
  const record = descriptionRecord(name, description);
  return `${JSON.stringify(altText === null ? record : { ...record, altText }, null, 2)}\n`;
}

/** The sentence as one line; of a picture that has none but text, the text stands behind the facts. */
export function oneLine({ caption, abstained, text }: PictureDescription): string {
  const written = collapsed(text);
  return abstained && written !== '' ? `${collapsed(caption)} Text: ${written}` : collapsed(caption);
}

/** A picture in JSON: what is known of it, but for the facts that its caption may name. */
export type DescriptionRecord = { readonly file: string } & Omit<PictureDescription, 'facts'>;

/** Numbers keep as many digits as mean something. */
export function descriptionRecord(file: string, description: PictureDescription): DescriptionRecord {
  const { caption, confidence, abstained, kind, text, alternatives, grid, words } = description;
  return {
    file,
    caption,
    confidence: rounded(confidence),
    abstained,
    kind,
    text,
    alternatives: alternatives.map((one) => ({ caption: one.caption, score: rounded(one.score) })),
    grid,
    words: words.map((word) => ({
      text: word.text,
      confidence: rounded(word.confidence),
      // Downwards, so that the weights of a word never come to more than all.
      attention: word.attention.map((weight) => Math.floor(weight * 1e5) / 1e5),
    })),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;');
}
