/** How loud it is, as one thin line that breathes, and how long the take is. Moved by the sound itself, not by a clock. */
import { useEffect, useRef } from 'preact/hooks';
import { breathe, level } from '../capture/level.ts';
import { levelShape } from '../capture/level-shape.ts';
import { useSurroundings, useView } from '../context.ts';
import { clock } from '../format.ts';
import { words } from '../words.ts';

const width = 192;
const height = 32;
/** Not quite nothing: a shape without height would not be drawn at all. */
const stillness = 0.01;
const shape = levelShape(width, height);

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
    // A take that never began has no length.
    if (phase === 'idle' && time.current?.textContent === clock(0)) time.current.textContent = '';
    if (phase === 'idle') path.current?.style.setProperty('transform', `scaleY(${stillness})`);
  }, [phase]);
  useEffect(() => {
    let shown = 0;
    return take.onSamples((samples, takenSeconds) => {
      shown = breathe(shown, level(samples));
      path.current?.style.setProperty('transform', `scaleY(${Math.max(stillness, shown).toFixed(2)})`);
      meter.current?.setAttribute('aria-valuenow', shown.toFixed(1));
      meter.current?.setAttribute('aria-valuetext', levelInWords(shown));
      if (time.current !== null) time.current.textContent = clock(takenSeconds);
    });
  }, [take]);
  return (
    <div class={isLive ? 'level live' : 'level'}>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> draws itself; this one is a line */}
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
          <path ref={path} d={shape} />
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
