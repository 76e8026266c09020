/** Keys that count anywhere in the window. */
import { type Deeds, focusLanguageSearch } from './deeds.ts';
import { focusKind, type KeyAction, keyAction } from './keys.ts';
import { hasEnded } from './sheet.ts';
import type { Store } from './store.ts';
import type { TakeControl } from './take.ts';
import { plainText } from './text.ts';

/** Listens for the life of the window. */
export function listenToKeys(store: Store, take: TakeControl, deeds: Deeds): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.repeat || store.get().keysShown || store.get().glossary) return;
    const letterKeys = store.get().program?.settings.letterKeys ?? true;
    const action = keyAction(event, focusKind(document.activeElement), letterKeys);
    if (action !== null && act(action, store, take, deeds)) event.preventDefault();
  });
}

/** Does what a key asks for; false where it means nothing now. */
function act(action: KeyAction, store: Store, take: TakeControl, deeds: Deeds): boolean {
  const { room, sheet, take: phase, program } = store.get();
  switch (action) {
    case 'toggle':
      if (room === 'speak') press('.speak-button');
      else if (room === 'see') return press('.look-button');
      else if (room === 'translate') document.querySelector<HTMLElement>('#source')?.focus();
      else if (room === 'summarize') return writeOrSummarize();
      else if (room === 'library') return press('.player button');
      else return false;
      return true;
    case 'stop':
      if (phase === 'recording') take.stop();
      else return press('.header [aria-keyshortcuts=Escape]');
      return true;
    case 'open':
      deeds.chooseFiles();
      return true;
    case 'record':
      if (program !== null && phase === 'idle') {
        void deeds.setSettings({ offTheRecord: !program.settings.offTheRecord });
      }
      return true;
    case 'copy':
      if (room === 'speak' && sheet !== null && !hasEnded(sheet.entry) && sheet.segments.length > 0) {
        void deeds.copy(plainText(sheet.segments));
        return true;
      }
      return press('.actions [aria-keyshortcuts=C]');
    case 'save':
      return press('.actions [data-key=save]');
    case 'search':
      if (room === 'models' && focusLanguageSearch()) return true;
      deeds.goTo('library');
      requestAnimationFrame(() => document.querySelector<HTMLElement>('#search')?.focus());
      return true;
    case 'paste':
      return false;
    case 'camera':
    case 'watch':
    case 'watchScreen':
    case 'screen':
    case 'window':
    case 'region':
      return press(`.see-bar [data-key=${action}]`);
    case 'keys':
      deeds.showKeys(true);
      return true;
    case 'speak':
    case 'see':
    case 'translate':
    case 'summarize':
    case 'library':
    case 'models':
    case 'settings':
      deeds.goTo(action);
      return true;
  }
}

/** Where one writes already the key asks for the points; else it goes to where one writes. */
function writeOrSummarize(): boolean {
  const field = document.querySelector<HTMLTextAreaElement>('#summary-text');
  if (field !== null && document.activeElement !== field && field.value.trim() === '') field.focus();
  else return press('.summarize-button') || press('.summary-player button');
  return true;
}

/** Presses the button that the person would have pressed, so that a key can never do more than it. */
function press(selector: string): boolean {
  const button = document.querySelector<HTMLElement>(selector);
  button?.click();
  return button !== null;
}
