/** The words of the rooms around the translator: the glossary, and dictation that is translated. */

export const glossaryWords = {
  title: 'Glossary',
  intro: 'Your own terms: how each is always translated, and how it never is (several with commas between).',
  close: 'Close',
  from: 'From',
  to: 'To',
  term: 'Term',
  use: 'Translated as',
  never: 'Never as',
  termOf: (row: number) => `Term ${row}`,
  useOf: (term: string) => `Translation of ${term}`,
  neverOf: (term: string) => `Never as, for ${term}`,
  unnamed: 'the new term',
  newTerm: 'New term',
  remove: (term: string) => `Remove ${term}`,
  removed: (term: string) => `“${term}” is removed.`,
  undo: 'Undo',
  kept: 'Kept.',
  incomplete: 'Not kept yet: say how it is translated, or how never.',
  nameless: 'Not kept yet: the term itself is missing.',
  file: 'Kept in',
  fileMore: 'You can edit the file too.',
  again: 'Read it again',
  same: 'Choose two different languages.',
} as const;

export const dictationWords = {
  translation: 'Translation below each sentence',
  none: 'No translation',
  absent: (language: string) => `${language} (not installed)`,
} as const;
