/** How well a line, or a cue, ends between two words: what readers of subtitles expect. */

/** Words that a line rather begins with than ends with. */
const joining: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: 'and or but because that which who if when while although so than then where with without from for to in on at of by',
    pt: 'e ou mas porque que quem se quando enquanto embora então onde com sem de do da dos das em no na nos nas para por pelo pela',
    es: 'y e o u pero porque que quien si cuando mientras aunque entonces donde con sin de del en para por',
    fr: 'et ou mais parce que qui si quand lorsque alors où avec sans de du des en dans pour par',
    de: 'und oder aber weil dass der die das wer wenn als während obwohl dann wo mit ohne von für zu in an auf',
    it: 'e o ma perché che chi se quando mentre anche allora dove con senza di del della in per da',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
);

/**
 * From -1, for a pause that hurts (behind an article), to 1, for one that is heard (behind a full stop).
 * @param language BCP 47
 */
export function pauseAfter(word: string, next: string, language: string): number {
  if (/[.!?…。！？]["'”’»)\]]*$/u.test(word)) return 1;
  if (/[,;:–—、，；：]["'”’»)\]]*$/u.test(word)) return 0.8;
  const words = joining.get(language.split('-')[0] ?? '');
  if (words?.has(word.toLowerCase())) return -1;
  if (words?.has(next.toLowerCase())) return 0.4;
  // In most languages the shortest words belong to what follows.
  return word.length <= 3 && /^\p{Ll}+$/u.test(word) ? -0.6 : 0;
}
