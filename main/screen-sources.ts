/** Which screen or window is captured, of those that the system lists. Pure; who asks is known to be our page. */

/** What the page wants to see. */
export type ScreenWish = 'screen' | 'window';

/** A screen or window as Electron lists it: windows from the foremost to the hindmost. */
export interface ScreenSource {
  /** `screen:…` or `window:…`. */
  readonly id: string;
  readonly name: string;
  /** Of a screen; empty where the system does not tell. */
  readonly display_id: string;
}

export interface OwnPlace {
  /** Our own window among the sources. */
  readonly sourceId: string;
  /** The display that our window is on. */
  readonly displayId: string;
}

/**
 * The screen that our window is on, or the foremost window that is not ours: the one that had the focus before.
 * Null where there is none.
 */
export function chooseSource<Source extends ScreenSource>(
  sources: readonly Source[],
  wish: ScreenWish,
  own: OwnPlace,
): Source | null {
  if (wish === 'screen') {
    const screens = sources.filter(({ id }) => id.startsWith('screen:'));
    return screens.find((screen) => screen.display_id === own.displayId) ?? screens[0] ?? null;
  }
  const isOwn = ({ id }: ScreenSource) => windowNumber(id) === windowNumber(own.sourceId);
  return sources.find((source) => source.id.startsWith('window:') && !isOwn(source)) ?? null;
}

/** `window:NUMBER:…`; what follows the number differs from one asking to the next. */
function windowNumber(id: string): string {
  return id.split(':')[1] ?? '';
}
