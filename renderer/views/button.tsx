/** The buttons of the window: an icon, a label, and the key that does the same, shown in a tooltip. */
import type { LucideIcon } from 'lucide-preact';
import type { Ref } from 'preact';
import { useKeyHint } from '../context.ts';
import type { KeyAction } from '../keys.ts';

interface ButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: LucideIcon;
  /** The key that does the same. */
  readonly keyAction?: KeyAction;
  readonly look?: 'quiet' | 'solid' | 'outline' | 'icon';
  /** Why it cannot be pressed now; it stays focusable so that the reason can be read. */
  readonly disabled?: boolean;
  readonly description?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button; with `look: 'icon'` the label is its accessible name and its tooltip. */
export function Button(props: ButtonProps) {
  const { label, icon: Icon, look = 'quiet', keyAction, disabled = false } = props;
  const key = useKeyHint()(keyAction);
  const tip = look === 'icon' ? [label, key].filter((part) => part !== '').join('  ') : key;
  return (
    <button
      ref={props.buttonRef ?? null}
      type="button"
      class={`button ${look}`}
      aria-label={look === 'icon' ? label : undefined}
      aria-keyshortcuts={key === '' ? undefined : key.replace('Ctrl', 'Control').replace('Esc', 'Escape')}
      aria-disabled={disabled || undefined}
      aria-description={props.description}
      data-tip={tip === '' ? undefined : tip}
      data-key={keyAction}
      onClick={() => !disabled && props.onPress()}
    >
      {Icon !== undefined && <Icon size={18} strokeWidth={1.5} aria-hidden="true" />}
      {look !== 'icon' && <span>{label}</span>}
    </button>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly keyAction?: KeyAction;
  readonly describedBy?: string;
}

/** An on-off switch with its label. */
export function Switch(props: SwitchProps) {
  const key = useKeyHint()(props.keyAction) || undefined;
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={props.checked}
      aria-describedby={props.describedBy}
      aria-keyshortcuts={key}
      data-tip={key}
      data-key={props.keyAction}
      onClick={() => props.onChange(!props.checked)}
    >
      <span class="switch-track" aria-hidden="true">
        <span class="switch-knob" />
      </span>
      <span>{props.label}</span>
    </button>
  );
}
