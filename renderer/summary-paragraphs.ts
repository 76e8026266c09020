/** The paragraphs of a text that was read, and what its texts are called. */
import type { CharacterRange } from '../preload/summary.ts';
import type { SummaryView } from '../preload/summary-calls.ts';
import { words } from './words.ts';

/** Where each paragraph stands: what line breaks set apart, without the breaks; empty ones are none. */
export function paragraphsOf(text: string): readonly CharacterRange[] {
  const found: CharacterRange[] = [];
  for (const match of text.matchAll(/[^\n]*\S[^\n]*/g))
    found.push([match.index, match.index + match[0].length]);
  return found;
}

/** The number, from 0, of the paragraph that holds `character`. */
export function paragraphAt(paragraphs: readonly CharacterRange[], character: number): number {
  return Math.max(0, paragraphs.filter(([start]) => start <= character).length - 1);
}

/** The name of one of several texts. */
export function textTitle({ title }: SummaryView['texts'][number], at: number): string {
  return title === '' ? words.summarize.text(at + 1) : title;
}
