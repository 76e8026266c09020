/** The coded errors for pictures that cannot be looked at: what is wrong with the file and what to do. */
import { ParolaError } from '../../errors.ts';

/** `picture-malformed`: no picture, or one that is damaged beyond use. */
export function malformed(what: string, detail?: string): ParolaError {
  return new ParolaError('picture-malformed', `${what}; save or copy the picture again`, detail);
}

/** `picture-unsupported`: a picture or document of a kind that Parola does not open. */
export function unsupported(what: string, detail?: string): ParolaError {
  return new ParolaError('picture-unsupported', `${what}; save it as PNG or JPEG`, detail);
}

/** `picture-too-large`: its size alone says that opening it would take too much memory. */
export function tooLarge(what: string): ParolaError {
  return new ParolaError('picture-too-large', `${what}; make it smaller`);
}
