/** The scrolling middle of a room, one column wide. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface PageProps {
  readonly label: string;
  readonly children: ComponentChildren;
  /** Stay at the last word unless the person has scrolled up to read. */
  readonly follows?: boolean;
}

/** The page of a room. */
export function Page({ label, children, follows = false }: PageProps) {
  const page = useRef<HTMLElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = page.current;
    if (element === null || column.current === null) return;
    // What scrolls must be reachable by keyboard; what does not should be no stop on the way.
    const observer = new ResizeObserver(() => {
      if (element.scrollHeight > element.clientHeight) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    });
    observer.observe(element);
    observer.observe(column.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = page.current;
    if (follows && element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  });
  return (
    <section
      class="page"
      ref={page}
      aria-label={label}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 40;
      }}
      onPointerUp={({ currentTarget: at }) => {
        // A click is no wish to stay: the next key would draw a frame around the whole page.
        if (document.activeElement === at) at.blur();
      }}
    >
      <div class="column" ref={column}>
        {children}
      </div>
    </section>
  );
}
