/** A text and its translation line by line, so that each stands beside the one it came from. Pure. */
import type { SentenceTranslation } from '../preload/translation.ts';

export interface FacingLine {
  readonly source: string;
  readonly target: string;
  /** An empty line came before it: a new paragraph. */
  readonly begins: boolean;
}

/** The lines that have words; a sentence that runs over several lines keeps them together. */
export function facingLines(parts: readonly SentenceTranslation[]): readonly FacingLine[] {
  const lines: FacingLine[] = [];
  let source = '';
  let target = '';
  let breaks = 2;
  for (const part of parts) {
    source += part.source;
    target += part.target;
    if (!part.source.includes('\n')) continue;
    const ended = (part.source.match(/\n/g) ?? []).length;
    if (source.trim() !== '') {
      lines.push({ source: source.trim(), target: target.trim(), begins: breaks > 1 });
      breaks = 0;
    }
    breaks += ended;
    source = '';
    target = '';
  }
  if (source.trim() !== '') lines.push({ source: source.trim(), target: target.trim(), begins: breaks > 1 });
  return lines;
}
