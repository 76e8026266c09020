/** The coded errors for audio that cannot be used: what is wrong with the file and what to do. */
import { ParolaError } from '../../errors.ts';

/** `audio-malformed`: the file contradicts itself or is damaged beyond use. */
export function malformed(what: string, detail?: string): ParolaError {
  return new ParolaError(
    'audio-malformed',
    `${what}; the file is damaged or was not written to its end: record or export it again`,
    detail,
  );
}

/** `audio-unsupported`: recognizable or not, Parola has no way to hear it. */
export function unsupported(what: string, detail?: string): ParolaError {
  return new ParolaError(
    'audio-unsupported',
    `${what}; Parola hears WAV, MP3, FLAC, Ogg (Vorbis, Opus), M4A/MP4 (AAC) and WebM: convert the file to one of them`,
    detail,
  );
}

/** `audio-no-data`: a well-formed beginning without a single sample behind it. */
export function noData(what: string): ParolaError {
  return new ParolaError('audio-no-data', `${what}; there is nothing to hear: record or export it again`);
}
