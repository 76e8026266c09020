/** What the camera sees now, and why it cannot where it cannot. */
import { useEffect, useRef } from 'preact/hooks';
import { useSurroundings, useView } from '../context.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { useCell } from './use-cell.ts';

/** Nothing while the camera is off. */
export function CameraPanel() {
  const { camera } = useSurroundings();
  const { program } = useView();
  const view = useCell(camera.camera);
  if (view.state === 'off') return null;
  if (view.state === 'opening') return <p class="quiet page-note">{words.sight.opening}</p>;
  if (view.state === 'trouble') {
    return (
      <Notice {...words.sight.trouble[view.trouble]} onDismiss={camera.close}>
        <Button look="outline" label={words.trouble.retry} onPress={camera.open} />
      </Notice>
    );
  }
  const label = program?.settings.cameraLabel ?? null;
  return (
    <div class="camera-panel">
      <LiveView stream={view.stream} />
      {view.replaced && label !== null && <p class="quiet">{words.sight.replaced(label)}</p>}
    </div>
  );
}

function LiveView({ stream }: { readonly stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} class="camera-view" aria-label={words.sight.live} autoplay muted playsInline />;
}
