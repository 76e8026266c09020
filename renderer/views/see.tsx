/** The room where pictures are described: the picture, its caption like a museum label, and what else is seen in it. */
import { RotateCcw, X } from 'lucide-preact';
import type { AppState } from '../../preload/contract.ts';
import { useSurroundings, useView } from '../context.ts';
import { percent } from '../format.ts';
import { isSettled, type SeenPicture, shownPicture } from '../seer.ts';
import { words } from '../words.ts';
import { Button, Switch } from './button.tsx';
import { CameraPanel } from './camera-panel.tsx';
import { DescribedPicture } from './described-picture.tsx';
import { captionModel, MissingCaptioner } from './missing-captioner.tsx';
import { Notice } from './notice.tsx';
import { Page } from './page.tsx';
import { PictureActions } from './picture-actions.tsx';
import { PictureQueue } from './picture-queue.tsx';
import { Progress } from './progress.tsx';
import { RegionSheet } from './region-sheet.tsx';
import { SeeBar } from './see-bar.tsx';
import { ErrorNotice } from './trouble-notice.tsx';
import { useCell } from './use-cell.ts';
import { WatchPanel } from './watch-panel.tsx';

/** The room. */
export function See({ program }: { readonly program: AppState }) {
  const { seer } = useView();
  const { camera, watch } = useSurroundings();
  const isOn = useCell(camera.camera).state !== 'off';
  const watched = useCell(watch.watched);
  const shown = shownPicture(seer);
  const canSee = captionModel(program)?.state.kind === 'installed';
  return (
    <>
      <SeeHeader program={program} shown={shown} />
      <PictureQueue seer={seer} />
      <Page label={words.see.page} follows={watched?.state === 'running'}>
        {!canSee && <MissingCaptioner program={program} />}
        <CameraPanel />
        <WatchPanel />
        {shown === null ? (
          canSee && !isOn && watched === null && <EmptyRoom />
        ) : (
          <ShownPicture key={shown.key} picture={shown} canSee={canSee} />
        )}
      </Page>
      {shown?.step === 'done' && shown.description !== null && shown.id !== null && (
        <div class="actions-place">
          <PictureActions id={shown.id} description={shown.description} altText={shown.altText} />
        </div>
      )}
      <SeeBar />
      <RegionSheet />
    </>
  );
}

function SeeHeader(props: { readonly program: AppState; readonly shown: SeenPicture | null }) {
  const { deeds, see } = useSurroundings();
  const { shown } = props;
  return (
    <header class="header see-header">
      <h1>{shown?.name ?? words.see.title}</h1>
      <Switch
        label={words.speak.offTheRecord}
        checked={props.program.settings.offTheRecord}
        keyAction="record"
        onChange={(offTheRecord) => void deeds.setSettings({ offTheRecord })}
      />
      {shown !== null && (
        <Button
          look="icon"
          icon={X}
          label={words.see.queue.dismiss(shown.name)}
          onPress={() => see.dismiss(shown.key)}
        />
      )}
    </header>
  );
}

function EmptyRoom() {
  return (
    <div class="empty">
      <p class="empty-say">{words.see.empty}</p>
      <p class="quiet">{words.see.emptyMore}</p>
      <p class="quiet">{words.see.private}</p>
    </div>
  );
}

/** The picture that is shown large, or how far it is. */
function ShownPicture(props: { readonly picture: SeenPicture; readonly canSee: boolean }) {
  const { picture, canSee } = props;
  const { see } = useSurroundings();
  const { id, description, altText, step, error, key } = picture;
  const again = () => see.again(key);
  if (step === 'failed' && error !== null) return <ErrorNotice error={error} onRetry={again} />;
  if (step === 'failed') {
    return (
      <Notice tone="calm" what={words.see.cancelled}>
        <Button look="outline" icon={RotateCcw} label={words.see.again} onPress={again} />
      </Notice>
    );
  }
  if (id !== null && description !== null) {
    return (
      <DescribedPicture id={id} description={description} altText={altText} isComing={!isSettled(picture)} />
    );
  }
  return <Looking picture={picture} canSee={canSee} />;
}

function Looking(props: { readonly picture: SeenPicture; readonly canSee: boolean }) {
  const { key, step, share } = props.picture;
  const { see } = useSurroundings();
  const doing = {
    held: props.canSee ? words.see.waiting : words.see.held,
    sending: words.see.sending,
    looking: words.see.working,
    done: words.see.working,
    failed: words.see.working,
  };
  return (
    <Progress
      label={doing[step]}
      share={share}
      words={share === null ? '' : words.job.progress(percent(share))}
    >
      <span aria-hidden="true" class="quiet">
        {' '}
        ·{' '}
      </span>
      <button type="button" class="link" onClick={() => see.cancel(key)}>
        {words.actions.cancel}
      </button>
    </Progress>
  );
}
