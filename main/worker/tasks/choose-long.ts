/**
 * Texts with more sentences than the chooser takes at a time: it chooses in each stretch, and then among what
 * the stretches gave.
 */
import type { Candidate, Choice, ChooseEngine } from './choose.ts';

export interface LongChoice extends Choice {
  /** In so many stretches it was read. */
  readonly parts: number;
}

/**
 * All candidates in one order, whatever their number.
 * @param begins does a paragraph (or text) begin with this candidate? Stretches begin there where they can.
 */
export async function chooseAny(
  engine: Pick<ChooseEngine, 'choose' | 'maxSentences'>,
  candidates: readonly Candidate[],
  begins: (candidate: number) => boolean,
  signal?: AbortSignal,
): Promise<LongChoice> {
  const { maxSentences } = engine;
  if (candidates.length <= maxSentences) {
    return { ...(await engine.choose(candidates, signal)), parts: 1 };
  }
  const stretches = stretchesOf(candidates.length, maxSentences, begins);
  const chosen: { from: number; choice: Choice }[] = [];
  for (const [from, to] of stretches) {
    chosen.push({ from, choice: await engine.choose(candidates.slice(from, to), signal) });
  }
  const places = leading(chosen, maxSentences);
  const again = await chooseAny(
    engine,
    places.map((place) => candidates[place] as Candidate),
    () => false,
    signal,
  );
  const rest = behind(chosen, new Set(places));
  return {
    order: [...again.order.map((at) => places[at] as number), ...rest.map(({ place }) => place)],
    chances: [...again.chances, ...rest.map(({ chance }) => chance)],
    // What each stretch found enough, as far as it was looked at again.
    enough: Math.min(
      places.length,
      chosen.reduce((sum, { choice }) => sum + choice.enough, 0),
    ),
    parts: stretches.length,
  };
}

/** Stretches of about the same length, none longer than `most`, cut where something begins if that is near. */
function stretchesOf(
  count: number,
  most: number,
  begins: (candidate: number) => boolean,
): (readonly [from: number, to: number])[] {
  const stretches: (readonly [number, number])[] = [];
  for (let from = 0; from < count; ) {
    const left = Math.ceil((count - from) / most);
    const even = from + Math.ceil((count - from) / left);
    const to = left === 1 ? count : nearest(even, from, Math.min(count, from + most), begins);
    stretches.push([from, to]);
    from = to;
  }
  return stretches;
}

function nearest(even: number, from: number, last: number, begins: (candidate: number) => boolean): number {
  const reach = Math.floor((last - from) / 5);
  for (let distance = 0; distance <= reach; distance++) {
    for (const place of [even - distance, even + distance]) {
      if (place > from && place <= last && begins(place)) return place;
    }
  }
  return even;
}

/** The first of each stretch, as many as are taken again, in the order of the text; half at the most, so that it ends. */
function leading(chosen: readonly { from: number; choice: Choice }[], most: number): number[] {
  const each = Math.max(1, Math.floor(most / chosen.length));
  return chosen
    .flatMap(({ from, choice }) =>
      choice.order.slice(0, Math.min(each, Math.ceil(choice.order.length / 2))).map((at) => from + at),
    )
    .sort((a, b) => a - b);
}

/** All others: the stretches' second-best before their third-best. */
function behind(
  chosen: readonly { from: number; choice: Choice }[],
  taken: ReadonlySet<number>,
): { place: number; chance: number }[] {
  return chosen
    .flatMap(({ from, choice: { order, chances } }) =>
      order.map((at, rank) => ({ place: from + at, rank, chance: chances[rank] ?? 0 })),
    )
    .filter(({ place }) => !taken.has(place))
    .sort((a, b) => a.rank - b.rank || b.chance - a.chance || a.place - b.place);
}
