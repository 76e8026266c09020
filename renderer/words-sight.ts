/** The words of what sees: camera, screen, and what is watched. */

export const sightWords = {
  camera: 'Camera',
  cameraOff: 'Switch the camera off',
  picker: 'Camera',
  system: 'System default',
  absent: (label: string) => `${label} (not connected)`,
  replaced: (label: string) => `${label} is not connected, so the system’s default is used.`,
  live: 'What the camera sees',
  opening: 'Opening the camera…',
  look: 'Look',
  watch: 'Say what changes',
  watchMore: 'Speaks up only when the scene changes. Escape stops the voice, then the watching.',
  watching: 'Watching. What changes is told here.',
  told: 'What was seen',
  noVoice:
    'This computer has no voice of its own, so what is new is said through the screen reader and shown here.',
  saved: 'Kept in the library.',

  screen: 'Whole screen',
  window: 'Focused window',
  region: 'Part of the screen',
  watchScreen: 'Watch the screen',
  watchScreenStop: 'Stop watching the screen',
  screenWatched: 'Watching the screen. What changes is told here, and goes on in other rooms.',
  screenDenied: 'The screen could not be captured; allow it when you are asked, and try again.',
  noWindow: 'There is no other window to look at; open one and try again.',

  regionTitle: 'Choose a part of the screen',
  regionHint: 'Arrow keys move the frame, with Shift they change its size. Enter takes it, Esc leaves.',
  regionTake: 'Look at this part',
  regionLeave: 'Leave',
  regionPlace: (left: number, top: number, width: number, height: number) =>
    `Left ${left} %, top ${top} %, ${width} % wide, ${height} % high`,

  video: 'Looking through the video',
  videoProgress: (percent: number, at: string, length: string) => `${percent} %, ${at} of ${length}`,
  videoDone: (count: number) =>
    count === 0 ? 'Nothing was seen in it.' : `Done: ${count === 1 ? '1 scene' : `${count} scenes`} told.`,
  oneVideo: 'One video is looked through at a time; open the others when it is done.',
  videoStopped: 'Stopped. This is what was seen up to then.',
  clear: 'Put aside',
  videoUndecodable: {
    what: 'This video cannot be played here.',
    todo: 'Convert it to MP4 or WebM, or use parola caption, and try again.',
  },
  videoBlind: { what: 'There is no picture in this file, only sound.', todo: 'Open it in Speak instead.' },

  stop: 'Stop',
  /** Of the room, while one is elsewhere. */
  goesOn: { camera: 'watching the camera', screen: 'watching the screen', video: 'looking through a video' },

  trouble: {
    denied: {
      what: 'Parola may not use the camera.',
      todo: 'Allow it beside the address, or in the system’s privacy settings, and try again.',
    },
    absent: { what: 'No camera was found.', todo: 'Plug one in, or switch it on, and try again.' },
    busy: {
      what: 'The camera could not be opened.',
      todo: 'Another program may be holding it. Close that program and try again.',
    },
    dark: {
      what: 'The camera was opened, but no picture came from it.',
      todo: 'Uncover it, or unplug it and plug it in again.',
    },
    unplugged: {
      what: 'The camera was unplugged.',
      todo: 'What was seen until then is kept. Plug it in again, or choose another one.',
    },
  },
} as const;
