/** The rooms on the left; models and settings below. Only rooms that work are there. */
import {
  BookOpenText,
  Box,
  Eye,
  Languages,
  ListChecks,
  type LucideIcon,
  Mic,
  Settings2,
} from 'lucide-preact';
import { useKeyHint, useSurroundings, useView } from '../context.ts';
import { type Room, rooms } from '../view-state.ts';
import { words } from '../words.ts';
import { useCell } from './use-cell.ts';

const icons: Record<Room, LucideIcon> = {
  speak: Mic,
  see: Eye,
  translate: Languages,
  summarize: ListChecks,
  library: BookOpenText,
  models: Box,
  settings: Settings2,
};

/** The rail. */
export function Rail() {
  const { room: current, take } = useView();
  const { deeds, watch } = useSurroundings();
  const watched = useCell(watch.watched);
  const goesOn = watched?.state === 'running' ? watched.origin : null;
  const keyHint = useKeyHint();
  return (
    <nav class="rail" aria-label={words.rail}>
      <ul>
        {rooms.map((room) => {
          const Icon = icons[room];
          return (
            <li key={room} class={`rail-${room}`}>
              <button
                type="button"
                class="rail-button"
                aria-current={room === current ? 'page' : undefined}
                aria-description={room === 'see' && goesOn !== null ? words.sight.goesOn[goesOn] : undefined}
                aria-keyshortcuts={keyHint(room) || undefined}
                data-tip={keyHint(room) || undefined}
                onClick={() => deeds.goTo(room)}
              >
                <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
                <span>{words.rooms[room]}</span>
                {room === 'speak' && take === 'recording' && <span class="live-dot" aria-hidden="true" />}
                {room === 'see' && goesOn !== null && (
                  <span class={goesOn === 'video' ? 'live-dot calm' : 'live-dot'} aria-hidden="true" />
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
