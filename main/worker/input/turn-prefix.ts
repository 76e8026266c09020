/** What stands before the words of a line: bullets, a time, who speaks. */

const time = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`;
const span = String.raw`${time}(?:\s*(?:-->|[-\u2013\u2014]|to)\s*${time})?`;
const bracketed = String.raw`(?:\[\s*${span}\s*\]|\(\s*${span}\s*\)|<\s*${span}\s*>)`;
const namePart = String.raw`[\p{Lu}\p{Lo}\p{Lt}][\p{L}\p{M}\p{N}_.'’\u2010-]*`;
const namePartLater = String.raw`(?:${namePart}|\d{1,4}|\([^()\n]{1,24}\)|#\d{1,4}|an?|and|d[aeou]s?|del|der|di|el|la|le|of|the|van|von|y)`;
const name = String.raw`${namePart}(?:[^\S\n]+${namePartLater}){0,4}`;
/** "Ana:", "**Ana (0:12):**", "[Speaker 1]:" */
const speaker = String.raw`\*{0,2}\[?${name}\]?(?:[^\S\n]*(?:${bracketed}|${span}))?[^\S\n]*\*{0,2}:\*{0,2}(?=\s|$)`;

const marks = /^(?:[^\S\n]|>+(?=\s)|[-*+•▪◦‣–—](?=\s)|\d{1,3}[.)](?=\s)|#{1,6}(?=\s))*/u;
const prefix = new RegExp(
  String.raw`^(?:${bracketed}(?:[^\S\n]*[-\u2013\u2014:])?(?=\s|$)[^\S\n]*(?:${speaker})?|${span}[^\S\n]*(?:[-\u2013\u2014|:][^\S\n]+|\t|(?=\p{Lu}))(?:${speaker})?|${speaker})`,
  'u',
);
/** A line that says who speaks and when, and nothing else. */
const alone = new RegExp(
  String.raw`^(?:${name}[^\S\n]*[,:-]?[^\S\n]*(?:${bracketed}|${span})|(?:${bracketed}|${span})[^\S\n]*[-,:]?[^\S\n]*${name}|${bracketed}|${span})[^\S\n]*:?$`,
  'u',
);

export interface LineStart {
  /** A speaker, a time or both, as they are written; empty where there is none. */
  readonly prefix: string;
  /** It begins a turn or an item of a list. */
  readonly begins: boolean;
  /** Where the words begin, behind bullets and prefix. */
  readonly words: number;
}

/** What the line begins with. */
export function lineStart(line: string): LineStart {
  const marked = marks.exec(line)?.[0].length ?? 0;
  const rest = line.slice(marked);
  const found = alone.exec(rest.trimEnd())?.[0] ?? prefix.exec(rest)?.[0] ?? '';
  const words = marked + found.length;
  return {
    prefix: found.replaceAll('**', '').trim(),
    begins: found !== '' || line.slice(0, marked).trim() !== '',
    words: words + (line.length - words - line.slice(words).trimStart().length),
  };
}
