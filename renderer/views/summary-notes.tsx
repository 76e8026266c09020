/** Why less was done than asked, or otherwise, in words; and that a text is in a model's own words. */
import type { DigestNote } from '../../preload/summary.ts';
import type { SummaryView } from '../../preload/summary-calls.ts';
import { languageNames } from '../languages.ts';
import { words } from '../words.ts';
import { Notice } from './notice.tsx';

/** The notes above the points. */
export function SummaryNotes({ view: { digest } }: { readonly view: SummaryView }) {
  if (digest === null || (digest.kind === 'said' && digest.notes.length === 0)) return null;
  return (
    <div class="summary-notes">
      {digest.kind === 'written' && (
        <Notice tone="calm" what={words.summarize.written.what} todo={words.summarize.written.todo} />
      )}
      {digest.notes.map((note) => (
        <p key={note.kind} class="quiet">
          {inWords(note)}
        </p>
      ))}
    </div>
  );
}

function inWords(note: DigestNote): string {
  const { notes } = words.summarize;
  switch (note.kind) {
    case 'not-cleaned':
      return notes.notCleaned(languageNames([note.language]).join('') || note.language);
    case 'split-unpunctuated':
      return note.by === 'pauses' ? notes.pauses : notes.lengths;
    case 'read-in-parts':
      return notes.parts(note.parts);
  }
}
