/** Two long texts beside each other stay level: where one is scrolled the other follows, sentence by sentence. */

/** One of the two: what scrolls, and what holds its sections as `[data-first]`. */
interface Side {
  readonly scrolls: HTMLElement;
  readonly text: HTMLElement;
}

/** Keeps both level until the function it returns is called. `mirror` holds the words of `source`, a field. */
export function scrollLevel(source: HTMLElement, target: HTMLElement, mirror: HTMLElement): () => void {
  const ends = new AbortController();
  const sides: readonly [Side, Side] = [
    { scrolls: source, text: mirror },
    { scrolls: target, text: target },
  ];
  /** The one that the person scrolls; the other one's scrolling is only an echo. */
  let leader: Side | null = null;
  for (const side of sides) {
    const other = side === sides[0] ? sides[1] : sides[0];
    const lead = () => {
      leader = side;
    };
    for (const type of ['wheel', 'pointerdown', 'keydown', 'touchstart', 'focusin', 'input'] as const) {
      side.scrolls.addEventListener(type, lead, { passive: true, signal: ends.signal });
    }
    const echo = () => leader === side && areBeside(source, target) && follow(side, other);
    side.scrolls.addEventListener('scroll', echo, { passive: true, signal: ends.signal });
  }
  return () => ends.abort();
}

/** Only what stands side by side has to be level. */
function areBeside(source: HTMLElement, target: HTMLElement): boolean {
  return target.getBoundingClientRect().left >= source.getBoundingClientRect().right - 1;
}

function follow(led: Side, other: Side): void {
  const top = led.scrolls.getBoundingClientRect().top;
  const sections = sectionsIn(led.text);
  const at = firstBelow(sections, top);
  const section = sections[at];
  const partner = sectionsIn(other.text)[at];
  if (section === undefined || partner === undefined) {
    // The words of a very long text are not laid out twice; then both are scrolled by the same share.
    other.scrolls.scrollTop = (led.scrolls.scrollTop / rangeOf(led)) * rangeOf(other);
    return;
  }
  const distance = sentenceDistance(section, partner, top) ?? shareDistance(section, partner, top);
  other.scrolls.scrollTop += distance - other.scrolls.getBoundingClientRect().top;
}

/** Where the sentence that is at `top` on one side is on the other; null where that is not drawn word by word. */
function sentenceDistance(section: HTMLElement, partner: HTMLElement, top: number): number | null {
  const all = [...section.querySelectorAll<HTMLElement>('[data-word]')];
  const word = all[firstBelow(all, top)];
  const begins = `[data-word="${word?.dataset.word?.split(' ')[0]} 0"]`;
  const [own, others] = [section.querySelector(begins), partner.querySelector(begins)];
  if (own === null || others === null) return null;
  return others.getBoundingClientRect().top - (own.getBoundingClientRect().top - top);
}

function shareDistance(section: HTMLElement, partner: HTMLElement, top: number): number {
  const [own, others] = [section.getBoundingClientRect(), partner.getBoundingClientRect()];
  return others.top + ((top - own.top) / Math.max(1, own.height)) * others.height;
}

function sectionsIn(text: HTMLElement): readonly HTMLElement[] {
  return [...text.querySelectorAll<HTMLElement>('[data-first]')];
}

/** The place of the first of `elements`, which lie in order, that reaches below `top`. */
function firstBelow(elements: readonly HTMLElement[], top: number): number {
  let [from, to] = [0, elements.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) > top) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** How far it can be scrolled, in pixels. */
function rangeOf({ scrolls: { scrollHeight, clientHeight } }: Side): number {
  return Math.max(1, scrollHeight - clientHeight);
}
