/** The program's messages as sentences of the window: what happened, and what to do. */
import type { ErrorData } from '../preload/error-data.ts';
import { words } from './words.ts';

export interface Sentences {
  readonly what: string;
  readonly todo: string;
}

/**
 * The two parts of an error's message. They are written for the command line too (one line, small letters, a
 * semicolon between what happened and what to do); where they name a command the window has words of its own.
 */
export function inSentences({ code, message }: ErrorData): Sentences {
  const own = words.errors[code];
  if (own !== undefined) return own;
  const end = message.search(/[.;:] (?=\S)/);
  if (end < 0) return { what: sentence(message), todo: '' };
  return { what: sentence(message.slice(0, end)), todo: sentence(message.slice(end + 1)) };
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/[;:,]$/, '');
  if (trimmed === '') return '';
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
