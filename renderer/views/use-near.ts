/** Is an element in view, or nearly? What is far away can be drawn in a simpler way. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How far outside of what is seen still counts as near. */
const margin = '600px';

/** Whether `element` is near the part of its scrolling place that is seen; `initial` until that is known. */
export function useNear(element: RefObject<HTMLElement>, initial: boolean): boolean {
  const [near, setNear] = useState(initial);
  useEffect(() => {
    if (element.current === null) return;
    const root = element.current.closest('.side-scroll');
    const observer = new IntersectionObserver(
      (entries) => setNear(entries[entries.length - 1]?.isIntersecting ?? false),
      { root, rootMargin: margin },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return near;
}
