/** Opens the microphone that the person chose, found again by its name, and keeps the list of names current. */
import type { Store } from '../store.ts';
import { chooseDevice, deviceLabels, listDevices } from './devices.ts';
import { type MicrophoneEvents, type OpenMicrophone, openMicrophone } from './microphone.ts';

/**
 * Opens the remembered microphone, or the system's default where it is not connected; the view then says so.
 * @throws MicrophoneError saying why there is none
 */
export async function openRemembered(store: Store, events: MicrophoneEvents): Promise<OpenMicrophone> {
  const remembered = store.get().program?.settings.microphoneLabel ?? null;
  const before = await listDevices('audioinput');
  const choice = chooseDevice(before, remembered);
  const opened = await openMicrophone(choice.id, events);
  // Names are hidden until the first permission: now that they show, look for the remembered one again.
  const after = await listDevices('audioinput');
  store.change({ kind: 'microphones', labels: deviceLabels(after) });
  const better = chooseDevice(after, remembered);
  store.change({ kind: 'microphone-replaced', replaced: better.replaced });
  if (better.id === null || better.id === choice.id) return opened;
  opened.close();
  return openMicrophone(better.id, events);
}

/** Reads the list of microphones again, when one comes or goes. */
export async function refreshMicrophones(store: Store): Promise<void> {
  store.change({ kind: 'microphones', labels: deviceLabels(await listDevices('audioinput')) });
}
