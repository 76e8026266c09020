/** Pictures of the screen: whole, the focused window, or a part that is chosen in a sheet; and the screen watched. */
import type { Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import { grabScreen, openScreen, type ScreenWish } from './capture/screen.ts';
import { type Cell, createCell } from './cell.ts';
import type { SeeControl } from './see-control.ts';
import type { Store } from './store.ts';
import { isWatching, type WatchControl } from './watch-control.ts';
import { words } from './words.ts';

export interface ScreenControl {
  /** The screen's picture of which a part is being chosen. */
  readonly choosing: Cell<Blob | null>;
  look(wish: ScreenWish): void;
  /** Takes the screen's picture and opens the sheet. */
  choosePart(): void;
  /** Begins or ends telling what changes on it. */
  toggleWatch(): void;
  /** The chosen part is described; null: none after all. */
  take(part: Blob | null): void;
}

/** The one control of the window. */
export function createScreenControl(
  program: Program,
  store: Store,
  see: SeeControl,
  watch: WatchControl,
): ScreenControl {
  const choosing = createCell<Blob | null>(null);
  let isBusy = false;
  /** One thing at a time; `use` is given what was got. */
  const get = async <Got>(got: () => Promise<Got | null>, use: (got: Got) => void, message: string) => {
    if (isBusy) return;
    isBusy = true;
    const result = await got();
    isBusy = false;
    if (result !== null) {
      store.change({ kind: 'trouble', trouble: null });
      return use(result);
    }
    const error: ErrorData = { code: 'unknown', message };
    store.change({ kind: 'trouble', trouble: { kind: 'error', during: 'other', error } });
  };
  const grab = (wish: ScreenWish, use: (picture: Blob) => void) => {
    const message = wish === 'window' ? words.sight.noWindow : words.sight.screenDenied;
    return get(() => grabScreen(program, wish), use, message);
  };
  const openWatched = () =>
    openScreen(program, () => isWatching(watch.watched.get(), 'screen') && watch.stop());
  return {
    choosing,
    look: (wish) => void grab(wish, (picture) => see.describe(picture, 'screen', '')),
    choosePart: () => void grab('screen', choosing.set),
    toggleWatch: () => {
      if (isWatching(watch.watched.get(), 'screen')) watch.stop();
      else void get(openWatched, watch.watchScreen, words.sight.screenDenied);
    },
    take: (part) => {
      choosing.set(null);
      if (part !== null) see.describe(part, 'screen', '');
    },
  };
}
