/** The pictures that were given together: which is shown, how far each is. */
import { CircleAlert, Image, X } from 'lucide-preact';
import { memo } from 'preact/compat';
import { useRef } from 'preact/hooks';
import { useSurroundings } from '../context.ts';
import { isSettled, type SeenPicture, type Seer } from '../seer.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { useNear } from './use-near.ts';
import { usePreview } from './use-preview.ts';

/** The list; nothing for a single picture. */
export function PictureQueue({ seer: { pictures, shown } }: { readonly seer: Seer }) {
  const { see } = useSurroundings();
  if (pictures.length < 2) return null;
  const settled = pictures.filter(isSettled).length;
  return (
    <section class="queue" aria-label={words.see.queue.region}>
      <ul class="queue-list">
        {pictures.map((picture) => (
          <QueueItem key={picture.key} picture={picture} isShown={picture.key === shown} />
        ))}
      </ul>
      <p class="queue-foot">
        <span class="quiet numbers">{words.see.queue.left(settled, pictures.length)}</span>
        {settled < pictures.length ? (
          <Button label={words.see.queue.cancelRest} onPress={see.cancelRest} />
        ) : (
          <Button icon={X} label={words.see.queue.clear} onPress={see.clear} />
        )}
      </p>
    </section>
  );
}

const QueueItem = memo((props: { readonly picture: SeenPicture; readonly isShown: boolean }) => {
  const { picture, isShown } = props;
  const { see } = useSurroundings();
  const root = useRef<HTMLLIElement>(null);
  const near = useNear(root, isShown);
  const preview = usePreview(near && picture.description !== null ? picture.id : null);
  const state = stateInWords(picture);
  const failed = picture.step === 'failed';
  const Icon = failed ? CircleAlert : Image;
  return (
    <li ref={root}>
      <button
        type="button"
        class="queue-item"
        aria-current={isShown ? 'true' : undefined}
        onClick={() => see.show(picture.key)}
      >
        <span class="queue-picture">
          {preview.kind === 'ready' && !failed ? (
            <img src={preview.address} alt="" />
          ) : (
            <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
          )}
        </span>
        <span class="queue-name">{picture.name}</span>{' '}
        <span class={picture.step === 'done' ? 'visually-hidden' : 'quiet'}>{state}</span>
      </button>
    </li>
  );
});

function stateInWords({ step, error }: SeenPicture): string {
  const { state } = words.see.queue;
  return step === 'failed' && error === null ? state.cancelled : state[step];
}
