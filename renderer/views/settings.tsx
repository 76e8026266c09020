/** The few things a person may want otherwise, and what Parola keeps to itself. */
import { Keyboard, Volume2 } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import type { AppState, Settings as SettingsData } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { playSound } from '../sounds.ts';
import { words } from '../words.ts';
import { Button, Switch } from './button.tsx';
import { MicrophonePicker } from './microphone-picker.tsx';
import { Page } from './page.tsx';

const themes = ['system', 'light', 'dark'] as const satisfies readonly SettingsData['theme'][];

/** The room. */
export function Settings({ program }: { readonly program: AppState }) {
  const { deeds } = useSurroundings();
  const { settings } = program;
  return (
    <>
      <header class="header">
        <h1>{words.settings.title}</h1>
      </header>
      <Page label={words.settings.title}>
        <Part title={words.settings.look}>
          <fieldset class="choices">
            <legend class="visually-hidden">{words.settings.look}</legend>
            {themes.map((theme) => (
              <label key={theme}>
                <input
                  type="radio"
                  name="theme"
                  checked={settings.theme === theme}
                  onChange={() => void deeds.setSettings({ theme })}
                />
                {words.settings.themes[theme]}
              </label>
            ))}
          </fieldset>
        </Part>
        <Part title={words.settings.microphone} note={words.settings.microphoneMore}>
          <MicrophonePicker id="settings-microphone" />
        </Part>
        <Part title={words.settings.record} note={words.settings.offTheRecordMore} noteId="record-note">
          <Switch
            label={words.settings.offTheRecord}
            checked={settings.offTheRecord}
            describedBy="record-note"
            onChange={(offTheRecord) => void deeds.setSettings({ offTheRecord })}
          />
        </Part>
        <Part title={words.settings.sound} note={words.settings.soundsMore} noteId="sounds-note">
          <Switch
            label={words.settings.sounds}
            checked={settings.sounds}
            describedBy="sounds-note"
            onChange={(sounds) => void deeds.setSettings({ sounds })}
          />
          <Button icon={Volume2} label={words.settings.listen} onPress={() => void playAll()} />
        </Part>
        <Part title={words.settings.keyboard} note={words.settings.letterKeysMore} noteId="keys-note">
          <Switch
            label={words.settings.letterKeys}
            checked={settings.letterKeys}
            describedBy="keys-note"
            onChange={(letterKeys) => void deeds.setSettings({ letterKeys })}
          />
          <Button
            icon={Keyboard}
            label={words.settings.keys}
            keyAction="keys"
            onPress={() => deeds.showKeys(true)}
          />
        </Part>
        <Part title={words.settings.privacy} note={words.settings.requests(program.networkRequests)}>
          <p>{words.settings.privacyText}</p>
        </Part>
        <Part title={words.settings.about}>
          <p>{words.settings.version(program.version)}</p>
        </Part>
      </Page>
    </>
  );
}

function Part(props: {
  readonly title: string;
  readonly note?: string;
  readonly noteId?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="part" aria-label={props.title}>
      <h2>{props.title}</h2>
      <div class="part-body">
        {props.children}
        {props.note !== undefined && (
          <p class="quiet" id={props.noteId}>
            {props.note}
          </p>
        )}
      </div>
    </section>
  );
}

async function playAll(): Promise<void> {
  for (const sound of ['start', 'stop', 'failed'] as const) await playSound(sound);
}
