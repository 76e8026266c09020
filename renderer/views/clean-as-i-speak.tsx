/** Dictation that is cleaned as it is spoken: the switch for it, and the one that shows what was left out. */
import type { AppState } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { canClean } from '../summary-models.ts';
import { words } from '../words.ts';
import { Switch } from './button.tsx';

/** On or off for what is said from now on. Not there where nothing that cleans is installed. */
export function CleanAsISpeak({ program }: { readonly program: AppState }) {
  const { deeds } = useSurroundings();
  const { cleanDictation } = program.settings;
  if (!cleanDictation && !canClean(program)) return null;
  return (
    <Switch
      label={words.cleaning.switch}
      checked={cleanDictation}
      onChange={(clean) => void deeds.setSettings({ cleanDictation: clean })}
    />
  );
}

/** Struck through, or hidden. */
export function LeftOutSwitch({ isOn }: { readonly isOn: boolean }) {
  const { store } = useSurroundings();
  return (
    <Switch
      label={words.summarize.leftOut}
      checked={isOn}
      onChange={(shows) => store.change({ kind: 'shows-left-out', shows })}
    />
  );
}
