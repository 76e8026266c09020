/** How the command line speaks: results on standard output, everything else on standard error, one line each. */
import { toErrorData } from '../errors.ts';

/** Writes one error line: `parola: code: place: what happened and what to do`. */
export function reportError(thrown: unknown, place: string): void {
  const { code, message } = toErrorData(thrown);
  process.stderr.write(`parola: ${code}: ${oneLine(place)}: ${oneLine(message)}\n`);
}

/** A message that is no error. */
export function say(message: string): void {
  process.stderr.write(`parola: ${oneLine(message)}\n`);
}

/** A status that replaces itself; only on a terminal, so that logs stay readable. */
export function showStatus(status: string): void {
  if (!process.stderr.isTTY) return;
  const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
  process.stderr.write(`\r\u001b[K${oneLine(status).slice(0, width)}`);
}

/** Clears the status line before a lasting message. */
export function clearStatus(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

/** Bytes as people read them, in the units that file managers use. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} MB`;
}

/** File names may hold line breaks and control characters; an error stays one line and cannot steer the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to be removed
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}
