/** Two long texts beside each other stay level: where one is scrolled, the other follows, section by section. */

/** Keeps both level until the function it returns is called. Both hold their sections as `[data-first]`. */
export function scrollLevel(source: HTMLElement, target: HTMLElement, mirror: HTMLElement): () => void {
  const ends = new AbortController();
  /** The one that the person scrolls; the other one's scrolling is only an echo. */
  let leader: HTMLElement | null = null;
  const follow = (
    led: HTMLElement,
    sections: HTMLElement,
    other: HTMLElement,
    otherSections: HTMLElement,
  ) => {
    if (leader !== led || !areBeside(source, target)) return;
    const at = placeAt(sections, led.scrollTop);
    const place = at === null ? null : offsetOf(otherSections, at);
    // Where the words of a very long text are not laid out twice, both are scrolled by the same share.
    other.scrollTop = place ?? (led.scrollTop / rangeOf(led)) * rangeOf(other);
  };
  for (const side of [source, target]) {
    for (const type of ['wheel', 'pointerdown', 'keydown', 'touchstart', 'focusin', 'input'] as const) {
      const lead = () => {
        leader = side;
      };
      side.addEventListener(type, lead, { passive: true, signal: ends.signal });
    }
  }
  const listen = (side: HTMLElement, hear: () => void) =>
    side.addEventListener('scroll', hear, { passive: true, signal: ends.signal });
  listen(source, () => follow(source, mirror, target, target));
  listen(target, () => follow(target, target, source, mirror));
  return () => ends.abort();
}

interface SectionPlace {
  readonly section: number;
  /** How much of it lies above, 0–1. */
  readonly share: number;
}

/** How far it can be scrolled, in pixels. */
function rangeOf({ scrollHeight, clientHeight }: HTMLElement): number {
  return Math.max(1, scrollHeight - clientHeight);
}

/** Only what stands side by side has to be level. */
function areBeside(source: HTMLElement, target: HTMLElement): boolean {
  return target.getBoundingClientRect().left >= source.getBoundingClientRect().right - 1;
}

function sectionsIn(text: HTMLElement): readonly HTMLElement[] {
  return [...text.querySelectorAll<HTMLElement>('[data-first]')];
}

/** The section that the line `scrolled` pixels from the beginning lies in. */
function placeAt(text: HTMLElement, scrolled: number): SectionPlace | null {
  const sections = sectionsIn(text);
  const [first] = sections;
  if (first === undefined) return null;
  const y = scrolled + first.offsetTop;
  const section = Math.max(
    0,
    sections.findIndex((one) => one.offsetTop + one.offsetHeight > y),
  );
  const one = sections[section];
  if (one === undefined) return null;
  return { section, share: Math.max(0, (y - one.offsetTop) / Math.max(1, one.offsetHeight)) };
}

function offsetOf(text: HTMLElement, { section, share }: SectionPlace): number | null {
  const sections = sectionsIn(text);
  const one = sections[Math.min(section, sections.length - 1)];
  if (one === undefined) return null;
  return one.offsetTop + one.offsetHeight * share - (sections[0]?.offsetTop ?? 0);
}
