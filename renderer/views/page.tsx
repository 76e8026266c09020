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
  const atEnd = useRef(true);
  useEffect(() => {
    const element = page.current;
    if (follows && element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  });
  return (
    <section
      class="page"
      ref={page}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 40;
      }}
    >
      <div class="column">{children}</div>
    </section>
  );
}
