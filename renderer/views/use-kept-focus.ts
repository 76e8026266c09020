/** Keeps the focus in its place when the button that had it goes away by being pressed. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * For an element whose buttons change with its state (Install, Cancel, Remove): when the one with the focus
 * is gone after a draw, the element's first control takes it, so that a keyboard goes on where it was.
 */
export function useKeptFocus<Element extends HTMLElement>(): RefObject<Element> {
  const element = useRef<Element>(null);
  const hadFocus = useRef(false);
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const onIn = () => {
      hadFocus.current = true;
    };
    const onOut = ({ target }: FocusEvent) => {
      // What was taken out of the page has not been left by the person.
      setTimeout(() => {
        if (target instanceof Node && target.isConnected && !place.contains(document.activeElement)) {
          hadFocus.current = false;
        }
      });
    };
    place.addEventListener('focusin', onIn);
    place.addEventListener('focusout', onOut);
    return () => {
      place.removeEventListener('focusin', onIn);
      place.removeEventListener('focusout', onOut);
    };
  }, []);
  useEffect(() => {
    if (!hadFocus.current || document.activeElement !== document.body) return;
    element.current?.querySelector<HTMLElement>('button')?.focus();
  });
  return element;
}
