/**
 * Which microphone to open. Browsers change a device's id from time to time, so it is remembered by
 * its label, which is also what people know it by.
 */

export interface Microphone {
  readonly id: string;
  readonly label: string;
}

export interface Choice {
  /** Null: the system's default. */
  readonly id: string | null;
  /** The remembered one is not connected, so the default is used instead. */
  readonly replaced: boolean;
}

/** Names that Chromium gives to the system's choice; they double a device that is listed by its own name. */
const systemChoices = new Set(['', 'default', 'communications']);

/** The device to open for the label that was remembered (null: no wish). */
export function chooseMicrophone(available: readonly Microphone[], rememberedLabel: string | null): Choice {
  if (rememberedLabel === null) return { id: null, replaced: false };
  const remembered = available.find((microphone) => microphone.label === rememberedLabel);
  return remembered === undefined ? { id: null, replaced: true } : { id: remembered.id, replaced: false };
}

/** The labels to offer, each once; none while the browser does not yet tell names. */
export function microphoneLabels(available: readonly Microphone[]): readonly string[] {
  return [...new Set(available.map((microphone) => microphone.label))].filter((label) => label !== '');
}

/** The microphones that the browser lists now. */
export async function listMicrophones(): Promise<readonly Microphone[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter((device) => device.kind === 'audioinput' && !systemChoices.has(device.deviceId))
    .map((device) => ({ id: device.deviceId, label: device.label }));
}
