/** Every word of the window, in one place: short, plain and kind. English for now. */
import { libraryWords } from './words-library.ts';
import { firstWords, modelsWords } from './words-models.ts';
import { dictationWords, glossaryWords } from './words-rooms.ts';
import { seeWords } from './words-see.ts';
import { sightWords } from './words-sight.ts';
import { cleaningWords, summarizeWords } from './words-summarize.ts';
import { translateWords } from './words-translate.ts';

export const words = {
  product: 'Parola',
  rooms: {
    speak: 'Speak',
    see: 'See',
    translate: 'Translate',
    summarize: 'Summarize',
    library: 'Library',
    models: 'Models',
    settings: 'Settings',
  },
  rail: 'Rooms',
  skip: 'Skip to the page',

  speak: {
    title: 'Speak',
    start: 'Speak',
    opening: 'Opening…',
    stop: 'Stop',
    finishing: 'Finishing…',
    empty: 'Press Speak and say something. Your words appear here.',
    emptyMore: 'Or open a recording, or drop one anywhere in this window.',
    hears: (languages: string) => `Hears ${languages}`,
    hearsLong: (languages: string) =>
      `Parola hears ${languages}. It listens on this computer, and nothing you say leaves it.`,
    hearsNothing: 'Parola cannot hear yet.',
    open: 'Open a recording…',
    nothingHeard: 'No speech was heard.',
    nothingHeardMore: 'If you did speak, check the microphone below and come a little closer.',
    nothingInFile: 'No speech was found in this recording.',
    offTheRecord: 'Off the record',
    offTheRecordOn: 'Nothing of this is kept: words and sound go when Parola closes.',
    page: 'What was heard',
    unsettled: 'Not settled yet',
    uncertain: 'Uncertain',
    drop: 'Drop it here to read what it says',
    level: 'Input level',
    levels: { none: 'nothing', quiet: 'quiet', good: 'good', loud: 'loud' },
    time: 'Time',
    also: 'Also at work',
    engineRestarting:
      'Recognition stopped by itself and is starting again. Your recording goes on, and nothing is lost.',
    engineLoading: 'Getting ready to hear. You can speak already; the words follow.',
  },

  see: seeWords,

  sight: sightWords,

  translate: translateWords,

  summarize: summarizeWords,

  cleaning: cleaningWords,

  microphone: {
    label: 'Microphone',
    system: 'System default',
    absent: (label: string) => `${label} (not connected)`,
    replaced: (label: string) => `${label} is not connected, so the system’s default is used.`,
  },

  actions: {
    row: 'With these words',
    copy: 'Copy',
    translate: 'Translate',
    summarize: 'Summarize',
    copied: 'Copied',
    copyFailed: 'The clipboard could not be reached. Select the words and copy them by hand.',
    readOut: 'Read out',
    readOutStop: 'Stop reading',
    save: 'Save',
    saved: 'Saved',
    formats: {
      text: 'Text (.txt)',
      srt: 'Subtitles (.srt)',
      vtt: 'Web subtitles (.vtt)',
      json: 'Data with times (.json)',
    },
    again: 'Run again',
    delete: 'Delete',
    cancel: 'Cancel',
  },

  job: {
    sending: 'Copying the recording',
    waiting: 'Waiting its turn',
    running: 'Listening to the recording',
    translating: 'Translating',
    summarizing: 'Reading the text',
    progress: (percent: number) => `${percent} %`,
    left: (time: string) => `about ${time} left`,
    cancelled: 'Cancelled. These are the words up to then.',
    cancelledEmpty: 'Cancelled before the first words.',
    done: (title: string) => `${title}: all its words are here.`,
  },

  first: firstWords,

  interrupted: {
    title: 'Parola ended before this was finished',
    from: (when: string, length: string) => `${when}, ${length} long. The recording is safe.`,
    fromText: (when: string) => `${when}. The text is safe.`,
    finish: 'Finish it',
    open: 'Open it',
  },

  library: libraryWords,

  player: {
    play: 'Play',
    pause: 'Pause',
    position: 'Position',
    from: (time: string) => `Play from ${time}`,
    loading: 'Fetching the recording…',
    unplayable: 'This kind of recording cannot be played here. Its words are below.',
    none: 'Its sound was not kept.',
    hint: 'Click a word to hear it. With the keyboard: arrow keys move along the words, Enter plays.',
    region: 'Player',
  },

  models: modelsWords,

  glossary: glossaryWords,
  dictation: dictationWords,

  settings: {
    title: 'Settings',
    look: 'Look',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    sound: 'Sound',
    sounds: 'Short sounds at start, stop and failure',
    soundsMore: 'While you record, they are all that is heard: a screen reader stays silent until the end.',
    listen: 'Try the sounds',
    microphone: 'Microphone',
    microphoneMore: 'Remembered by its name, so it is found again after unplugging.',
    translation: 'Translation',
    below: 'Below each sentence of a dictation',
    belowNone: 'No language to translate into is installed.',
    languages: 'More languages',
    exact: 'Exact translation',
    exactMore:
      'The same text gives the same translation on every computer, to the letter. It is slower, and reads no better.',
    glossary: 'Glossary',
    seeing: 'Seeing',
    captioner: 'Pictures are described by',
    captionerMore:
      'Parola’s own captioner learned from Flickr8k, whose pictures are for research use; so is it.',
    sceneVoice: 'While the camera or the screen is watched, what is new is said',
    sceneVoices: {
      'screen-reader': 'by the screen reader',
      voice: 'by the system’s voice',
      off: 'not at all',
    },
    record: 'Keeping',
    offTheRecord: 'Start off the record',
    offTheRecordMore: 'Nothing is kept of what you say, neither words nor sound, once Parola closes.',
    privacy: 'Privacy',
    privacyText:
      'Parola listens on this computer and sends nothing anywhere. Only installing a model uses the network.',
    requests: (count: number) =>
      count === 0
        ? 'Since it was started it has made no request to the network.'
        : count === 1
          ? 'Since it was started it has made 1 request to the network, to install models.'
          : `Since it was started it has made ${count} requests to the network, to install models.`,
    keyboard: 'Keyboard',
    letterKeys: 'Single letters as keys',
    letterKeysMore: 'Switch them off if you control this computer by voice: speech may press them by chance.',
    about: 'About',
    version: (version: string) => `Parola ${version}`,
    keys: 'Show the keys',
  },

  keys: {
    title: 'Keys',
    close: 'Close',
    toggle: 'Speak or stop; open pictures, in See; write, in Translate and Summarize',
    toggleAnywhere: 'The same, from anywhere; in Summarize: summarize',
    stop: 'Stop, close, or go back',
    open: 'Open a recording, a picture, a document or a text',
    paste: 'Describe the picture on the clipboard, in See',
    camera: 'See: the camera, on or off',
    watch: 'See: say what the camera sees anew, or stop',
    watchScreen: 'See: say what the screen shows anew, or stop',
    screen: 'See: look at the whole screen',
    window: 'See: look at the focused window',
    region: 'See: look at a part of the screen',
    record: 'Off the record, on or off',
    copy: 'Copy the words',
    save: 'Save the words',
    search: 'Search the library',
    speak: 'Speak',
    see: 'See',
    translate: 'Translate',
    summarize: 'Summarize',
    library: 'Library',
    models: 'Models',
    settings: 'Settings',
    keys: 'These keys',
  },

  trouble: {
    denied: {
      what: 'Parola may not use the microphone.',
      todo: 'Allow it beside the address, or in the system’s privacy settings, and try again.',
    },
    absent: {
      what: 'No microphone was found.',
      todo: 'Plug one in, or switch it on, and try again.',
    },
    busy: {
      what: 'The microphone could not be opened.',
      todo: 'Another program may be holding it. Close that program and try again.',
    },
    muted: {
      what: 'The microphone is muted: no sound at all comes from it.',
      todo: 'Unmute it, on the device or in the system’s sound settings, or choose another one.',
    },
    unplugged: {
      what: 'The microphone was unplugged.',
      todo: 'What you said until then is kept. Plug it in again, or choose another one, and go on.',
    },
    'silent-start': {
      what: 'The microphone was opened, but no sound came from it.',
      todo: 'Unplug it and plug it in again, or choose another one.',
    },
    retry: 'Try again',
    choose: 'Choose a microphone',
    dismiss: 'Close this message',
    models: 'Go to Models',
    openOther: 'Open another recording…',
    details: 'Details',
  },

  /** Errors whose own message names a command. */
  errors: {
    'model-missing': {
      what: 'A model that this needs is not installed.',
      todo: 'Get it in Models; it takes a minute.',
    },
    'language-unclear': {
      what: 'The language could not be told.',
      todo: 'Choose the language of the text in the translator, and try again.',
    },
  } as Partial<Record<string, { readonly what: string; readonly todo: string }>>,

  connection: {
    connecting: 'Connecting to Parola…',
    lost: {
      what: 'The connection to Parola was lost.',
      todo: 'If it is still running, this page comes back by itself. What was said is kept.',
    },
    refused: {
      what: 'Parola does not know this page any more.',
      todo: 'Open the address that Parola printed when it was started.',
    },
    retry: 'Try now',
  },
} as const;

/** More than this are not read; the first of them stand for all. */
const mostInWords = 6;
const namedOfMany = 4;

/** Languages as people write them: `English and Spanish`, `English, Chinese, German, Spanish and 95 more languages`. */
export function inWords(list: readonly string[]): string {
  if (list.length < 2) return list.join('');
  if (list.length > mostInWords) {
    return `${list.slice(0, namedOfMany).join(', ')} and ${list.length - namedOfMany} more languages`;
  }
  return `${list.slice(0, -1).join(', ')} and ${list[list.length - 1]}`;
}
