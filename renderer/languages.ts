/** Languages by their names. */

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
const ownNames = new Map<string, string>();

/** The English names of BCP 47 codes; what is no code stays as it is. */
export function languageNames(codes: readonly string[]): readonly string[] {
  return codes.map((code) => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  });
}

/** A language's name in itself (`português`); the code where it has none. */
export function ownName(code: string): string {
  const known = ownNames.get(code);
  if (known !== undefined) return known;
  let name = code;
  try {
    name = new Intl.DisplayNames([code], { type: 'language', fallback: 'code' }).of(code) ?? code;
  } catch {
    // No code: it stays as it is.
  }
  ownNames.set(code, name);
  return name;
}

/** Is a language meant by `query`: by its English name, its own, or its code? Nothing means every one. */
export function isLanguageNamed(code: string, query: string): boolean {
  const wanted = plain(query);
  if (code.toLowerCase() === wanted) return true;
  return [languageNames([code])[0] ?? code, ownName(code)].some((name) => plain(name).includes(wanted));
}

/** Without case and accents, so that `francais` finds `français`. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
}
