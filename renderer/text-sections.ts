/** A long text in sections, so that of two megabytes only what is near the view is drawn word by word. Pure. */
import type { SentenceTranslation } from '../preload/translation.ts';

export interface TextSection {
  /** The place of its first part among all. */
  readonly first: number;
  readonly parts: readonly SentenceTranslation[];
}

/** A section ends with the first line that ends after so many characters, and in any case after the second. */
const sectionCharacters = 2000;
const mostCharacters = 12_000;

/** The parts in sections that end with a line on both sides, so that each can be a block of its own. */
export function sectionsOf(parts: readonly SentenceTranslation[]): readonly TextSection[] {
  const sections: TextSection[] = [];
  let first = 0;
  let characters = 0;
  for (const [index, part] of parts.entries()) {
    characters += part.source.length;
    const endsLine = part.source.endsWith('\n') && part.target.endsWith('\n');
    const ends = characters >= sectionCharacters && endsLine;
    if (!ends && characters < mostCharacters) continue;
    sections.push({ first, parts: parts.slice(first, index + 1) });
    first = index + 1;
    characters = 0;
  }
  if (first < parts.length) sections.push({ first, parts: parts.slice(first) });
  return sections;
}
