/** The window: rooms on the left, the room in the middle, and what lies over both. */
import { useEffect, useRef } from 'preact/hooks';
import { useSurroundings, useView } from '../context.ts';
import type { ViewState } from '../view-state.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { DropPlace } from './drop-place.tsx';
import { GlossarySheet } from './glossary-sheet.tsx';
import { KeysSheet } from './keys-sheet.tsx';
import { Library } from './library.tsx';
import { LiveRegion } from './live-region.tsx';
import { Models } from './models.tsx';
import { Notice } from './notice.tsx';
import { Rail } from './rail.tsx';
import { See } from './see.tsx';
import { Settings } from './settings.tsx';
import { Speak } from './speak.tsx';
import { Summarize } from './summarize.tsx';
import { Translate } from './translate.tsx';
import { TroubleNotice } from './trouble-notice.tsx';

/** Everything that is drawn. */
export function WindowView() {
  const view = useView();
  useTheme(view.program?.settings.theme ?? 'system');
  useFocusOnRoom(view.room);
  return (
    <>
      <Rail />
      <main class="room">
        <ConnectionNotice view={view} />
        {view.room !== 'speak' && view.trouble?.kind === 'error' && (
          <div class="above">
            <TroubleNotice />
          </div>
        )}
        <RoomView view={view} />
      </main>
      <LiveRegion />
      <DropPlace />
      {view.keysShown && <KeysSheet />}
      {view.glossary !== null && <GlossarySheet pair={view.glossary} />}
    </>
  );
}

function RoomView({ view }: { readonly view: ViewState }) {
  const { program, room } = view;
  if (program === null) {
    return (
      <div class="connecting quiet">
        <h1 class="visually-hidden">{words.product}</h1>
        {view.connection === 'connecting' && <p>{words.connection.connecting}</p>}
      </div>
    );
  }
  switch (room) {
    case 'speak':
      return <Speak program={program} />;
    case 'see':
      return <See program={program} />;
    case 'translate':
      return <Translate program={program} />;
    case 'summarize':
      return <Summarize program={program} />;
    case 'library':
      return <Library />;
    case 'models':
      return <Models program={program} />;
    case 'settings':
      return <Settings program={program} />;
  }
}

function ConnectionNotice({ view }: { readonly view: ViewState }) {
  const { deeds } = useSurroundings();
  if (view.connection !== 'lost' && view.connection !== 'refused') return null;
  const { what, todo } = words.connection[view.connection];
  return (
    <div class="above">
      <Notice what={what} todo={todo}>
        {view.connection === 'lost' && (
          <Button look="outline" label={words.connection.retry} onPress={deeds.retryConnection} />
        )}
      </Notice>
    </div>
  );
}

function useTheme(theme: 'system' | 'light' | 'dark'): void {
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}

/** A room that was entered by key is where the screen reader goes on; by the rail, the focus stays on the rail. */
function useFocusOnRoom(room: ViewState['room']): void {
  const last = useRef(room);
  useEffect(() => {
    if (last.current === room) return;
    last.current = room;
    const heading = document.querySelector<HTMLElement>('main h1');
    if (document.activeElement !== document.body || heading === null) return;
    heading.tabIndex = -1;
    heading.focus();
  }, [room]);
}
