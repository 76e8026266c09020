/** A text that was read beside its key points: a point lights where it was said, and plays it. */
import { PenLine } from 'lucide-preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SummaryView } from '../../preload/summary-calls.ts';
import { useSurroundings, useView } from '../context.ts';
import { paragraphAt, paragraphsOf } from '../summary-paragraphs.ts';
import { hasLeftOut, type ShownPoint, shownPoints } from '../summary-points.ts';
import { words } from '../words.ts';
import { Button, Switch } from './button.tsx';
import { ScrollPlace } from './scroll-place.tsx';
import { SummaryActions } from './summary-actions.tsx';
import { SummaryNotes } from './summary-notes.tsx';
import { type MomentToPlay, SummaryPlayer } from './summary-player.tsx';
import { SummaryPoints } from './summary-points.tsx';
import { SummaryText } from './summary-text.tsx';

interface SummaryPagesProps {
  /** With its digest. */
  readonly view: SummaryView;
  /** Not there where what was read cannot be written on. */
  readonly onEdit?: () => void;
  readonly onDeleted: () => void;
}

/** Both pages. */
export function SummaryPages({ view, onEdit, onDeleted }: SummaryPagesProps) {
  const { announcer } = useSurroundings();
  const points = useMemo(() => shownPoints(view), [view]);
  const [lit, setLit] = useState<ShownPoint | null>(null);
  const [moment, setMoment] = useState<MomentToPlay | null>(null);
  const show = (point: ShownPoint) => {
    setLit(point);
    const paragraphs = paragraphsOf(view.text);
    announcer.say(words.summarize.lit(paragraphAt(paragraphs, point.range[0]) + 1, paragraphs.length));
    const entry = view.texts[point.textNumber]?.entry;
    if (point.seconds !== null && entry != null) {
      setMoment((before) => ({
        ...{ entry, from: point.seconds ?? 0, to: endOfMoment(view, point) },
        count: (before?.count ?? 0) + 1,
      }));
    }
  };
  const range = useMemo(() => lit?.range ?? null, [lit?.range[0], lit?.range[1]]);
  return (
    <div class="translator summary">
      <div class="sides">
        <section class="side" aria-label={words.summarize.source}>
          <div class="side-head">
            <h2 class="side-title">{words.summarize.source}</h2>
            {onEdit !== undefined && (
              <Button
                icon={PenLine}
                label={words.summarize.edit}
                description={words.summarize.editLong}
                onPress={() => {
                  onEdit();
                  requestAnimationFrame(() => document.querySelector<HTMLElement>('#summary-text')?.focus());
                }}
              />
            )}
          </div>
          <ScrollPlace>
            <SummaryText view={view} lit={range} />
          </ScrollPlace>
          {moment !== null && <SummaryPlayer key={moment.entry} moment={moment} />}
        </section>
        <PointsSide view={view} points={points} lit={lit?.key ?? null} onShow={show} onDeleted={onDeleted} />
      </div>
    </div>
  );
}

interface PointsSideProps {
  readonly view: SummaryView;
  readonly points: readonly ShownPoint[];
  readonly lit: string | null;
  readonly onShow: (point: ShownPoint) => void;
  readonly onDeleted: () => void;
}

function PointsSide({ view, points, lit, onShow, onDeleted }: PointsSideProps) {
  const { store } = useSurroundings();
  const { pointsAs, showsLeftOut } = useView();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that asked for it is gone: who pressed it goes on here.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <section class="side" aria-label={words.summarize.points}>
      <div class="side-head">
        <h2 class="side-title" ref={heading} tabIndex={-1}>
          {words.summarize.points}
        </h2>
        {hasLeftOut(view.digest) && (
          <Switch
            label={words.summarize.leftOut}
            checked={showsLeftOut === true}
            onChange={(shows) => store.change({ kind: 'shows-left-out', shows })}
          />
        )}
        <PointsAs />
      </div>
      <ScrollPlace>
        <SummaryNotes view={view} />
        {points.length === 0 && <p class="quiet">{words.summarize.nothing}</p>}
        <SummaryPoints
          view={view}
          points={points}
          as={pointsAs}
          showsLeftOut={showsLeftOut === true}
          lit={lit}
          onShow={onShow}
        />
      </ScrollPlace>
      <SummaryActions view={view} points={points} onDeleted={onDeleted} />
    </section>
  );
}

/** Bullets or a paragraph. */
function PointsAs() {
  const { store } = useSurroundings();
  const { pointsAs } = useView();
  const ways = [
    ['bullets', words.summarize.asBullets],
    ['paragraph', words.summarize.asParagraph],
  ] as const;
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{words.summarize.as}</legend>
      {ways.map(([as, label]) => (
        <label key={as}>
          <input
            type="radio"
            name="points-as"
            class="visually-hidden"
            checked={pointsAs === as}
            onChange={() => store.change({ kind: 'points-as', as })}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Until the next sentence of the same recording begins; null: to its end. */
function endOfMoment({ digest }: SummaryView, { seconds, textNumber }: ShownPoint): number | null {
  if (digest?.kind !== 'said' || seconds === null) return null;
  const next = digest.sentences.find(
    (one) => one.textNumber === textNumber && one.seconds !== null && one.seconds > seconds,
  );
  return next?.seconds ?? null;
}
