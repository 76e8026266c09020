/**
 * One take: the microphone opens, its sound goes to the program in order, and half a second after Stop it
 * closes. Whatever fails on the way, what was said until then is kept and the window says so.
 */
import type { CallResults, Entry, Program } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import { chooseMicrophone, listMicrophones, microphoneLabels } from './capture/devices.ts';
import { createMuteDetector } from './capture/level.ts';
import { MicrophoneError, type OpenMicrophone, openMicrophone, sampleRateHz } from './capture/microphone.ts';
import { createSender, type Samples, type Sender } from './capture/sender.ts';
import { playSound, type Sound } from './sounds.ts';
import type { Store } from './store.ts';
import type { Trouble } from './view-state.ts';

/** The last word is often still being said when the hand presses Stop. */
const tailMs = 500;
const muteSeconds = 2;

export interface TakeControl {
  /** Speak when idle, Stop when recording; nothing in between. */
  toggle(): void;
  stop(): void;
  /** Hears each chunk of the take, for the level line. Returns the function that stops listening. */
  onSamples(listener: (samples: Samples, takenSeconds: number) => void): () => void;
}

/** What is true of the take that runs now. */
interface Running {
  microphone: OpenMicrophone | null;
  sender: Sender | null;
  id: string | null;
  samples: number;
  /** Chunks that came before the program gave the take its id. */
  early: Samples[];
  started: Promise<void> | null;
  ended: boolean;
  stopping: boolean;
}

/** The control of takes for one window. */
export function createTakeControl(program: Program, store: Store): TakeControl {
  const listeners = new Set<(samples: Samples, takenSeconds: number) => void>();
  let running: Running | null = null;

  const sound = (name: Sound) => {
    if (store.get().program?.settings.sounds !== false) void playSound(name);
  };
  const trouble = (what: Trouble | null) => store.change({ kind: 'trouble', trouble: what });

  async function begin(): Promise<void> {
    const take: Running = blankRun();
    running = take;
    trouble(null);
    store.change({ kind: 'take', take: 'opening' });
    const isSilent = createMuteDetector(sampleRateHz, muteSeconds);
    let mutedBySystem = false;
    try {
      take.microphone = await openRemembered(store, {
        onSamples: (samples) => {
          take.samples += samples.length;
          for (const listener of listeners) listener(samples, take.samples / sampleRateHz);
          onMute(isSilent(samples) || mutedBySystem);
          if (take.sender === null) take.early.push(samples);
          else take.sender.push(samples);
          take.started ??= start(take);
        },
        onMute: (muted) => {
          mutedBySystem = muted;
          onMute(muted);
        },
        onEnded: () => void finish(take, { kind: 'microphone', trouble: 'unplugged' }),
      });
      if (take.ended) take.microphone.close();
      await refreshMicrophones(store);
    } catch (error) {
      giveUp(take, troubleFrom(error));
    }
  }

  /** The first sound is there: only now is it a take, for the program and on the screen. */
  async function start(take: Running): Promise<void> {
    const offTheRecord = store.get().program?.settings.offTheRecord ?? false;
    const answer = await program.call('dictation.start', { offTheRecord });
    if (take.ended) {
      if (answer.ok) void program.call('dictation.stop', answer.value);
      return;
    }
    if (!answer.ok) return giveUp(take, { kind: 'error', error: answer.error });
    take.id = answer.value.id;
    take.sender = createSender(program, take.id, (error) => void finish(take, { kind: 'error', error }));
    for (const samples of take.early.splice(0)) take.sender.push(samples);
    store.change({ kind: 'sheet', entry: freshEntry(answer.value, offTheRecord) });
    if (!take.stopping) store.change({ kind: 'take', take: 'recording' });
    sound('start');
  }

  function onMute(muted: boolean): void {
    const current = store.get().trouble;
    const shown = current?.kind === 'microphone' && current.trouble === 'muted';
    if (muted && !shown && current === null) {
      trouble({ kind: 'microphone', trouble: 'muted' });
      sound('failed');
    } else if (!muted && shown) trouble(null);
  }

  /** Ends the take for `reason`, or (null) because Stop was pressed; then half a second more is heard first. */
  async function finish(take: Running, reason: Trouble | null): Promise<void> {
    if (take.stopping) return;
    take.stopping = true;
    store.change({ kind: 'take', take: 'finishing' });
    if (reason === null) await new Promise((resolve) => setTimeout(resolve, tailMs));
    await take.started;
    if (take.ended) return;
    take.microphone?.close();
    await take.sender?.finish();
    take.ended = true;
    const answer = take.id === null ? null : await program.call('dictation.stop', { id: take.id });
    sound(reason === null ? 'stop' : 'failed');
    running = null;
    store.change({ kind: 'take', take: 'idle' });
    const failure = reason ?? failureOf(answer?.ok === false ? answer.error : null);
    const muted = store.get().trouble;
    if (failure !== null || (muted?.kind === 'microphone' && muted.trouble === 'muted')) trouble(failure);
  }

  function giveUp(take: Running, why: Trouble): void {
    take.ended = true;
    take.microphone?.close();
    running = null;
    sound('failed');
    store.change({ kind: 'take', take: 'idle' });
    trouble(why);
  }

  const stop = () => {
    if (running !== null && store.get().take === 'recording') void finish(running, null);
  };
  return {
    toggle: () => (running === null ? void begin() : stop()),
    stop,
    onSamples: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads the list of microphones again, when one comes or goes or a permission lets their names be seen. */
export async function refreshMicrophones(store: Store): Promise<void> {
  store.change({ kind: 'microphones', labels: microphoneLabels(await listMicrophones()) });
}

async function openRemembered(
  store: Store,
  events: Parameters<typeof openMicrophone>[1],
): Promise<OpenMicrophone> {
  const remembered = store.get().program?.settings.microphoneLabel ?? null;
  const available = await listMicrophones();
  const named = available.some((microphone) => microphone.label !== '');
  const choice = chooseMicrophone(available, remembered);
  const opened = await openMicrophone(choice.id, events);
  if (named || remembered === null) {
    store.change({ kind: 'microphone-replaced', replaced: choice.replaced });
    return opened;
  }
  // Names are hidden until the first permission: now that they show, look for the remembered one again.
  const second = chooseMicrophone(await listMicrophones(), remembered);
  store.change({ kind: 'microphone-replaced', replaced: second.replaced });
  if (second.id === null) return opened;
  opened.close();
  return openMicrophone(second.id, events);
}

function blankRun(): Running {
  return {
    microphone: null,
    sender: null,
    id: null,
    samples: 0,
    early: [],
    started: null,
    ended: false,
    stopping: false,
  };
}

/** How the new take looks until the program tells its entry. */
function freshEntry({ id }: CallResults['dictation.start'], offTheRecord: boolean): Entry {
  return {
    id,
    kind: 'dictation',
    title: '',
    createdAt: Date.now(),
    state: 'recording',
    progress: null,
    durationSeconds: 0,
    excerpt: '',
    hasRecording: !offTheRecord,
    offTheRecord,
    error: null,
  };
}

function failureOf(error: ErrorData | null): Trouble | null {
  return error === null ? null : { kind: 'error', error };
}

function troubleFrom(error: unknown): Trouble {
  if (error instanceof MicrophoneError) return { kind: 'microphone', trouble: error.trouble };
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const message = 'The microphone could not be opened. Try again, or choose another one.';
  return { kind: 'error', error: { code: 'unknown', message, detail } };
}
