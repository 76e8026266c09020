/** Why a microphone or a camera could not be opened, from the name of the browser's error. */

/** Not permitted; not there; or there, and held by someone else. */
export type DeviceTrouble = 'denied' | 'absent' | 'busy';

/** What the browser's error names mean for the person. */
export function deviceTrouble(error: unknown): DeviceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent';
  return 'busy';
}
