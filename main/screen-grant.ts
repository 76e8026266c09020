/** Gives the page the picture of a screen or window that it asked for beforehand, once, and without a picker. */
import { type BrowserWindow, desktopCapturer, type Session, screen } from 'electron';
import { isOwnTopFrame } from './origin.ts';
import { restrictPermissions } from './permissions.ts';
import { chooseSource, type ScreenWish } from './screen-sources.ts';

export interface ScreenGrant {
  /** See the call `screen.prepare`. */
  prepare(what: ScreenWish | null): Promise<{ readonly chooses: true }>;
}

/** The page has so long from preparing to the capture; then its window is back and nothing is granted. */
const grantMilliseconds = 10_000;
/** Until the screen is drawn without our window. */
const hiddenMilliseconds = 250;

/** Lets the page of `window` capture, once for each preparation, what it said it wants; without a picker. */
export function grantScreen(session: Session, window: BrowserWindow): ScreenGrant {
  let wish: ScreenWish | null = null;
  /** Runs while a capture is awaited or under way. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    wish = null;
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isVisible()) return;
    window.show();
    window.focus();
  };
  restrictPermissions(session, () => timer !== undefined);
  session.setDisplayMediaRequestHandler((request, callback) => {
    const wanted = wish;
    wish = null;
    const isOurs = isOwnTopFrame(request.frame ?? null) && request.videoRequested && !request.audioRequested;
    const chosen = isOurs && wanted !== null ? sourceFor(window, wanted) : Promise.resolve(null);
    void chosen
      .catch(() => null)
      .then((source) => callback(source === null ? {} : { video: source }))
      // Electron throws where a stream was asked for and none is given; the page has its refusal by then.
      .catch(() => undefined);
  });
  return {
    async prepare(what) {
      end();
      wish = what;
      if (what === null) return { chooses: true };
      timer = setTimeout(end, grantMilliseconds);
      if (what === 'screen') {
        window.hide();
        await new Promise((resolve) => setTimeout(resolve, hiddenMilliseconds));
      }
      return { chooses: true };
    },
  };
}

async function sourceFor(window: BrowserWindow, wish: ScreenWish) {
  const sources = await desktopCapturer.getSources({
    types: [wish],
    thumbnailSize: { width: 0, height: 0 },
  });
  const displayId = String(screen.getDisplayMatching(window.getBounds()).id);
  return chooseSource(sources, wish, { sourceId: window.getMediaSourceId(), displayId });
}
