/** Dictation with its translation below: the choice of the language, and the second line. */
import { ChevronDown, Languages } from 'lucide-preact';
import type { AppState } from '../../preload/contract.ts';
import type { Segment } from '../../preload/transcript.ts';
import { useSurroundings } from '../context.ts';
import { dictationLanguages } from '../dictation-languages.ts';
import { languageNames } from '../languages.ts';
import { words } from '../words.ts';

const offValue = '';

interface PickerProps {
  readonly program: AppState;
  /** Unique in the page. */
  readonly id: string;
}

/** Off, or the language that appears below each sentence. Not there where no such language is installed. */
export function DictationTranslationPicker({ program, id }: PickerProps) {
  const { deeds } = useSurroundings();
  const chosen = program.settings.dictationTranslation;
  const languages = dictationLanguages(program);
  const isThere = languages.some(({ code }) => code === chosen);
  if (languages.length === 0 && chosen === null) return null;
  return (
    <span class="picker" data-tip={words.dictation.translation}>
      <Languages size={18} strokeWidth={1.5} aria-hidden="true" />
      <select
        id={id}
        aria-label={words.dictation.translation}
        value={chosen ?? offValue}
        onChange={({ currentTarget: { value } }) =>
          void deeds.setSettings({ dictationTranslation: value === offValue ? null : value })
        }
      >
        <option value={offValue}>{words.dictation.none}</option>
        {chosen !== null && !isThere && (
          <option value={chosen}>{words.dictation.absent(languageNames([chosen])[0] ?? chosen)}</option>
        )}
        {languages.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown class="picker-chevron" size={16} strokeWidth={1.5} aria-hidden="true" />
    </span>
  );
}

/** The translation of one stretch; while it is to come its line is kept free, so that nothing moves much. */
export function TranslatedLine({
  segment,
  isComing = false,
}: {
  readonly segment: Segment;
  readonly isComing?: boolean;
}) {
  const { translation } = segment;
  if (translation === undefined) return isComing ? <div class="translated" aria-hidden="true" /> : null;
  return (
    <p class="translated" lang={translation.to} dir="auto">
      {translation.text}
    </p>
  );
}
