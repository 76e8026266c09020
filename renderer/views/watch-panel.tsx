/** What is watched: how far, what was told with its time, and what can be done with it. */
import { X } from 'lucide-preact';
import { useSurroundings } from '../context.ts';
import { clock, percent } from '../format.ts';
import { plainText } from '../text.ts';
import { troubleWords, type Watched } from '../watch-control.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';
import { ErrorNotice } from './trouble-notice.tsx';
import { useCell } from './use-cell.ts';
import { WatchedCaptions } from './watched-captions.tsx';

/** Nothing while nothing is watched. */
export function WatchPanel() {
  const { watch } = useSurroundings();
  const watched = useCell(watch.watched);
  if (watched === null) return null;
  const { origin, title, told, state, error, trouble, voiceless } = watched;
  if (trouble !== null) return <Notice {...troubleWords[trouble]} onDismiss={watch.clear} />;
  return (
    <section class="watch-panel" aria-label={words.sight.told}>
      {origin === 'video' && <h2>{title}</h2>}
      {error !== null && <ErrorNotice error={error} />}
      {voiceless && <p class="quiet">{words.sight.noVoice}</p>}
      {state === 'running' && <HowFar watched={watched} />}
      <WatchedCaptions segments={told} />
      {state !== 'running' && <Ended watched={watched} />}
    </section>
  );
}

function HowFar({ watched }: { readonly watched: Watched }) {
  const { watch } = useSurroundings();
  const { origin, told, seconds, length } = watched;
  if (origin === 'camera') return told.length > 0 ? null : <p class="quiet">{words.sight.watching}</p>;
  const stop = (label: string) => (
    <button type="button" class="link" onClick={watch.stop}>
      {label}
    </button>
  );
  if (origin === 'screen') {
    return (
      <p>
        <span class="watch-dot" aria-hidden="true" />
        {words.sight.screenWatched} {stop(words.sight.stop)}
      </p>
    );
  }
  const share = length === null || length === 0 ? null : seconds / length;
  const far =
    share === null || length === null
      ? ''
      : words.sight.videoProgress(percent(share), clock(seconds), clock(length));
  return (
    <Progress label={words.sight.video} share={share} words={far}>
      <span aria-hidden="true" class="quiet">
        {' '}
        ·{' '}
      </span>
      {stop(words.actions.cancel)}
    </Progress>
  );
}

function Ended({ watched: { origin, id, told, state } }: { readonly watched: Watched }) {
  const { watch, deeds } = useSurroundings();
  const text = plainText(told);
  const done = state === 'stopped' ? words.sight.videoStopped : words.sight.videoDone(told.length);
  return (
    <>
      <p class="quiet">{origin === 'video' ? done : words.sight.saved}</p>
      {id !== null && told.length > 0 && (
        <Actions entryId={id} text={text} onTranslate={() => void deeds.sendToTranslator(text, 'en')}>
          <Button icon={X} label={words.sight.clear} onPress={watch.clear} />
        </Actions>
      )}
      {told.length === 0 && <Button icon={X} label={words.sight.clear} onPress={watch.clear} />}
    </>
  );
}
