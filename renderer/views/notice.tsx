/** An error in its place: what happened, what to do, and the button that does it. It stays until it is dealt with. */
import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { words } from '../words.ts';
import { Button } from './button.tsx';

interface NoticeProps {
  readonly what: string;
  readonly todo?: string;
  /** More for a report, folded away. */
  readonly detail?: string | undefined;
  readonly tone?: 'error' | 'calm';
  /** The buttons that do it. */
  readonly children?: ComponentChildren;
  readonly onDismiss?: () => void;
}

/** A notice. It is not a live region: what must be said aloud goes through the announcer, in its time. */
export function Notice(props: NoticeProps) {
  return (
    <section class={`notice ${props.tone ?? 'error'}`} aria-label={props.what}>
      <div class="notice-words">
        <p>
          <strong>{props.what}</strong> {props.todo}
        </p>
        {props.detail !== undefined && props.detail !== '' && (
          <details>
            <summary>{words.trouble.details}</summary>
            <pre>{props.detail}</pre>
          </details>
        )}
        {props.children !== undefined && <div class="notice-actions">{props.children}</div>}
      </div>
      {props.onDismiss !== undefined && (
        <Button look="icon" icon={X} label={words.trouble.dismiss} onPress={props.onDismiss} />
      )}
    </section>
  );
}
