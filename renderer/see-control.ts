/**
 * Pictures on their way to being described: sent one after another, a few at a time, and watched until it is
 * said what they show. The result is said aloud once.
 */
import type { Events, Program } from '../preload/contract.ts';
import type { PictureDescription } from '../preload/description.ts';
import type { Announcer } from './announcer.ts';
import { type Sendable, sendFile } from './capture/send-file.ts';
import { inSentences } from './error-words.ts';
import { surenessInWords } from './hedging.ts';
import {
  isSettled,
  type SeenPicture,
  type SeerChange,
  type SentOrigin,
  shownPicture,
  stepOfEntry,
} from './seer.ts';
import type { Store } from './store.ts';
import { words } from './words.ts';

export interface SeeControl {
  /** Describes what the page captured, or a file; goes to the room See. An empty `name` is for what has none. */
  describe(picture: Blob, origin: SentOrigin, name: string): void;
  /** Describes picture files, one after another. */
  open(files: readonly Sendable[]): void;
  show(key: number): void;
  cancel(key: number): void;
  /** Gives up all that are not done. */
  cancelRest(): void;
  again(key: number): void;
  /** Takes it off the page; what is done stays in the library. */
  dismiss(key: number): void;
  clear(): void;
  /** The alternative text of an entry was changed. */
  keepAltText(id: string, altText: string | null): void;
  /** After a lost connection: what was told while nobody listened. */
  readAgain(): Promise<void>;
}

/** So many lie with the program at a time; the others stay files on the disk until it is their turn. */
const mostAtOnce = 4;
/** Longer writing is announced by its length. */
const readAloudCharacters = 400;

/** What is taken for a picture by its name; what it is, its content says. */
export function isPictureFile({ name }: Pick<Sendable, 'name'>): boolean {
  return /\.(jpe?g|jfif|png|webp|gif|avif|tiff?|bmp|svg|heic|heif)$/i.test(name);
}

/** Is the model that describes pictures there? */
export function canSee(store: Store): boolean {
  const { program } = store.get();
  const wanted = program?.settings.captionModel;
  const model = program?.models.find(({ id }) => id === wanted);
  return model?.state.kind === 'installed';
}

