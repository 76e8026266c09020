/** What went wrong in Speak, with the button that helps for each kind. */
import type { ErrorCode, ErrorData } from '../../preload/error-data.ts';
import { useSurroundings, useView } from '../context.ts';
import { inSentences } from '../error-words.ts';
import type { Room } from '../view-state.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** The trouble of the moment, if there is one. */
export function TroubleNotice() {
  const { trouble, take: phase } = useView();
  const { deeds, take } = useSurroundings();
  if (trouble === null) return null;
  if (trouble.kind === 'error') {
    const retries = { take: phase === 'idle' ? take.toggle : null, file: deeds.chooseFiles, other: null };
    const onRetry = retries[trouble.during];
    return (
      <ErrorNotice
        error={trouble.error}
        onDismiss={deeds.dismissTrouble}
        {...(onRetry === null ? {} : { onRetry })}
      />
    );
  }
  const { what, todo } = words.trouble[trouble.trouble];
  return (
    <Notice what={what} todo={todo} onDismiss={deeds.dismissTrouble}>
      {phase === 'idle' && <Button look="outline" label={words.trouble.retry} onPress={take.toggle} />}
      {trouble.trouble !== 'denied' && trouble.trouble !== 'absent' && (
        <Button look="quiet" label={words.trouble.choose} onPress={focusMicrophonePicker} />
      )}
    </Notice>
  );
}

interface ErrorNoticeProps {
  readonly error: ErrorData;
  /** What Try again does. */
  readonly onRetry?: () => void;
  readonly onDismiss?: () => void;
}

/** An error that the program told, with the button that its code calls for. */
export function ErrorNotice({ error, onRetry, onDismiss }: ErrorNoticeProps) {
  const { deeds } = useSurroundings();
  const { room } = useView();
  const help = helps[error.code];
  return (
    <Notice {...inSentences(error)} detail={error.detail} {...(onDismiss === undefined ? {} : { onDismiss })}>
      {help === 'models' && (
        <Button look="outline" label={words.trouble.models} onPress={() => deeds.goTo('models')} />
      )}
      {help === 'other-file' && <Button look="outline" label={otherFile(room)} onPress={deeds.chooseFiles} />}
      {help === 'retry' && onRetry !== undefined && (
        <Button look="outline" label={words.trouble.retry} onPress={onRetry} />
      )}
    </Notice>
  );
}

function otherFile(room: Room): string {
  if (room === 'translate') return words.translate.openOther;
  if (room === 'summarize') return words.summarize.openOther;
  return room === 'see' ? words.see.openOther : words.trouble.openOther;
}

type Help = 'models' | 'other-file' | 'retry';

/** Which button helps against which error; the others have words only. */
const helps: Partial<Record<ErrorCode, Help>> = {
  'model-unknown': 'models',
  'model-missing': 'models',
  'model-corrupt': 'models',
  'model-unsupported': 'models',
  'model-wrong-task': 'models',
  'language-unsupported': 'models',
  'install-failed': 'models',
  'install-offline': 'models',
  'audio-empty': 'other-file',
  'audio-no-data': 'other-file',
  'audio-malformed': 'other-file',
  'audio-unsupported': 'other-file',
  'audio-too-long': 'other-file',
  'file-not-found': 'other-file',
  'file-unreadable': 'other-file',
  'text-unreadable': 'other-file',
  'data-malformed': 'other-file',
  'picture-malformed': 'other-file',
  'picture-unsupported': 'other-file',
  'picture-too-large': 'other-file',
  'language-unclear': 'retry',
  'disk-full': 'retry',
  'engine-crashed': 'retry',
  'engine-hung': 'retry',
  'queue-full': 'retry',
  'output-unwritable': 'retry',
  unknown: 'retry',
};

function focusMicrophonePicker(): void {
  document.querySelector<HTMLSelectElement>('#microphone')?.focus();
}
