/**
 * Which microphone or camera to open. Browsers change a device's id from time to time, so it is remembered
 * by its label, which is also what people know it by.
 */

export interface Device {
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
export function chooseDevice(available: readonly Device[], rememberedLabel: string | null): Choice {
  if (rememberedLabel === null) return { id: null, replaced: false };
  const remembered = available.find((device) => device.label === rememberedLabel);
  return remembered === undefined ? { id: null, replaced: true } : { id: remembered.id, replaced: false };
}

/** The labels to offer, each once; none while the browser does not yet tell names. */
export function deviceLabels(available: readonly Device[]): readonly string[] {
  return [...new Set(available.map((device) => device.label))].filter((label) => label !== '');
}

/** The devices of one kind that the browser lists now. */
export async function listDevices(kind: 'audioinput' | 'videoinput'): Promise<readonly Device[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter((device) => device.kind === kind && !systemChoices.has(device.deviceId))
    .map((device) => ({ id: device.deviceId, label: device.label }));
}
