/** Plays a stored recording with the browser's own player, and tells which moment is heard. */
import { Pause, Play } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import { useSurroundings } from '../context.ts';
import { clock, spokenDuration } from '../format.ts';
import { fetchRecording } from '../playback.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

export interface PlayerState {
  readonly available: boolean;
  readonly phase: 'idle' | 'loading' | 'playing' | 'paused' | 'unplayable';
  /** Seconds from the start. */
  readonly position: number;
  readonly error: ErrorData | null;
  /** Fetches the recording first if need be. */
  playFrom(seconds: number): void;
  toggle(): void;
  seek(seconds: number): void;
}

/** The player of one entry. The recording is fetched when it is first played, and kept until the entry is left. */
export function usePlayer(entry: Entry): PlayerState {
  const { program } = useSurroundings();
  const audio = useRef<HTMLAudioElement | null>(null);
  const leaving = useRef(new AbortController());
  const [phase, setPhase] = useState<PlayerState['phase']>('idle');
  const [position, setPosition] = useState(0);
  const [error, setError] = useState<ErrorData | null>(null);
  useEffect(() => {
    leaving.current = new AbortController();
    const { signal } = leaving.current;
    signal.addEventListener('abort', () => letGo(audio.current));
    return () => {
      leaving.current.abort();
      audio.current = null;
    };
  }, [entry.id]);

  async function load(): Promise<HTMLAudioElement | null> {
    if (audio.current !== null) return audio.current;
    setPhase('loading');
    setError(null);
    const recording = await fetchRecording(program, entry.id, leaving.current.signal);
    if (recording === null) return null;
    if (recording.kind === 'failed') {
      setError(recording.error);
      setPhase('idle');
      return null;
    }
    const element = new Audio(URL.createObjectURL(recording.blob));
    element.ontimeupdate = () => setPosition(element.currentTime);
    element.onplay = () => setPhase('playing');
    element.onpause = () => setPhase('paused');
    element.onerror = () => setPhase('unplayable');
    audio.current = element;
    return element;
  }

  async function playFrom(seconds: number): Promise<void> {
    const element = await load();
    if (element === null) return;
    element.currentTime = seconds;
    setPosition(seconds);
    await element.play().catch(() => setPhase(element.error === null ? 'paused' : 'unplayable'));
  }

  return {
    available: entry.hasRecording,
    phase,
    position,
    error,
    playFrom: (seconds) => void playFrom(seconds),
    toggle: () => {
      if (phase === 'playing') audio.current?.pause();
      else if (phase !== 'loading') {
        const atEnd = position >= entry.durationSeconds - 0.1;
        void playFrom(atEnd ? 0 : position);
      }
    },
    seek: (seconds) => {
      setPosition(seconds);
      if (audio.current !== null) audio.current.currentTime = seconds;
    },
  };
}

/** The controls: play, the position, and the times. */
export function Player({ player, entry }: { readonly player: PlayerState; readonly entry: Entry }) {
  if (!player.available) return <p class="quiet bar-note">{words.player.none}</p>;
  const isPlaying = player.phase === 'playing';
  return (
    <section class="player" aria-label={words.player.region}>
      <Button
        look="icon"
        icon={isPlaying ? Pause : Play}
        label={isPlaying ? words.player.pause : words.player.play}
        keyAction="toggle"
        onPress={player.toggle}
      />
      <span class="numbers time">{clock(player.position)}</span>
      <input
        type="range"
        aria-label={words.player.position}
        aria-valuetext={spokenDuration(player.position)}
        min={0}
        max={Math.max(entry.durationSeconds, 0.1)}
        step={0.1}
        value={player.position}
        onInput={(event) => player.seek(Number(event.currentTarget.value))}
      />
      <span class="numbers time quiet">{clock(entry.durationSeconds)}</span>
      {player.phase === 'loading' && <span class="quiet player-note">{words.player.loading}</span>}
      {player.phase === 'unplayable' && <span class="quiet player-note">{words.player.unplayable}</span>}
      {player.error !== null && <span class="quiet player-note">{player.error.message}</span>}
    </section>
  );
}

function letGo(audio: HTMLAudioElement | null): void {
  if (audio === null) return;
  audio.onpause = null;
  audio.onerror = null;
  audio.pause();
  URL.revokeObjectURL(audio.src);
}
