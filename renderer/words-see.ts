/** The words of the room See: pictures, what is said of them, and how sure that is. */

const across = {
  'first-edge': 'near the left edge',
  'first-half': 'left half',
  middle: 'in the middle',
  'second-half': 'right half',
  'second-edge': 'near the right edge',
  all: 'across the picture',
} as const;

const down = {
  'first-edge': 'near the top',
  'first-half': 'upper half',
  middle: 'in the middle',
  'second-half': 'lower half',
  'second-edge': 'near the bottom',
  all: 'from top to bottom',
} as const;

export const seeWords = {
  title: 'See',
  empty: 'Open a picture, and its description appears here.',
  emptyMore: 'Or drop or paste one, switch the camera on, or look at the screen: all of it is below.',
  private: 'Parola looks at them on this computer, and no picture leaves it.',
  open: 'Open pictures…',
  openOther: 'Open another picture…',
  paste: 'Paste picture',
  pasteNothing: 'There is no picture on the clipboard; copy one and try again.',
  pasteRefused: 'The clipboard could not be read; press Ctrl+V instead.',
  drop: 'Drop it here to hear what it shows',
  page: 'What is seen',
  bar: 'Where from',
  untitled: {
    file: 'Picture',
    clipboard: 'From the clipboard',
    screen: 'From the screen',
    camera: 'From the camera',
  },

  working: 'Looking',
  sending: 'Copying the picture',
  waiting: 'Waiting its turn',
  held: 'Waiting until Parola can see',
  cancelled: 'Cancelled. Nothing was said of this picture.',
  interrupted: 'Parola ended before it had looked at this picture.',
  again: 'Look again',
  nothingWatched: 'Nothing was seen.',
  loading: 'Fetching the picture…',
  unseen: 'The picture cannot be shown here. What was said of it is below.',

  caption: 'Caption',
  perhaps: 'Perhaps:',
  notSure: 'Not sure, maybe:',
  sureness: {
    sure: (percent: number) => `Quite sure, ${percent} %`,
    perhaps: (percent: number) => `Not quite sure, ${percent} %`,
    notSure: (percent: number) => `Unsure, ${percent} %`,
  },
  pixels: (width: number, height: number) => `${width} × ${height} pixels`,
  frames: (count: number) => `Only the first of the ${count} pictures in it was looked at.`,

  words: {
    hint: 'Arrow keys move along the words and show where in the picture each was seen; Enter keeps the light on.',
    uncertain: 'uncertain',
    fromSentence: 'follows from the sentence, not from one place in the picture',
  },
  light: (word: string, place: string) => `“${word}”: ${place}`,
  places: {
    across,
    down,
    middle: 'in the middle',
    everywhere: 'all over the picture',
    both: (horizontal: string, vertical: string) => `${horizontal}, ${vertical}`,
  },

  abstained: {
    document: 'This looks like a document.',
    screenshot: 'This looks like a screenshot.',
    chart: 'This looks like a chart.',
    drawing: 'This looks like a drawing.',
    blank: 'There is nothing in this picture.',
    blurred: 'This picture is too blurred to tell what it shows.',
    photograph: 'It cannot be told what this picture shows.',
  },
  abstainedMore: 'Parola describes only photographs, so here is what can be measured.',
  abstainedWithText:
    'Parola describes only photographs, so here is what can be measured, and what is written in it.',

  text: {
    title: 'Written in it',
    copy: 'Copy the text',
    translate: 'Translate the text',
    reading: 'Looking for writing in it…',
  },

  alternatives: {
    title: 'It could also be said',
    use: 'becomes the alternative text',
    near: (percent: number) => `nearly as likely, ${percent} %`,
    less: (percent: number) => `less likely, ${percent} %`,
    far: (percent: number) => `much less likely, ${percent} %`,
  },

  alt: {
    label: 'Alternative text',
    note: 'What stands in the picture’s place for people who cannot see it: this is copied and saved.',
    keep: 'Keep this',
    kept: 'Kept.',
    back: 'Back to the caption',
    own: 'In your words',
  },

  formats: {
    text: 'Text file beside the picture (.txt)',
    html: 'For a web page (.html)',
    json: 'Data with where it looked (.json)',
  },

  queue: {
    region: 'Pictures',
    state: {
      held: 'waiting',
      sending: 'copying',
      looking: 'looking',
      done: 'done',
      failed: 'failed',
      cancelled: 'cancelled',
    },
    left: (done: number, all: number) => `${done} of ${all} done`,
    cancelRest: 'Cancel the rest',
    dismiss: (name: string) => `Put ${name} aside`,
    clear: 'Put all aside',
  },

  said: {
    caption: (caption: string, sureness: string) => `Caption: ${caption} ${sureness}.`,
    facts: (why: string, facts: string) => `${why} ${facts}`,
    text: (text: string) => `Written in it: ${text}`,
    longText: (lines: number) => `There are ${lines} lines of writing in it.`,
    all: (count: number) => `All ${count} pictures are described.`,
    failed: (name: string, what: string) => `${name}: ${what}`,
    alt: (text: string) => `Alternative text: ${text}`,
  },

  missing: {
    title: 'Parola cannot see yet.',
    why: 'It is fetched once. After that it works without a network, and no picture leaves this computer.',
    bundled: 'It came with Parola and only has to be made ready; that takes a moment and no network.',
    install: (size: string) => `Install · ${size}`,
    ready: 'Make it ready',
    coming: 'It is on its way. Your pictures are described as soon as it is there.',
    licence: (name: string) => (name === 'LicenseRef-research-use' ? 'for research use' : `licence ${name}`),
  },
} as const;
