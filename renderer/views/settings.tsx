/** The few things a person may want otherwise, and what Parola keeps to itself. */
import { BookA, Box, Keyboard, Volume2 } from 'lucide-preact';
import type { AppState, Settings as SettingsData } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { dictationLanguages, heardLanguage } from '../dictation-languages.ts';
import { playSound } from '../sounds.ts';
import { words } from '../words.ts';
import { Button, Switch } from './button.tsx';
import { DictationTranslationPicker } from './dictation-translation.tsx';
import { MicrophonePicker } from './microphone-picker.tsx';
import { Page } from './page.tsx';
import { SettingsPart as Part } from './settings-part.tsx';
import { ProviderPart } from './settings-provider.tsx';
import { SeeingPart } from './settings-seeing.tsx';
import { SummarizingPart } from './settings-summarizing.tsx';

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
        <TranslationPart program={program} />
        <SeeingPart program={program} />
        <SummarizingPart program={program} />
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
        <ProviderPart program={program} />
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

/** What is translated below a dictation, with which arithmetic, and with which terms. */
function TranslationPart({ program }: { readonly program: AppState }) {
  const { deeds } = useSurroundings();
  const { settings } = program;
  const none = dictationLanguages(program).length === 0 && settings.dictationTranslation === null;
  const from = settings.translateFrom ?? heardLanguage(program);
  return (
    <Part title={words.settings.translation}>
      <p>{words.settings.below}</p>
      <div class="settings-row">
        {none ? (
          <span class="quiet">{words.settings.belowNone}</span>
        ) : (
          <DictationTranslationPicker id="settings-dictation-translation" program={program} />
        )}
        <Button label={words.settings.languages} icon={Box} onPress={deeds.showLanguages} />
      </div>
      <Switch
        label={words.settings.exact}
        checked={settings.exactTranslation}
        describedBy="exact-note"
        onChange={(exactTranslation) => void deeds.setSettings({ exactTranslation })}
      />
      <p class="quiet" id="exact-note">
        {words.settings.exactMore}
      </p>
      <Button
        label={words.settings.glossary}
        icon={BookA}
        onPress={() =>
          deeds.showGlossary({ from, to: from === settings.translateTo ? 'en' : settings.translateTo })
        }
      />
    </Part>
  );
}

async function playAll(): Promise<void> {
  for (const sound of ['start', 'stop', 'failed'] as const) await playSound(sound);
}
