/** A recording at work: how far, how long, Cancel. */
import { useRef } from 'preact/hooks';
import type { Entry } from '../../preload/contract.ts';
import { useSurroundings, useView } from '../context.ts';
import { clock, percent } from '../format.ts';
import { words } from '../words.ts';
import { Progress } from './progress.tsx';
import { isTranslation } from './use-entry.ts';

/** The line for one entry; `label` names it where it does not stand on its own page. */
export function JobProgress({ entry, label }: { readonly entry: Entry; readonly label?: string }) {
  const { sending } = useView();
  const { program } = useSurroundings();
  const begun = useRef<{ readonly atMs: number; readonly share: number } | null>(null);
  const isSending = sending?.id === entry.id;
  const share = isSending ? sending.share : entry.state === 'running' ? entry.progress : null;
  if (!isSending && share !== null) begun.current ??= { atMs: Date.now(), share };
  const left = isSending ? null : secondsLeft(begun.current, share);
  const doing = isSending ? words.job.sending : doingInWords(entry);
  const how = [
    label !== undefined && entry.state === 'waiting' ? words.job.waiting.toLowerCase() : '',
    share === null ? '' : words.job.progress(percent(share)),
    left === null ? '' : words.job.left(clock(left)),
  ].filter((part) => part !== '');
  return (
    <Progress label={label ?? doing} share={share} words={how.join(', ')}>
      <span aria-hidden="true" class="quiet">
        {' '}
        ·{' '}
      </span>
      <button type="button" class="link" onClick={() => void program.call('job.cancel', { id: entry.id })}>
        {words.actions.cancel}
      </button>
    </Progress>
  );
}

function doingInWords(entry: Entry): string {
  if (entry.state === 'waiting') return words.job.waiting;
  if (entry.kind === 'picture' || entry.kind === 'watch') return words.see.working;
  if (entry.kind === 'summary') return words.job.summarizing;
  return isTranslation(entry) ? words.job.translating : words.job.running;
}

/** By the pace so far; null until there is one to go by. */
function secondsLeft(
  begun: { readonly atMs: number; readonly share: number } | null,
  share: number | null,
): number | null {
  if (begun === null || share === null || share - begun.share < 0.02) return null;
  const elapsed = (Date.now() - begun.atMs) / 1000;
  return elapsed < 1 ? null : (elapsed * (1 - share)) / (share - begun.share);
}
