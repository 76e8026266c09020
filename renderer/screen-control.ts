/** Pictures of the screen: whole, the focused window, or a part that is chosen in a sheet. */
import type { Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import { grabScreen, type ScreenWish } from './capture/screen.ts';
import { type Cell, createCell } from './cell.ts';
import type { SeeControl } from './see-control.ts';
import type { Store } from './store.ts';
import { words } from './words.ts';

export interface ScreenControl {
  /** The screen's picture of which a part is being chosen. */
  readonly choosing: Cell<Blob | null>;
  look(wish: ScreenWish): void;
  /** Takes the screen's picture and opens the sheet. */
  choosePart(): void;
  /** The chosen part is described; null: none after all. */
  take(part: Blob | null): void;
}

/** The one control of the window. */
export function createScreenControl(program: Program, store: Store, see: SeeControl): ScreenControl {
  const choosing = createCell<Blob | null>(null);
  let isBusy = false;
  const grab = async (wish: ScreenWish, use: (picture: Blob) => void) => {
    if (isBusy) return;
    isBusy = true;
    const picture = await grabScreen(program, wish);
    isBusy = false;
    if (picture !== null) {
      store.change({ kind: 'trouble', trouble: null });
      return use(picture);
    }
    const message = wish === 'window' ? words.sight.noWindow : words.sight.screenDenied;
    const error: ErrorData = { code: 'unknown', message };
    store.change({ kind: 'trouble', trouble: { kind: 'error', during: 'other', error } });
  };
  return {
    choosing,
    look: (wish) => void grab(wish, (picture) => see.describe(picture, 'screen', '')),
    choosePart: () => void grab('screen', choosing.set),
    take: (part) => {
      choosing.set(null);
      if (part !== null) see.describe(part, 'screen', '');
    },
  };
}
