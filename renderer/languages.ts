/** Languages by their names. */

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

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
