/** What describes pictures, and who says what is new while a camera is watched. */
import type { AppState, Settings } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { words } from '../words.ts';
import { ownCaptioner } from './missing-captioner.tsx';
import { SettingsPart } from './settings-part.tsx';

const voices = ['screen-reader', 'voice', 'off'] as const satisfies readonly Settings['sceneVoice'][];

/** The part. */
export function SeeingPart({ program }: { readonly program: AppState }) {
  const { deeds } = useSurroundings();
  const { settings, models } = program;
  const installed = models.filter(({ task, state }) => task === 'caption' && state.kind === 'installed');
  return (
    <SettingsPart
      title={words.settings.seeing}
      {...(settings.captionModel === ownCaptioner ? { note: words.settings.captionerMore } : {})}
    >
      {installed.length > 1 && (
        <fieldset class="choices">
          <legend>{words.settings.captioner}</legend>
          {installed.map(({ id, name }) => (
            <label key={id}>
              <input
                type="radio"
                name="caption-model"
                checked={settings.captionModel === id}
                onChange={() => void deeds.setSettings({ captionModel: id })}
              />
              {name}
            </label>
          ))}
        </fieldset>
      )}
      <fieldset class="choices">
        <legend>{words.settings.sceneVoice}</legend>
        {voices.map((voice) => (
          <label key={voice}>
            <input
              type="radio"
              name="scene-voice"
              checked={settings.sceneVoice === voice}
              onChange={() => void deeds.setSettings({ sceneVoice: voice })}
            />
            {words.settings.sceneVoices[voice]}
          </label>
        ))}
      </fieldset>
    </SettingsPart>
  );
}
