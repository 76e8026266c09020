/** Data leaves for good here, so this one time the question is asked, in its place. */
import { useEffect, useRef } from 'preact/hooks';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface DeleteQuestionProps {
  readonly id: string;
  /** What goes, in words. */
  readonly what: string;
  readonly onKeep: () => void;
  readonly onGone: () => void;
}

/** The question, with the focus on the answer that changes nothing. */
export function DeleteQuestion(props: DeleteQuestionProps) {
  const { program, deeds, announcer, store } = useSurroundings();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    keep.current?.focus();
  }, []);
  const remove = async () => {
    const answer = await program.call('history.delete', { id: props.id });
    if (!answer.ok) return deeds.fail(answer.error);
    if (store.get().sheet?.entry.id === props.id) store.change({ kind: 'sheet', entry: null });
    announcer.say(words.library.deleted);
    props.onGone();
  };
  return (
    <Notice what={props.what}>
      <Button look="outline" label={words.library.deleteYes} onPress={() => void remove()} />
      <Button label={words.library.deleteNo} onPress={props.onKeep} buttonRef={keep} />
    </Notice>
  );
}
