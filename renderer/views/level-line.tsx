/** The sound of the last seconds as one thin line that breathes. Drawn only when sound comes, never by a clock. */
import { useEffect, useRef } from 'preact/hooks';
import { breathe, level } from '../capture/level.ts';
import { levelPath } from '../capture/level-path.ts';
import { useSurroundings, useView } from '../context.ts';
import { clock } from '../format.ts';
import { words } from '../words.ts';

/** At 80 ms a chunk: the last four seconds. */
const points = 48;
const width = 192;
const height = 32;
const restingPath = levelPath(new Array<number>(points).fill(0), width, height);

/** The line and the time of the take that runs. */
export function LevelLine() {
  const { take } = useSurroundings();
  const { take: phase } = useView();
  const path = useRef<SVGPathElement>(null);
  const meter = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const isLive = phase === 'recording' || phase === 'finishing';
  useEffect(() => {
    if (phase === 'opening' && time.current !== null) time.current.textContent = clock(0);
    if (phase === 'idle') path.current?.setAttribute('d', restingPath);
  }, [phase]);
  useEffect(() => {
    const levels = new Array<number>(points).fill(0);
    let shown = 0;
    return take.onSamples((samples, takenSeconds) => {
      shown = breathe(shown, level(samples));
      levels.shift();
      levels.push(shown);
      path.current?.setAttribute('d', levelPath(levels, width, height));
      meter.current?.setAttribute('aria-valuenow', String(Math.round(shown * 10) / 10));
      meter.current?.setAttribute('aria-valuetext', levelInWords(shown));
      if (time.current !== null) time.current.textContent = clock(takenSeconds);
    });
  }, [take]);
  return (
    <div class={isLive ? 'level live' : 'level'}>
      <div
        ref={meter}
        role="meter"
        aria-label={words.speak.level}
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={0}
        aria-valuetext={words.speak.levels.none}
      >
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <path ref={path} d={restingPath} />
        </svg>
      </div>
      {/* Its text is set by the sound itself, so that a chunk does not draw the whole window again. */}
      <span ref={time} class="time" role="timer" aria-live="off" aria-label={words.speak.time} />
    </div>
  );
}

function levelInWords(value: number): string {
  if (value < 0.05) return words.speak.levels.none;
  if (value < 0.35) return words.speak.levels.quiet;
  return value < 0.95 ? words.speak.levels.good : words.speak.levels.loud;
}
