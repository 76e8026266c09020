/** The key points, below each other or as a paragraph. Each is a button that shows where it was said. */
import { memo } from 'preact/compat';
import { useMemo, useRef } from 'preact/hooks';
import type { SummaryView } from '../../preload/summary-calls.ts';
import { clock, spokenDuration } from '../format.ts';
import { textTitle } from '../summary-paragraphs.ts';
import { pointsText, type ShownPoint } from '../summary-points.ts';
import { words } from '../words.ts';
import { CleanedPieces } from './cleaned-pieces.tsx';
import { useNear } from './use-near.ts';

interface SummaryPointsProps {
  readonly view: Pick<SummaryView, 'texts' | 'digest'>;
  readonly points: readonly ShownPoint[];
  readonly as: 'bullets' | 'paragraph';
  readonly showsLeftOut: boolean;
  /** The key of the point whose source is lit. */
  readonly lit: string | null;
  readonly onShow: (point: ShownPoint) => void;
}

/** Of many points those far from what is seen are plain text, so that a slider at everything does not halt the page. */
const pointsInChunk = 40;

/** The points. The arrow keys move along them; one of them is a stop of the Tab key. */
export function SummaryPoints(props: SummaryPointsProps) {
  const { view, points, as, lit } = props;
  const root = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => byText(points), [points]);
  // The same function at every draw, so that a move of the slider draws only what comes and goes.
  const current = useRef(props.onShow);
  current.current = props.onShow;
  const show = useMemo(() => (point: ShownPoint) => current.current(point), []);
  const stop = points.some(({ key }) => key === lit) ? lit : (points[0]?.key ?? null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div
      ref={root}
      role="group"
      aria-label={words.summarize.points}
      class={`heard points ${as}`}
      dir="auto"
      lang={view.digest?.language}
      onKeyDown={(event) => moveAlong(event, root.current)}
    >
      {groups.map((group) => (
        <section key={group[0]?.textNumber}>
          {view.texts.length > 1 && <h3>{titleOf(view, group)}</h3>}
          {chunksOf(group).map((chunk, at) => (
            <Chunk
              key={at}
              {...{ as, lit, stop }}
              points={chunk}
              isFirst={at === 0}
              showsLeftOut={props.showsLeftOut}
              onShow={show}
            />
          ))}
        </section>
      ))}
      {points.length > 0 && (
        <p class="quiet spoken-hint">
          {points.some((point) => canPlay(view, point)) ? words.summarize.hintHeard : words.summarize.hint}
        </p>
      )}
    </div>
  );
}

interface ChunkProps extends Pick<SummaryPointsProps, 'points' | 'as' | 'showsLeftOut' | 'lit' | 'onShow'> {
  /** The key of the point that is a stop of the Tab key. */
  readonly stop: string | null;
  readonly isFirst: boolean;
}

function Chunk({ points, as, showsLeftOut, lit, stop, isFirst, onShow }: ChunkProps) {
  const root = useRef<HTMLDivElement>(null);
  const near = useNear(root, isFirst) || points.some(({ key }) => key === lit);
  const List = as === 'bullets' ? 'ul' : 'p';
  return (
    <div class="points-chunk" ref={root}>
      {near ? (
        <List>
          {points.map((point) => (
            <Point
              key={point.key}
              {...{ point, as, showsLeftOut, onShow }}
              isLit={point.key === lit}
              isStop={point.key === stop}
            />
          ))}
        </List>
      ) : (
        <p class="points-far">{pointsText(points, as)}</p>
      )}
    </div>
  );
}

interface PointProps {
  readonly point: ShownPoint;
  readonly as: 'bullets' | 'paragraph';
  readonly showsLeftOut: boolean;
  readonly isLit: boolean;
  readonly isStop: boolean;
  readonly onShow: (point: ShownPoint) => void;
}

const Point = memo(({ point, as, showsLeftOut, isLit, isStop, onShow }: PointProps) => {
  const { seconds, prefix, sureness } = point;
  const press = (event: Event) => {
    event.preventDefault();
    onShow(point);
  };
  const body = (
    // biome-ignore lint/a11y/useSemanticElements: a button of HTML is a box, which cannot run on in a paragraph.
    <span
      role="button"
      class="point"
      tabIndex={isStop ? 0 : -1}
      aria-pressed={isLit}
      onClick={press}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && press(event)}
    >
      {prefix !== '' && <span class="point-prefix">{prefix} </span>}
      <CleanedPieces pieces={point.pieces} shown={showsLeftOut} clean={point.text} />
    </span>
  );
  const note = sureness !== 'sure' && (
    <>
      {' '}
      <span
        class="quiet point-note"
        title={words.summarize[sureness === 'perhaps' ? 'perhapsLong' : 'unsureLong']}
      >
        ({sureness === 'perhaps' ? words.summarize.perhaps : words.summarize.unsure})
      </span>
    </>
  );
  if (as === 'paragraph') {
    return (
      <>
        {body}
        {note}{' '}
      </>
    );
  }
  return (
    <li>
      {seconds === null ? (
        <span class="point-mark" aria-hidden="true" />
      ) : (
        <span class="quiet numbers point-time">
          <span aria-hidden="true">{clock(seconds)}</span>
          <span class="visually-hidden">{spokenDuration(seconds)}</span>
        </span>
      )}
      <span>
        {body}
        {note}
      </span>
    </li>
  );
});

function chunksOf(points: readonly ShownPoint[]): readonly (readonly ShownPoint[])[] {
  const count = Math.ceil(points.length / pointsInChunk);
  return Array.from({ length: count }, (_, at) => points.slice(at * pointsInChunk, (at + 1) * pointsInChunk));
}

function byText(points: readonly ShownPoint[]): readonly (readonly ShownPoint[])[] {
  const groups = new Map<number, ShownPoint[]>();
  for (const point of points) {
    const group = groups.get(point.textNumber);
    if (group === undefined) groups.set(point.textNumber, [point]);
    else group.push(point);
  }
  return [...groups.values()];
}

/** Was it said in a recording of the library? */
function canPlay({ texts }: Pick<SummaryView, 'texts'>, { seconds, textNumber }: ShownPoint): boolean {
  return seconds !== null && texts[textNumber]?.entry != null;
}

function titleOf({ texts }: Pick<SummaryView, 'texts'>, group: readonly ShownPoint[]): string {
  const number = group[0]?.textNumber ?? 0;
  const text = texts[number];
  return text === undefined ? '' : textTitle(text, number);
}

function moveAlong(event: KeyboardEvent, root: HTMLElement | null): void {
  const all = [...(root?.querySelectorAll<HTMLElement>('.point') ?? [])];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1 }[event.key];
  const wanted = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : next;
  const point = wanted === undefined ? undefined : all[Math.max(0, Math.min(all.length - 1, wanted))];
  if (at < 0 || point === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  for (const one of all) one.tabIndex = one === point ? 0 : -1;
  point.focus();
}