/** The one control of the window. */
export function createSeeControl(program: Program, store: Store, announcer: Announcer): SeeControl {
  let lastKey = 0;
  let sending = false;
  /** The same words are not said twice of one picture. */
  const told = new Map<string, { caption: string; text: string }>();
  const change = (one: SeerChange) => store.change({ kind: 'seer', change: one });
  const edit = (key: number, changes: Partial<SeenPicture>) => change({ kind: 'changed', key, changes });
  const all = () => store.get().seer.pictures;
  const byId = (id: string) => all().find((one) => one.id === id);
  const byKey = (key: number) => all().find((one) => one.key === key);

  const sendHeld = async () => {
    if (sending) return;
    sending = true;
    for (let next = nextHeld(); next !== undefined; next = nextHeld()) await send(next);
    sending = false;
  };
  const nextHeld = () => {
    const busy = all().filter(({ step }) => step === 'sending' || step === 'looking').length;
    if (busy >= mostAtOnce || !canSee(store)) return undefined;
    return all().find(({ step }) => step === 'held');
  };
  const send = async ({ key, file, origin }: SeenPicture) => {
    const offTheRecord = store.get().program?.settings.offTheRecord ?? false;
    edit(key, { step: 'sending', share: 0, error: null });
    const result = await sendFile(
      program,
      file,
      (id, share) => edit(key, { id, share }),
      (name, bytes) => program.call('picture.begin', { name, bytes, origin, offTheRecord }),
    );
    const one = byKey(key);
    if (one?.step !== 'sending') return;
    if (result.kind === 'sent') edit(key, { step: 'looking', share: null });
    else fail(one, { step: 'failed', error: result.error.code === 'cancelled' ? null : result.error });
  };
  const fail = ({ key, name }: SeenPicture, changes: Partial<SeenPicture>) => {
    edit(key, changes);
    const { error } = changes;
    if (error) announcer.say(words.see.said.failed(name, Object.values(inSentences(error)).join(' ').trim()));
    void sendHeld();
  };

  const onDescribed = ({ id, description }: Events['described']) => {
    const one = byId(id);
    if (one === undefined) return;
    edit(one.key, { description });
    say(one, description);
  };
  /** Of several pictures only the shown one is read; at the end, that all are done. */
  const say = ({ key, id }: SeenPicture, description: PictureDescription) => {
    if (id === null || shownPicture(store.get().seer)?.key !== key || store.get().room !== 'see') return;
    const before = told.get(id);
    const parts = [
      before?.caption === description.caption ? '' : captionAloud(description),
      before?.text === description.text ? '' : textAloud(description.text),
    ].filter((part) => part !== '');
    told.set(id, { caption: description.caption, text: description.text });
    if (parts.length > 0) announcer.say(parts.join(' '));
  };
  const readOne = async (one: SeenPicture) => {
    if (one.id === null) return;
    const opened = await program.call('picture.open', { id: one.id });
    if (!opened.ok) return;
    const { entry, description, altText } = opened.value;
    edit(one.key, { ...stepOfEntry(entry), description, altText });
    if (description !== null) say(one, description);
  };
  const onEntry = async ({ id, entry }: Events['entry']) => {
    const one = byId(id);
    if (one === undefined) return;
    if (entry === null) return change({ kind: 'removed', key: one.key });
    const changes = stepOfEntry(entry);
    if (changes.step === 'failed' && one.step !== 'failed') return fail(one, changes);
    if (one.step === 'sending') return;
    edit(one.key, changes);
    if (changes.step === 'done' && one.step !== 'done') {
      await readOne(one);
      if (all().length > 1 && all().every(isSettled) && store.get().room === 'see') {
        announcer.say(words.see.said.all(all().length));
      }
      void sendHeld();
    }
  };

  program.on('described', onDescribed);
  program.on('entry', (event) => void onEntry(event));
  let could = canSee(store);
  store.listen(() => {
    const can = canSee(store);
    if (can === could) return;
    could = can;
    if (can) void sendHeld();
  });

  const add = (files: readonly { file: Sendable; origin: SentOrigin; name: string }[]) => {
    if (files.length === 0) return;
    store.change({ kind: 'room', room: 'see' });
    const added = files.map((one): SeenPicture => {
      lastKey += 1;
      return {
        ...one,
        key: lastKey,
        name: one.name === '' ? words.see.untitled[one.origin] : one.name,
        step: 'held',
        id: null,
        share: null,
        description: null,
        altText: null,
        error: null,
      };
    });
    change({ kind: 'added', pictures: added });
    void sendHeld();
  };
  const cancel = (one: SeenPicture) => {
    if (isSettled(one)) return;
    edit(one.key, { step: 'failed', error: null });
    if (one.id !== null) void program.call('job.cancel', { id: one.id });
    void sendHeld();
  };
  return {
    describe: (picture, origin, name) => add([{ file: sendable(picture, name), origin, name }]),
    open: (files) => add(files.map((file) => ({ file, origin: 'file', name: file.name }))),
    show: (key) => change({ kind: 'shown', key }),
    cancel: (key) => {
      const one = byKey(key);
      if (one !== undefined) cancel(one);
    },
    cancelRest: () => {
      for (const one of all().filter(({ step }) => step === 'held')) edit(one.key, { step: 'failed' });
      for (const one of all()) cancel(one);
    },
    again: (key) => {
      edit(key, { step: 'held', id: null, share: null, error: null, description: null });
      void sendHeld();
    },
    dismiss: (key) => {
      const one = byKey(key);
      if (one !== undefined) cancel(one);
      change({ kind: 'removed', key });
    },
    clear: () => {
      for (const one of all()) cancel(one);
      change({ kind: 'cleared' });
    },
    keepAltText: (id, altText) => {
      const one = byId(id);
      if (one !== undefined) edit(one.key, { altText });
    },
    readAgain: async () => {
      for (const one of all().filter(({ step }) => step === 'looking')) await readOne(one);
    },
  };
}

/** What a screen reader hears of a caption: with how sure it is, or why there is none. */
function captionAloud(description: PictureDescription): string {
  const { abstained, caption, kind } = description;
  if (abstained) return words.see.said.facts(words.see.abstained[kind], caption);
  return words.see.said.caption(caption, surenessInWords(description));
}

function textAloud(text: string): string {
  if (text === '') return '';
  if (text.length <= readAloudCharacters) return words.see.said.text(text.replace(/\s+/g, ' '));
  return words.see.said.longText(text.split('\n').filter((line) => line.trim() !== '').length);
}

function sendable(picture: Blob, name: string): Sendable {
  return {
    name: name === '' ? `picture.${picture.type.split('/')[1] ?? 'png'}` : name,
    size: picture.size,
    slice: (from, to) => picture.slice(from, to),
  };
}
