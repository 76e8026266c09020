/** What was heard or seen in an entry, read from the library. */
import type { Segment, Transcript } from '../preload/transcript.ts';
import type { Rows } from './library-schema.ts';

interface SegmentRow extends Omit<Segment, 'words' | 'translation' | 'cleaned'> {
  readonly words: string;
  readonly translated_to: string | null;
  readonly translation: string | null;
  readonly cleaned: string | null;
}

/** Of what is not there, an empty one. */
export function transcriptOf(rows: Rows, id: string): Transcript {
  const entry = rows.prepare('SELECT language, duration FROM entries WHERE id = ?').get([id]);
  const { language, duration } = (entry ?? { language: '', duration: 0 }) as {
    language: string;
    duration: number;
  };
  const found = rows
    .prepare('SELECT * FROM segments WHERE entry = ? ORDER BY start, id')
    .all([id]) as SegmentRow[];
  const segments = found.map(
    ({ start, end, text, confidence, words, translated_to, translation, cleaned }) => ({
      ...{ start, end, text, confidence, words: JSON.parse(words) },
      ...(cleaned === null ? {} : { cleaned: JSON.parse(cleaned) }),
      ...(translated_to === null || translation === null
        ? {}
        : { translation: { to: translated_to, text: translation } }),
    }),
  );
  return { language, duration, segments };
}
