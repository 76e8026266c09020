/** A thin determinate line: how far, how long, Cancel. */
import type { ComponentChildren } from 'preact';

interface ProgressProps {
  readonly label: string;
  /** 0–1, or null when it is not known. */
  readonly share: number | null;
  /** What stands beside it: how far, how long. */
  readonly words: string;
  readonly children?: ComponentChildren;
}

/** The line with its words and (as children) its Cancel button. */
export function Progress({ label, share, words, children }: ProgressProps) {
  return (
    <div class="progress">
      <p>
        <span class="progress-label">{label}</span> <span class="quiet numbers">{words}</span>
        {children}
      </p>
      <div
        class={share === null ? 'progress-line unknown' : 'progress-line'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        aria-valuetext={words === '' ? undefined : words}
      >
        <span style={{ inlineSize: `${(share ?? 0) * 100}%` }} />
      </div>
    </div>
  );
}
