/** The bar below: where a picture can come from, and the one action: look, or open pictures. */
import {
  AppWindow,
  Camera,
  CameraOff,
  ClipboardPaste,
  Crop,
  Monitor,
  MonitorPlay,
  MonitorStop,
} from 'lucide-preact';
import { useKeyHint, useSurroundings } from '../context.ts';
import { isWatching } from '../watch-control.ts';
import { words } from '../words.ts';
import { Button, Switch } from './button.tsx';
import { CameraPicker } from './camera-picker.tsx';
import { useCell } from './use-cell.ts';

/** The bar of See. */
export function SeeBar() {
  const { deeds, camera, watch } = useSurroundings();
  const keyHint = useKeyHint();
  const isOn = useCell(camera.camera).state === 'on';
  const watched = useCell(watch.watched);
  return (
    <section class="bar see-bar" aria-label={words.see.bar}>
      <Sources />
      <button
        type="button"
        class="speak-button look-button"
        aria-keyshortcuts="Space Control+Enter"
        data-tip={keyHint('toggle')}
        onClick={isOn ? camera.look : deeds.chooseFiles}
      >
        <span>{isOn ? words.sight.look : words.see.open}</span>
      </button>
      <div class="bar-end">
        {isOn && (
          <Switch
            label={words.sight.watch}
            checked={isWatching(watched, 'camera')}
            keyAction="watch"
            onChange={camera.toggleWatch}
          />
        )}
        <CameraPicker />
      </div>
    </section>
  );
}

function Sources() {
  const { deeds, camera, screen, watch } = useSurroundings();
  const isScreenWatched = isWatching(useCell(watch.watched), 'screen');
  const { state } = useCell(camera.camera);
  const isOff = state === 'off' || state === 'trouble';
  return (
    <div class="see-sources">
      <Button
        look="icon"
        icon={ClipboardPaste}
        label={words.see.paste}
        keyAction="paste"
        onPress={() => void deeds.pastePicture()}
      />
      <Button
        look="icon"
        icon={isOff ? Camera : CameraOff}
        label={isOff ? words.sight.camera : words.sight.cameraOff}
        keyAction="camera"
        onPress={isOff ? camera.open : camera.close}
      />
      <Button
        look="icon"
        icon={Monitor}
        label={words.sight.screen}
        keyAction="screen"
        onPress={() => screen.look('screen')}
      />
      <Button
        look="icon"
        icon={AppWindow}
        label={words.sight.window}
        keyAction="window"
        onPress={() => screen.look('window')}
      />
      <Button
        look="icon"
        icon={Crop}
        label={words.sight.region}
        keyAction="region"
        onPress={screen.choosePart}
      />
      <Button
        look="icon"
        icon={isScreenWatched ? MonitorStop : MonitorPlay}
        label={isScreenWatched ? words.sight.watchScreenStop : words.sight.watchScreen}
        keyAction="watchScreen"
        onPress={screen.toggleWatch}
      />
    </div>
  );
}
