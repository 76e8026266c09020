/** Tesseract's languages as manifests, made from the rows of one table (`tesseract.json`). */
import type { Manifest } from '../schema.ts';
import table from './tesseract.json' with { type: 'json' };

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/**
 * The packages call themselves MIT; what is in them is Google's data, which Tesseract publishes under the
 * Apache licence.
 */
const licence = {
  spdx: 'Apache-2.0',
  credit: 'Tesseract (Google and its contributors); packaged for tesseract.js by Balearica and jeromewu',
  url: 'https://github.com/tesseract-ocr/tessdata_best/blob/main/LICENSE',
};

/** A manifest for each language that print can be read in. */
export function readingModels(): Manifest[] {
  return table.rows.map(([language, code, bytes, sha256, unpackedBytes, unpackedSha256]) => {
    const file = `${language}.traineddata.gz`;
    const name = languageNames.of(String(code)) ?? String(code);
    return {
      id: `tesseract-${language}`,
      title: `Reading print, ${name}`,
      name: `Tesseract 4 ${language}`,
      revision: `${table.packages}/${language} ${table.version}, best, whole numbers`,
      task: 'read',
      default: language === 'eng',
      languages: [String(code)],
      licence,
      description: `Reads what is written in pictures in ${name}: documents, windows, signs.`,
      quality: [],
      files: [
        {
          name: file,
          bytes: Number(bytes),
          sha256: String(sha256),
          unpacked: { bytes: Number(unpackedBytes), sha256: String(unpackedSha256) },
          sources: [`npm:${table.packages}/${language}@${table.version}#${table.folder}/${file}`],
        },
      ],
      graphs: {
        kind: 'reading',
        engine: 'tesseract',
        file,
        language: String(language),
        script: new Intl.Locale(String(code)).maximize().script ?? 'Latn',
      },
    };
  });
}
