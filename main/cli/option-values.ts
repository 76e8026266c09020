/** What the values of options must be; each throws what the command line reports as wrong syntax. */
import { InvalidArgumentError } from 'commander';

/** More gain nothing: the best answers are among the first few. */
export const maxBeams = 32;

/** A whole number in a range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`it must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1)
    throw new InvalidArgumentError('it must be a whole number from 1 on.');
  return value;
}

export function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('it must be a port number, 0 to 65535.');
  return value;
}

export function decimal(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('it must be a number.');
  return value;
}
