/** Text of corpora, whose marks stand apart and whose sounds are in braces → text as people write it. */

/** "I 'm , uh , fine . {laugh}" → "I'm, uh, fine."; text that is written so already stays. */
export function asWritten(text: string): string {
  return text
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/([A-Z])_/g, '$1')
    .replace(/(["“]) ([^"“”]*?) (["”])/g, '$1$2$3')
    .replace(/(?<=[\p{L}\p{N}]) +([-–/]) +(?=[\p{L}\p{N}])/gu, '$1')
    .replace(/([([{$£€#]) +/g, '$1')
    .replace(/ +(n't|'(?:s|m|re|ve|ll|d|t|em))\b/gi, '$1')
    .replace(/ +([,.;:?!%)\]}])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
