/** What was seen, each with its time. */
import type { Segment } from '../../preload/transcript.ts';
import { clock } from '../format.ts';

export function WatchedCaptions({ segments }: { readonly segments: readonly Segment[] }) {
  return (
    <ol class="watched">
      {segments.map((segment) => (
        <li key={segment.start}>
          <span class="quiet numbers">{clock(segment.start)}</span>
          <span lang="en">{segment.text}</span>
        </li>
      ))}
    </ol>
  );
}
