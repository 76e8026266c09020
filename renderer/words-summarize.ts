/** The words of Summarize, and of dictation that is cleaned. */

const numbers = new Intl.NumberFormat('en-GB');
const counted = (count: number, one: string) => `${numbers.format(count)} ${count === 1 ? one : `${one}s`}`;

export const summarizeWords = {
  title: 'Summarize',
  source: 'The whole text',
  points: 'Key points',
  placeholder: 'Type or paste a text',
  run: 'Summarize',
  blank: 'Write, paste or drop a text first.',
  new: 'New',
  newLong: 'Begin with another text',
  edit: 'Edit',
  editLong: 'Edit the text and summarize it again',
  open: 'Open a text…',
  openOther: 'Open another text…',
  drop: 'Drop it here to see what matters in it',
  empty: 'What matters appears here, in words that were really said.',
  emptyMore:
    'Type or paste a text, or drop a text, Markdown, subtitle or transcript file. What you dictated or opened has a button for it.',
  private: 'It is read on this computer, and nothing of it leaves it.',
  working: 'Reading',
  sending: 'Copying the text',
  finding: 'Finding the text',
  cancelled: 'Cancelled. The text is still here.',
  nothing: 'No sentence was found in this text.',
  done: (read: number, kept: number, points: number) =>
    `Read ${counted(read, 'word')}, kept ${numbers.format(kept)} in ${counted(points, 'point')}.`,
  readAndKept: (read: number, kept: number) => `Read ${counted(read, 'word')}, kept ${numbers.format(kept)}`,
  offTheRecordOn: 'Off the record: this text is gone when Parola closes.',
  offTheRecordNext: 'This text is in the library already; the next one is off the record.',
  moreFiles: (count: number) =>
    count === 1 ? 'The other text is in the library.' : `The other ${count} texts are in the library.`,

  as: 'Show as',
  asBullets: 'Points',
  asParagraph: 'Paragraph',
  leftOut: 'Left-out words',
  leftOutMark: 'left out: ',
  lit: (at: number, all: number) => `Lit in the text: paragraph ${at} of ${all}.`,
  hint: 'Click a point to see where it stands in the text. With the keyboard: arrow keys move along the points, Enter shows.',
  hintHeard:
    'Click a point to see where it stands and to hear it. With the keyboard: arrow keys move along the points, Enter shows and plays.',
  perhaps: 'perhaps',
  perhapsLong: 'It was a close choice: another sentence could stand here as well.',
  unsure: 'not sure',
  unsureLong: 'The model was not sure of these words.',
  text: (number: number) => `Text ${number}`,

  length: {
    label: 'Length',
    one: 'One sentence',
    all: 'Everything',
    auto: 'As much as matters',
    value: (shown: number, all: number, words: number) =>
      `${numbers.format(shown)} of ${counted(all, 'sentence')}, ${counted(words, 'word')}`,
  },

  notes: {
    notCleaned: (language: string) =>
      `Parola does not know ${language} well enough to clean it: the sentences stand as they were.`,
    pauses: 'The text has no full stops: it was split at the pauses.',
    lengths: 'The text has no full stops: it was split by length.',
    parts: (parts: number) => `It is long and was read in ${numbers.format(parts)} parts, all of it.`,
  },
  written: {
    what: 'In the model’s own words: may say what was never said.',
    todo: 'Click a point to see what it was written from.',
  },

  missing: {
    title: 'Summarizing is not ready yet.',
    bundled: 'It came with Parola and is made ready in a moment, without a network.',
    why: 'It is fetched once. After that it works without a network, and nothing you write leaves this computer.',
    coming: 'It is on its way. You can write already.',
    ready: 'Make it ready',
    install: (size: string) => `Install · ${size}`,
    licence: (name: string) => `licence ${name}`,
  },

  formats: {
    text: 'Text (.txt)',
    markdown: 'Markdown (.md)',
    json: 'Data with sources (.json)',
  },
  setting: {
    title: 'Summarizing',
    by: 'Key points are',
    said: 'sentences that were really said',
    written: (model: string) => `in the own words of ${model}, which may say what was never said`,
    only: 'Key points are sentences that were really said.',
  },
  together: (count: number) => (count < 2 ? 'Summarize' : `Summarize ${count} together`),
  chooseFirst: 'Pick one or more entries first.',
  choose: 'Choose',
  chooseEnd: 'Done',
  chosen: (title: string) => `Choose ${title}`,
} as const;

export const cleaningWords = {
  switch: 'Clean as I speak',
  more: 'Leaves out fillers, repeats and what you corrected yourself. What was said stays in the library.',
  absent: 'What cleans is not installed.',
  everyWord: 'Every word that was said (.txt)',
} as const;
