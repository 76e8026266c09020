/** A button that opens a small menu above itself; arrow keys move, Escape closes, the focus comes back. */
import type { LucideIcon } from 'lucide-preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useKeyHint } from '../context.ts';
import type { KeyAction } from '../keys.ts';
import { closeFromOutside, onMenuKey } from '../menu-habits.ts';

interface MenuProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keyAction: KeyAction;
  readonly items: readonly { readonly label: string; readonly choose: () => void }[];
}

/** The menu and its button. */
export function Menu({ label, icon: Icon, keyAction, items }: MenuProps) {
  const [open, setOpen] = useState(false);
  const key = useKeyHint()(keyAction) || undefined;
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => keepInWindow(root.current?.querySelector<HTMLElement>('[role=menu]'));
    place();
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    window.addEventListener('resize', place);
    const stopWatching = closeFromOutside(root.current, ['pointerdown'], () => setOpen(false));
    return () => {
      window.removeEventListener('resize', place);
      stopWatching();
    };
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class="menu-root" ref={root}>
      <button
        ref={button}
        type="button"
        class="button quiet"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-keyshortcuts={key}
        data-tip={open ? undefined : key}
        data-key={keyAction}
        onClick={() => setOpen(!open)}
      >
        <Icon size={18} strokeWidth={1.5} aria-hidden="true" />
        <span>{label}</span>
      </button>
      {open && (
        <div class="menu" role="menu" aria-label={label} onKeyDown={(event) => onMenuKey(event, close)}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                item.choose();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Pixels between a menu and the edge of the window. */
const marginPixels = 8;

/** A menu whose button stands near the right edge opens as much further to the left as it needs. */
function keepInWindow(menu: HTMLElement | null | undefined): void {
  if (!menu) return;
  menu.style.marginInlineStart = '0';
  const over = menu.getBoundingClientRect().right + marginPixels - document.documentElement.clientWidth;
  if (over > 0) menu.style.marginInlineStart = `${-over}px`;
}
