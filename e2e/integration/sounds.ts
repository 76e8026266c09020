/** Sounds in which nobody speaks, made here: 16 kHz mono, −1…1. */

const rateHz = 16_000;
const turn = 2 * Math.PI;

/** Numbers in 0…1, the same in each run (mulberry32, public domain). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function made(seconds: number, sample: (time: number, place: number) => number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rateHz) }, (_, place) =>
    sample(place / rateHz, place),
  );
}

/** Scaled to a root mean square, clipped at full scale. */
function atLevel(samples: Float32Array, level: number): Float32Array {
  const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
  const gain = level / Math.sqrt(power + 1e-20);
  return samples.map((value) => Math.max(-1, Math.min(1, value * gain)));
}

/** White, pink or brown noise of a root mean square. */
export function noise(
  colour: 'white' | 'pink' | 'brown',
  seconds: number,
  level: number,
  seed = 1,
): Float32Array {
  const random = chance(seed);
  const white = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(turn * random());
  let slow = 0;
  let middle = 0;
  let quick = 0;
  const next = {
    white,
    /** Paul Kellet's economy filter. */
    pink: () => {
      const sample = white();
      slow = 0.99765 * slow + sample * 0.099046;
      middle = 0.963 * middle + sample * 0.2965164;
      quick = 0.57 * quick + sample * 1.0526913;
      return slow + middle + quick + sample * 0.1848;
    },
    brown: () => {
      slow = 0.998 * slow + white();
      return slow;
    },
  }[colour];
  return atLevel(made(seconds, next), level);
}

/** `speech` with noise as much below it as asked for. */
export function withNoise(
  speech: Float32Array,
  colour: 'white' | 'pink' | 'brown',
  decibels: number,
  seed = 1,
): Float32Array {
  const power = speech.reduce((sum, value) => sum + value * value, 0) / speech.length;
  const mixed = noise(colour, speech.length / rateHz, Math.sqrt(power) / 10 ** (decibels / 20), seed);
  return speech.map((value, place) => value + (mixed[place] ?? 0));
}

const harmonics = (frequencyHz: number, time: number, count: number) =>
  Array.from(
    { length: count },
    (_, index) => Math.sin(turn * frequencyHz * (index + 1) * time) / (index + 1),
  ).reduce((sum, value) => sum + value);

function typing(seconds: number): Float32Array {
  const random = chance(5);
  const samples = new Float32Array(seconds * rateHz);
  for (let at = 0; at < samples.length; at += Math.floor(rateHz * (0.08 + 0.25 * random()))) {
    const loudness = 0.1 + 0.3 * random();
    for (let place = 0; place < 200 && at + place < samples.length; place++) {
      samples[at + place] = loudness * (random() * 2 - 1) * Math.exp(-place / 48);
    }
  }
  return samples;
}

const chords = [
  [262, 330, 392],
  [220, 262, 330],
  [175, 220, 262],
  [196, 247, 294],
] as const;
const scale = [262, 294, 330, 349, 392, 440, 494, 523] as const;

function chord(time: number): number {
  const notes = chords[Math.floor(time) % chords.length] ?? chords[0];
  return notes.reduce((sum, note) => sum + harmonics(note, time, 5), 0) * 0.1 * Math.exp(-1.5 * (time % 1));
}

function melody(time: number): number {
  const note = scale[(Math.floor(time * 4) * 5) % scale.length] ?? 262;
  const since = time % 0.25;
  return (
    0.15 *
    harmonics(note * (1 + 0.003 * Math.sin(36 * time)), time, 7) *
    Math.min(1, since * 50) *
    Math.exp(-4 * since)
  );
}

function drum(time: number): number {
  const since = time % 0.5;
  return 0.5 * Math.sin(turn * (60 + 80 * Math.exp(-30 * since)) * since) * Math.exp(-12 * since);
}

/** Every sound, by name. */
export function sounds(seconds: number): Readonly<Record<string, Float32Array>> {
  const of = (sample: (time: number, place: number) => number) => made(seconds, sample);
  const wind = noise('pink', seconds, 0.2, 4);
  return {
    silence: of(() => 0),
    'a constant': of(() => 0.5),
    'white noise, soft': noise('white', seconds, 0.003),
    'white noise, loud': noise('white', seconds, 0.3),
    'pink noise, soft': noise('pink', seconds, 0.003),
    'pink noise, loud': noise('pink', seconds, 0.3),
    'brown noise, loud': noise('brown', seconds, 0.3),
    'mains hum': of((time) => 0.1 * harmonics(50, time, 4)),
    tone: of((time) => 0.3 * Math.sin(turn * 440 * time)),
    'full-scale square wave': of((time) => (Math.sin(turn * 220 * time) > 0 ? 1 : -1)),
    'rising tone': of((time) => 0.3 * Math.sin(turn * (200 + 150 * time) * time)),
    siren: of((time) => 0.3 * Math.sin(turn * 700 * time + 600 * Math.sin(turn * 0.5 * time))),
    'telephone ringing': of(
      (time) => (time % 3 < 1 ? 0.2 : 0) * (Math.sin(turn * 440 * time) + Math.sin(turn * 480 * time)),
    ),
    clicks: of((_, place) => (place % 8000 < 3 ? 1 : 0)),
    typing: typing(seconds),
    chords: of(chord),
    melody: of(melody),
    drums: of(drum),
    'a band': of((time) => 0.6 * melody(time) + 0.6 * chord(time) + 0.5 * drum(time)),
    gusts: wind.map((value, place) => value * Math.max(0, Math.sin((turn * 0.4 * place) / rateHz)) ** 2),
    'noise as fast as syllables': wind.map(
      (value, place) => value * Math.max(0, Math.sin((turn * 4 * place) / rateHz)),
    ),
    'a singing saw': of((time) => 0.1 * harmonics(200 * 2 ** ((Math.floor(time * 1.5) % 5) / 12), time, 20)),
  };
}
