/**
 * One take: the microphone opens, its sound goes to the program in order, and half a second after Stop it
 * closes. Whatever fails on the way, what was said until then is kept and the window says so.
 */
import type { CallResults, Entry, Program } from '../preload/contract.ts';
import { createMuteDetector } from './capture/level.ts';
import {
  MicrophoneError,
  type MicrophoneEvents,
  type OpenMicrophone,
  sampleRateHz,
} from './capture/microphone.ts';
import { openRemembered } from './capture/remembered-microphone.ts';
import { createSender, type Samples, type Sender } from './capture/sender.ts';
import { playSound, type Sound } from './sounds.ts';
import type { Store } from './store.ts';
import type { Trouble } from './view-state.ts';

/** The last word is often still being said when the hand presses Stop. */
const tailMs = 500;
const muteSeconds = 2;

type SampleListener = (samples: Samples, takenSeconds: number) => void;

export interface TakeControl {
  /** Speak when idle, Stop when recording; nothing in between. */
  toggle(): void;
  stop(): void;
  /** The chosen microphone changed: a running take goes on with the new one. */
  switchMicrophone(): void;
  /** The take hears silence until the returned function is called: Parola itself is speaking. */
  deafen(): () => void;
  /** Hears each chunk of the take, for the level line. Returns the function that stops listening. */
  onSamples(listener: SampleListener): () => void;
}

/** The take that runs now. */
interface Running {
  microphone: OpenMicrophone | null;
  /** Null until the program has given the take its id. */
  sender: Sender | null;
  id: string | null;
  samples: number;
  /** Chunks that came before the id. */
  readonly early: Samples[];
  /** The call that begins it, made with the first sound. */
  started: Promise<void> | null;
  stopping: boolean;
  ended: boolean;
  readonly isSilent: (samples: Samples) => boolean;
  mutedBySystem: boolean;
}

interface Takes {
  readonly program: Program;
  readonly store: Store;
  readonly listeners: Set<SampleListener>;
  running: Running | null;
  /** How many have asked for silence. */
  deaf: number;
}

/** The control of takes for one window. */
export function createTakeControl(program: Program, store: Store): TakeControl {
  const takes: Takes = { program, store, listeners: new Set(), running: null, deaf: 0 };
  const stop = () => {
    if (takes.running !== null && store.get().take === 'recording') void finish(takes, takes.running, null);
  };
  return {
    toggle: () => (takes.running === null ? void begin(takes) : stop()),
    stop,
    switchMicrophone: () => {
      if (takes.running !== null && store.get().take === 'recording') void hop(takes, takes.running);
    },
    deafen: () => {
      takes.deaf += 1;
      let isDone = false;
      return () => {
        if (!isDone) takes.deaf -= 1;
        isDone = true;
      };
    },
    onSamples: (listener) => {
      takes.listeners.add(listener);
      return () => takes.listeners.delete(listener);
    },
  };
}

async function begin(takes: Takes): Promise<void> {
  const { store } = takes;
  const take: Running = {
    microphone: null,
    sender: null,
    id: null,
    samples: 0,
    early: [],
    started: null,
    stopping: false,
    ended: false,
    isSilent: createMuteDetector(sampleRateHz, muteSeconds),
    mutedBySystem: false,
  };
  takes.running = take;
  store.change({ kind: 'trouble', trouble: null });
  store.change({ kind: 'take', take: 'opening' });
  try {
    take.microphone = await openRemembered(store, eventsOf(takes, take));
    if (take.ended) take.microphone.close();
  } catch (error) {
    giveUp(takes, take, troubleFrom(error));
  }
}

function eventsOf(takes: Takes, take: Running): MicrophoneEvents {
  return {
    onSamples: (heard) => {
      const samples = takes.deaf > 0 ? new Float32Array(heard.length) : heard;
      take.samples += samples.length;
      for (const listener of takes.listeners) listener(samples, take.samples / sampleRateHz);
      showMute(takes, take.isSilent(heard) || take.mutedBySystem);
      if (take.sender === null) take.early.push(samples);
      else take.sender.push(samples);
      take.started ??= start(takes, take);
    },
    onMute: (muted) => {
      take.mutedBySystem = muted;
      showMute(takes, muted);
    },
    onEnded: () => void finish(takes, take, { kind: 'microphone', trouble: 'unplugged' }),
  };
}

