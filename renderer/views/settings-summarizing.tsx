/** What summarizes: sentences that were really said, or a model that writes its own. */
import type { AppState } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { writers } from '../summary-models.ts';
import { words } from '../words.ts';
import { CleanAsISpeak } from './clean-as-i-speak.tsx';
import { SettingsPart } from './settings-part.tsx';

/** The part. */
export function SummarizingPart({ program }: { readonly program: AppState }) {
  const { deeds } = useSurroundings();
  const { summaryModel } = program.settings;
  const others = writers(program);
  const ways = [
    { id: null, name: words.summarize.setting.said },
    ...others.map(({ id, name }) => ({ id, name: words.summarize.setting.written(name) })),
  ];
  return (
    <SettingsPart title={words.summarize.setting.title} note={words.cleaning.more}>
      {ways.length > 1 ? (
        <fieldset class="choices">
          <legend>{words.summarize.setting.by}</legend>
          {ways.map(({ id, name }) => (
            <label key={id ?? ''}>
              <input
                type="radio"
                name="summary-model"
                checked={summaryModel === id}
                onChange={() => void deeds.setSettings({ summaryModel: id })}
              />
              {name}
            </label>
          ))}
        </fieldset>
      ) : (
        <p>{words.summarize.setting.only}</p>
      )}
      <CleanAsISpeak program={program} />
    </SettingsPart>
  );
}
