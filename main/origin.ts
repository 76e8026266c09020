/** Which addresses are the program's own page, by parsed origin and never by how a string begins. */

/** The desktop program's scheme; everything on it comes from `dist/renderer`. */
export const pageScheme = 'app';
const pageHost = 'parola';
export const pageAddress = `${pageScheme}://${pageHost}/index.html`;

/** Is `address` (a URL or an origin) on our own scheme and host? */
export function isOwnPage(address: string): boolean {
  try {
    const { protocol, hostname, port, username, password } = new URL(address);
    return (
      protocol === `${pageScheme}:` &&
      hostname === pageHost &&
      port === '' &&
      username === '' &&
      password === ''
    );
  } catch {
    return false;
  }
}

/** A frame as Electron describes it; null when it is gone already. */
export interface Frame {
  readonly url: string;
  readonly parent: object | null;
}

/** Our own page and no frame in it; a frame that is gone, or has no address yet, is nobody. */
export function isOwnTopFrame(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}
