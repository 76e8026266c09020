/**
 * The three sounds of a take, made on the spot: rising for start, falling for stop, low and twice for failed.
 * They are the only thing a person who cannot see hears while recording. Pure tones, short and soft, so that
 * nothing takes them for speech.
 */

export type Sound = 'start' | 'stop' | 'failed';

interface Note {
  readonly frequencyHz: number;
  readonly atSeconds: number;
  readonly lengthSeconds: number;
}

const notes: Record<Sound, readonly Note[]> = {
  start: [
    { frequencyHz: 523.25, atSeconds: 0, lengthSeconds: 0.08 },
    { frequencyHz: 783.99, atSeconds: 0.08, lengthSeconds: 0.12 },
  ],
  stop: [
    { frequencyHz: 783.99, atSeconds: 0, lengthSeconds: 0.08 },
    { frequencyHz: 523.25, atSeconds: 0.08, lengthSeconds: 0.12 },
  ],
  failed: [
    { frequencyHz: 196, atSeconds: 0, lengthSeconds: 0.12 },
    { frequencyHz: 196, atSeconds: 0.18, lengthSeconds: 0.16 },
  ],
};

const loudness = 0.12;
const fadeSeconds = 0.015;

/** Plays one of the sounds; resolves when it has ended. A browser without sound output plays nothing. */
export async function playSound(sound: Sound): Promise<void> {
  try {
    const context = new AudioContext();
    for (const note of notes[sound]) playNote(context, note);
    const seconds = Math.max(...notes[sound].map((note) => note.atSeconds + note.lengthSeconds));
    await new Promise((resolve) => setTimeout(resolve, (seconds + 0.1) * 1000));
    await context.close();
  } catch {
    // Nothing depends on a sound: what it tells is also written in the window.
  }
}

function playNote(context: AudioContext, { frequencyHz, atSeconds, lengthSeconds }: Note): void {
  const begin = context.currentTime + 0.02 + atSeconds;
  const end = begin + lengthSeconds;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: frequencyHz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(loudness, begin + fadeSeconds);
  gain.gain.setValueAtTime(loudness, end - fadeSeconds);
  gain.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(begin);
  oscillator.stop(end);
}
