/** What every menu and list that opens over the page does: keys move in it, and what happens outside closes it. */

/** Arrow keys, Home and End move among the items; Escape and Tab close. */
export function onMenuKey(
  event: KeyboardEvent & { readonly currentTarget: HTMLElement },
  close: () => void,
): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const moves: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const to = moves[event.key];
  if (to !== undefined) items[to]?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Calls `close` at an event of these types outside of `inside`; returns the function that ends it. */
export function closeFromOutside(
  inside: HTMLElement | null,
  types: readonly string[],
  close: () => void,
): () => void {
  const onOutside = (event: Event) => {
    if (!(event.target instanceof Node) || !inside?.contains(event.target)) close();
  };
  const ends = new AbortController();
  for (const type of types) {
    document.addEventListener(type, onOutside, { capture: true, signal: ends.signal });
  }
  return () => ends.abort();
}
