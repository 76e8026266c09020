/**
 * The camera of this window: open while its picture is on the page, and at no other time. Leaving the room
 * closes it; so does hiding the window, unless it is being watched: that is what watching is for.
 */
import { type Camera, CameraError, type CameraTrouble, openCamera } from './capture/camera.ts';
import { chooseDevice, deviceLabels, listDevices } from './capture/devices.ts';
import { type Cell, createCell } from './cell.ts';
import type { SeeControl } from './see-control.ts';
import type { Store } from './store.ts';
import { isWatching, type WatchControl } from './watch-control.ts';

export type CameraView = {
  /** Names, as the browser lists them; empty until it may. */
  readonly labels: readonly string[];
  /** The remembered one was not there. */
  readonly replaced: boolean;
} & (
  | { readonly state: 'off' }
  | { readonly state: 'opening' }
  | { readonly state: 'on'; readonly stream: MediaStream }
  | { readonly state: 'trouble'; readonly trouble: CameraTrouble }
);

export interface CameraControl {
  readonly camera: Cell<CameraView>;
  open(): void;
  close(): void;
  /** Describes what it sees now. */
  look(): void;
  /** Begins or ends telling what changes. */
  toggleWatch(): void;
  /** Another one was chosen in the settings. */
  change(): void;
}

/** The one control of the window. */
export function createCameraControl(store: Store, see: SeeControl, watch: WatchControl): CameraControl {
  const cell = createCell<CameraView>({ state: 'off', labels: [], replaced: false });
  let camera: Camera | null = null;
  /** Counts openings, so that one that was given up is let go when it comes. */
  let turn = 0;
  const lists = () => {
    const { labels, replaced } = cell.get();
    return { labels, replaced };
  };
  const letGo = () => {
    turn += 1;
    if (watch.watched.get()?.origin === 'camera') watch.stop();
    camera?.stop();
    camera = null;
  };
  const close = () => {
    letGo();
    cell.set({ ...lists(), state: 'off' });
  };
  const fail = (trouble: CameraTrouble) => {
    letGo();
    cell.set({ ...lists(), state: 'trouble', trouble });
  };
  const open = async () => {
    letGo();
    const mine = turn;
    cell.set({ ...lists(), state: 'opening' });
    store.change({ kind: 'room', room: 'see' });
    try {
      const remembered = store.get().program?.settings.cameraLabel ?? null;
      const opened = await openRemembered(remembered, () => mine === turn && fail('unplugged'));
      if (mine !== turn) return opened.camera.stop();
      camera = opened.camera;
      const { labels, replaced } = opened;
      cell.set({ labels, replaced, state: 'on', stream: camera.stream });
    } catch (error) {
      if (mine === turn) fail(error instanceof CameraError ? error.trouble : 'busy');
    }
  };
  store.listen(() => {
    if (store.get().room !== 'see' && cell.get().state !== 'off') close();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && camera !== null && !isWatching(watch.watched.get(), 'camera')) close();
  });
  return {
    camera: cell,
    open: () => void open(),
    close,
    look: () => {
      void camera?.grab().then((picture) => see.describe(picture, 'camera', ''));
    },
    toggleWatch: () => {
      if (isWatching(watch.watched.get(), 'camera')) watch.stop();
      else if (camera !== null) watch.watchCamera(camera);
    },
    change: () => {
      if (camera !== null) void open();
    },
  };
}

interface Opened {
  readonly camera: Camera;
  readonly labels: readonly string[];
  readonly replaced: boolean;
}

/** Names are hidden until the first permission: once they show, the remembered camera is looked for again. */
async function openRemembered(remembered: string | null, onEnded: () => void): Promise<Opened> {
  const choice = chooseDevice(await listDevices('videoinput'), remembered);
  const opened = await openCamera({ deviceId: choice.id, onEnded });
  const after = await listDevices('videoinput');
  const labels = deviceLabels(after);
  const better = chooseDevice(after, remembered);
  if (better.id === null || better.id === choice.id) {
    return { camera: opened, labels, replaced: better.replaced };
  }
  opened.stop();
  return { camera: await openCamera({ deviceId: better.id, onEnded }), labels, replaced: false };
}
