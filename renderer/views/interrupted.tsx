/** A recording that a crash left unfinished: offered again, so that nothing said is lost. */
import type { Entry } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { dayAndTime, spokenDuration } from '../format.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { isTranslation } from './use-entry.ts';

/** It has no length. */
function isText(entry: Entry): boolean {
  return isTranslation(entry) || entry.kind === 'summary';
}

/** The offer for one entry. */
export function Interrupted({ entry }: { readonly entry: Entry }) {
  const { program, deeds, store } = useSurroundings();
  const finish = async () => {
    const answer = await program.call('job.retry', { id: entry.id });
    if (!answer.ok) return deeds.fail(answer.error);
    if (isText(entry)) return deeds.openEntry(entry.id);
    if (store.get().take !== 'idle') return;
    deeds.goTo('speak');
    store.change({ kind: 'sheet', entry: { ...entry, state: 'waiting' } });
    const opened = await program.call('history.open', { id: entry.id });
    if (opened.ok) store.change({ kind: 'transcript', ...opened.value });
  };
  const when = entry.title || dayAndTime(entry.createdAt);
  return (
    <Notice
      tone="calm"
      what={words.interrupted.title}
      todo={
        isText(entry)
          ? words.interrupted.fromText(when)
          : words.interrupted.from(when, spokenDuration(entry.durationSeconds))
      }
    >
      <Button look="outline" label={words.interrupted.finish} onPress={() => void finish()} />
      <Button label={words.interrupted.open} onPress={() => deeds.openEntry(entry.id)} />
    </Notice>
  );
}
