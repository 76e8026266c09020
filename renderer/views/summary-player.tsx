/** Plays the moment of a point, from its first word to where the next sentence begins. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { Player, usePlayer } from './player.tsx';

export interface MomentToPlay {
  /** The entry of the library whose recording it is in. */
  readonly entry: string;
  /** Seconds from its start; null: to its end. */
  readonly from: number;
  readonly to: number | null;
  /** Counts every time that it is asked for. */
  readonly count: number;
}

/** The player, once the entry is known; nothing where the recording was not kept. */
export function SummaryPlayer({ moment }: { readonly moment: MomentToPlay }) {
  const { program } = useSurroundings();
  const [entry, setEntry] = useState<Entry | null>(null);
  useEffect(() => {
    let current = true;
    void program.call('history.open', { id: moment.entry }).then((answer) => {
      if (current && answer.ok && answer.value !== null) setEntry(answer.value.entry);
    });
    return () => {
      current = false;
    };
  }, [program, moment.entry]);
  return entry === null ? null : <MomentPlayer entry={entry} moment={moment} />;
}

function MomentPlayer({ entry, moment }: { readonly entry: Entry; readonly moment: MomentToPlay }) {
  const player = usePlayer(entry);
  const until = useRef<number | null>(null);
  useEffect(() => {
    if (!player.available) return;
    until.current = moment.to;
    player.playFrom(moment.from);
  }, [moment.count]);
  useEffect(() => {
    if (until.current === null || player.phase !== 'playing' || player.position < until.current) return;
    until.current = null;
    player.toggle();
  }, [player.position, player.phase]);
  const seek = (seconds: number) => {
    until.current = null;
    player.seek(seconds);
  };
  return (
    <div class="summary-player">
      <Player player={{ ...player, seek }} entry={entry} />
    </div>
  );
}
