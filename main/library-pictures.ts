/** Pictures in the library: what is said of each, searched by its caption, its text and the user's own words. */
import type { PictureDescription } from '../preload/description.ts';
import type { Rows } from './library-schema.ts';

export interface StoredPicture {
  /** Null until it was described. */
  readonly description: PictureDescription | null;
  /** The user's own words; null where the caption stands. */
  readonly altText: string | null;
  /** The preview's file name inside the recordings' folder; null where there is none. */
  readonly preview: string | null;
}

export interface LibraryPictures {
  /** Of an entry that is there. */
  add(entry: string): void;
  describe(entry: string, description: PictureDescription, preview: string | null): void;
  setAltText(entry: string, altText: string | null): void;
  /** Null for what is no picture, and for what is not there. */
  read(entry: string): StoredPicture | null;
}

interface PictureRow {
  readonly description: string | null;
  readonly alt: string | null;
  readonly preview: string | null;
}

export function createLibraryPictures(rows: Rows): LibraryPictures {
  return {
    add: (entry) => void rows.prepare('INSERT INTO pictures (entry) VALUES (?)').run([entry]),
    describe(entry, description, preview) {
      const { caption, text } = description;
      rows
        .prepare('UPDATE pictures SET caption = ?, text = ?, description = ?, preview = ? WHERE entry = ?')
        .run([storable(caption), storable(text), JSON.stringify(description), preview, entry]);
    },
    setAltText(entry, altText) {
      const alt = altText === null ? null : storable(altText);
      rows.prepare('UPDATE pictures SET alt = ? WHERE entry = ?').run([alt, entry]);
    },
    read(entry) {
      const row = rows.prepare('SELECT description, alt, preview FROM pictures WHERE entry = ?').get([entry]);
      if (row === undefined) return null;
      const { description, alt, preview } = row as PictureRow;
      return { description: description === null ? null : JSON.parse(description), altText: alt, preview };
    },
  };
}

/** SQLite's text would end at a NUL, and half a surrogate pair would be changed. */
function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\ufffd');
}
