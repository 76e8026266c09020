/** A language by the name that the catalogue has for it: main chooses models by it, and the page offers them by it. */

/**
 * A language as the catalogue names it: without region, and without the script that it is usually in
 * ("pt-BR" → "pt", "zh-Hans" → "zh", "zh-TW" → "zh-Hant"). Empty where it is no language tag.
 */
export function plainLanguage(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag.replace(/_/g, '-')).maximize();
    const usual = new Intl.Locale(language).maximize().script;
    // Who says Norwegian means the written language that nearly all use.
    const plain = language === 'no' ? 'nb' : language;
    return script === usual ? plain : `${plain}-${script}`;
  } catch {
    return '';
  }
}