/** The first sound is there: only now is it a take, for the program and on the screen. */
async function start(takes: Takes, take: Running): Promise<void> {
  const { program, store } = takes;
  const offTheRecord = store.get().program?.settings.offTheRecord ?? false;
  const answer = await program.call('dictation.start', { offTheRecord });
  if (take.ended) {
    if (answer.ok) void program.call('dictation.stop', answer.value);
    return;
  }
  if (!answer.ok) return giveUp(takes, take, { kind: 'error', during: 'take', error: answer.error });
  take.id = answer.value.id;
  take.sender = createSender(
    program,
    take.id,
    (error) => void finish(takes, take, { kind: 'error', during: 'take', error }),
  );
  for (const samples of take.early.splice(0)) take.sender.push(samples);
  store.change({ kind: 'sheet', entry: freshEntry(answer.value, offTheRecord) });
  if (!take.stopping) store.change({ kind: 'take', take: 'recording' });
  sound(takes, 'start');
}

/** Ends the take for `reason`, or (null) because Stop was pressed; then half a second more is heard first. */
async function finish(takes: Takes, take: Running, reason: Trouble | null): Promise<void> {
  if (take.stopping || take.ended) return;
  take.stopping = true;
  takes.store.change({ kind: 'take', take: 'finishing' });
  if (reason === null) await new Promise((resolve) => setTimeout(resolve, tailMs));
  take.microphone?.close();
  await take.started;
  if (take.ended) return;
  await take.sender?.finish();
  take.ended = true;
  const answer = take.id === null ? null : await takes.program.call('dictation.stop', { id: take.id });
  const failure: Trouble | null =
    reason ?? (answer?.ok === false ? { kind: 'error', during: 'take', error: answer.error } : null);
  sound(takes, failure === null ? 'stop' : 'failed');
  takes.running = null;
  takes.store.change({ kind: 'take', take: 'idle' });
  if (failure !== null || isMutedShown(takes.store))
    takes.store.change({ kind: 'trouble', trouble: failure });
}

/** The take did not begin. */
function giveUp(takes: Takes, take: Running, why: Trouble): void {
  take.ended = true;
  take.microphone?.close();
  takes.running = null;
  sound(takes, 'failed');
  takes.store.change({ kind: 'take', take: 'idle' });
  takes.store.change({ kind: 'trouble', trouble: why });
}

/** Goes on with another microphone; the old one is let go once the new one gives sound. */
async function hop(takes: Takes, take: Running): Promise<void> {
  const old = take.microphone;
  try {
    const next = await openRemembered(takes.store, eventsOf(takes, take));
    if (take.stopping) return next.close();
    take.microphone = next;
    take.mutedBySystem = false;
    old?.close();
  } catch (error) {
    takes.store.change({ kind: 'trouble', trouble: troubleFrom(error) });
  }
}

function showMute(takes: Takes, muted: boolean): void {
  const { store } = takes;
  if (muted && store.get().trouble === null) {
    store.change({ kind: 'trouble', trouble: { kind: 'microphone', trouble: 'muted' } });
    sound(takes, 'failed');
  } else if (!muted && isMutedShown(store)) store.change({ kind: 'trouble', trouble: null });
}

function isMutedShown(store: Store): boolean {
  const { trouble } = store.get();
  return trouble?.kind === 'microphone' && trouble.trouble === 'muted';
}

function sound({ store }: Takes, name: Sound): void {
  if (store.get().program?.settings.sounds !== false) void playSound(name);
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

function troubleFrom(error: unknown): Trouble {
  if (error instanceof MicrophoneError) return { kind: 'microphone', trouble: error.trouble };
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const message = 'The microphone could not be opened. Try again, or choose another one.';
  return { kind: 'error', during: 'take', error: { code: 'unknown', message, detail } };
}
