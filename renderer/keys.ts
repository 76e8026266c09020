/** Every key of the window in one table: what it does, how it is written, and when it counts. */
import { words } from './words.ts';

export type KeyAction =
  | 'toggle'
  | 'stop'
  | 'open'
  | 'copy'
  | 'save'
  | 'record'
  | 'search'
  | 'keys'
  | 'speak'
  | 'see'
  | 'paste'
  | 'camera'
  | 'watch'
  | 'watchScreen'
  | 'screen'
  | 'window'
  | 'region'
  | 'translate'
  | 'summarize'
  | 'library'
  | 'models'
  | 'settings';

export interface Key {
  readonly action: KeyAction;
  /** As it is shown. */
  readonly shown: string;
  readonly does: string;
  matches(event: KeyLike): boolean;
}

/** The part of a `KeyboardEvent` that counts. */
export interface KeyLike {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const plain = (wanted: string) => (event: KeyLike) =>
  event.key.toLowerCase() === wanted && !event.ctrlKey && !event.metaKey && !event.altKey;
const withControl = (wanted: string) => (event: KeyLike) =>
  event.key === wanted && (event.ctrlKey || event.metaKey) && !event.altKey;

/** In the order that `?` lists them. */
export const keys: readonly Key[] = [
  { action: 'toggle', shown: 'Space', does: words.keys.toggle, matches: plain(' ') },
  { action: 'toggle', shown: 'Ctrl+Enter', does: words.keys.toggleAnywhere, matches: withControl('Enter') },
  { action: 'stop', shown: 'Esc', does: words.keys.stop, matches: plain('escape') },
  { action: 'open', shown: 'F', does: words.keys.open, matches: plain('f') },
  // The browser's own key: it comes as a `paste` event, and is here to be shown.
  { action: 'paste', shown: 'Ctrl+V', does: words.keys.paste, matches: () => false },
  { action: 'camera', shown: 'V', does: words.keys.camera, matches: plain('v') },
  { action: 'watch', shown: 'N', does: words.keys.watch, matches: plain('n') },
  { action: 'watchScreen', shown: 'D', does: words.keys.watchScreen, matches: plain('d') },
  { action: 'screen', shown: 'E', does: words.keys.screen, matches: plain('e') },
  { action: 'window', shown: 'W', does: words.keys.window, matches: plain('w') },
  { action: 'region', shown: 'R', does: words.keys.region, matches: plain('r') },
  { action: 'record', shown: 'O', does: words.keys.record, matches: plain('o') },
  { action: 'copy', shown: 'C', does: words.keys.copy, matches: plain('c') },
  { action: 'save', shown: 'S', does: words.keys.save, matches: plain('s') },
  { action: 'search', shown: '/', does: words.keys.search, matches: plain('/') },
  { action: 'speak', shown: '1', does: words.keys.speak, matches: plain('1') },
  { action: 'see', shown: '2', does: words.keys.see, matches: plain('2') },
  { action: 'translate', shown: '3', does: words.keys.translate, matches: plain('3') },
  { action: 'summarize', shown: '4', does: words.keys.summarize, matches: plain('4') },
  { action: 'library', shown: '5', does: words.keys.library, matches: plain('5') },
  { action: 'models', shown: 'M', does: words.keys.models, matches: plain('m') },
  { action: 'settings', shown: ',', does: words.keys.settings, matches: plain(',') },
  { action: 'keys', shown: '?', does: words.keys.keys, matches: plain('?') },
];

/** How the key for `action` is written, for a tooltip; empty where that key does not count. */
export function shownKey(action: KeyAction, letterKeys: boolean): string {
  return keys.find((key) => key.action === action && (letterKeys || !isLetterKey(key)))?.shown ?? '';
}

/** Is it a single letter, digit or sign? Someone who dictates to the whole computer may press these by speaking. */
function isLetterKey(key: Key): boolean {
  return key.shown.length === 1;
}

/**
 * The action that `event` asks for, or null. Where the person types, single letters are letters; on a control
 * the space bar is the control's own; and without `letterKeys` no single letter means anything.
 */
export function keyAction(
  event: KeyLike,
  focus: 'page' | 'control' | 'typing',
  letterKeys: boolean,
): KeyAction | null {
  const key = keys.find((one) => one.matches(event));
  if (key === undefined || (!letterKeys && isLetterKey(key))) return null;
  const modified = event.ctrlKey || event.metaKey;
  if (focus === 'typing' && !modified && event.key !== 'Escape') return null;
  if (focus === 'control' && event.key === ' ') return null;
  return key.action;
}

/** What kind of place has the focus. */
export function focusKind(element: Element | null): 'page' | 'control' | 'typing' {
  if (element === null) return 'page';
  if (element.closest('input:not([type=checkbox], [type=radio], [type=range]), textarea, select') !== null) {
    return 'typing';
  }
  return element.closest('button, a, input, summary, [role=menuitem], audio') === null ? 'page' : 'control';
}
