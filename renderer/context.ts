/** What every view needs, handed down once: the program, the state, the voice, and what a person can do. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Program } from '../preload/contract.ts';
import type { Announcer } from './announcer.ts';
import type { CameraControl } from './camera-control.ts';
import type { Deeds } from './deeds.ts';
import type { DocumentControl } from './document-control.ts';
import { type KeyAction, shownKey } from './keys.ts';
import type { PicturePreviews } from './picture-previews.ts';
import type { ScreenControl } from './screen-control.ts';
import type { SeeControl } from './see-control.ts';
import type { Store } from './store.ts';
import type { SummarizeControl } from './summarize-control.ts';
import type { TakeControl } from './take.ts';
import type { TranslateControl } from './translate-control.ts';
import type { ViewState } from './view-state.ts';
import type { WatchControl } from './watch-control.ts';

export interface Surroundings {
  readonly program: Program;
  readonly store: Store;
  readonly announcer: Announcer;
  readonly take: TakeControl;
  readonly translate: TranslateControl;
  readonly documents: DocumentControl;
  readonly see: SeeControl;
  readonly camera: CameraControl;
  readonly screen: ScreenControl;
  readonly watch: WatchControl;
  readonly summarize: SummarizeControl;
  readonly previews: PicturePreviews;
  readonly deeds: Deeds;
}

const context = createContext<Surroundings | null>(null);

/** Wraps the whole window. */
export const SurroundingsProvider = context.Provider;

/** The surroundings of the view that calls this. */
export function useSurroundings(): Surroundings {
  const surroundings = useContext(context);
  if (surroundings === null) throw new Error('a view was drawn outside of its window');
  return surroundings;
}

/** The view state; the calling view is drawn again when it changes. */
export function useView(): ViewState {
  const { store } = useSurroundings();
  const [view, setView] = useState(store.get());
  useEffect(() => {
    setView(store.get());
    return store.listen(() => setView(store.get()));
  }, [store]);
  return view;
}

/** How the key for an action is written in tooltips now; empty for none. */
export function useKeyHint(): (action: KeyAction | undefined) => string {
  const { program } = useView();
  const letterKeys = program?.settings.letterKeys ?? true;
  return (action) => (action === undefined ? '' : shownKey(action, letterKeys));
}
