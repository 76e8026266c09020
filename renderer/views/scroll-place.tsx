/** A place that scrolls: a stop of the Tab key while there is more than is seen and nothing in it that is one. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The place, around `children`. */
export function ScrollPlace({ children }: { readonly children: ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null || content.current === null) return;
    const observer = new ResizeObserver(() => {
      const hasStop = element.querySelector('[tabindex="0"], button, a') !== null;
      if (element.scrollHeight > element.clientHeight && !hasStop) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    });
    observer.observe(element);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="side-scroll side-body" ref={place}>
      <div ref={content}>{children}</div>
    </div>
  );
}
