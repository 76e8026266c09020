/** The bar below a summary: how much of it is shown, from one sentence to everything. */
import { useMemo } from 'preact/hooks';
import type { SaidDigest } from '../../preload/summary.ts';
import type { ShownLength, SummaryView } from '../../preload/summary-calls.ts';
import { lengthOfCount, lengthStops, shownPoints, stopOf, wordsShown } from '../summary-points.ts';
import { words } from '../words.ts';

interface SummaryBarProps {
  /** With its digest. */
  readonly view: SummaryView;
  readonly onLength: (length: ShownLength) => void;
}

/** The bar; what a model wrote in its own words has one length only. */
export function SummaryBar({ view, onLength }: SummaryBarProps) {
  const { digest } = view;
  const points = useMemo(() => shownPoints(view), [view]);
  if (digest === null) return null;
  const kept = wordsShown(points);
  return (
    <div class="bar summary-bar">
      {digest.kind === 'said' && digest.sentences.length > 1 && (
        <LengthSlider digest={digest} shown={points.length} kept={kept} onLength={onLength} />
      )}
      <p class="quiet numbers summary-count">{words.summarize.readAndKept(digest.read, kept)}</p>
    </div>
  );
}

interface LengthSliderProps {
  readonly digest: SaidDigest;
  readonly shown: number;
  /** Words. */
  readonly kept: number;
  readonly onLength: (length: ShownLength) => void;
}

function LengthSlider({ digest, shown, kept, onLength }: LengthSliderProps) {
  const stops = useMemo(() => lengthStops(digest), [digest]);
  const all = digest.sentences.length;
  const auto = stopOf(stops, digest.enough);
  const isAuto = shown === digest.enough;
  const { length: say } = words.summarize;
  const value = say.value(shown, all, kept);
  return (
    <div class="length">
      <span class="quiet length-end" aria-hidden="true">
        {say.one}
      </span>
      <div class="length-slider" style={{ '--auto': auto / Math.max(1, stops.length - 1) }}>
        <input
          id="summary-length"
          type="range"
          aria-label={say.label}
          aria-valuetext={isAuto ? `${value}, ${say.auto.toLowerCase()}` : value}
          min={0}
          max={stops.length - 1}
          step={1}
          value={stopOf(stops, shown)}
          onInput={({ currentTarget }) => {
            onLength(lengthOfCount(digest, stops[Number(currentTarget.value)] ?? 1));
          }}
        />
        <button type="button" class="length-auto" aria-pressed={isAuto} onClick={() => onLength('auto')}>
          {say.auto}
        </button>
      </div>
      <span class="quiet length-end" aria-hidden="true">
        {say.all}
      </span>
    </div>
  );
}
