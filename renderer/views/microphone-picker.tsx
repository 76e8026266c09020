/** Chooses the microphone, by its name; the choice is remembered by that name. */
import { ChevronDown, Mic } from 'lucide-preact';
import { useSurroundings, useView } from '../context.ts';
import { words } from '../words.ts';

const systemValue = '';

/** The picker; `id` must be unique in the page. */
export function MicrophonePicker({ id }: { readonly id: string }) {
  const { microphones, program, take: phase } = useView();
  const { deeds, take } = useSurroundings();
  const remembered = program?.settings.microphoneLabel ?? null;
  const missing = remembered !== null && microphones.length > 0 && !microphones.includes(remembered);
  return (
    <span class="picker">
      <Mic size={18} strokeWidth={1.5} aria-hidden="true" />
      <select
        id={id}
        aria-label={words.microphone.label}
        disabled={phase === 'opening' || phase === 'finishing'}
        value={remembered ?? systemValue}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const microphoneLabel = value === systemValue ? null : value;
          void deeds.setSettings({ microphoneLabel }).then(take.switchMicrophone);
        }}
      >
        <option value={systemValue}>{words.microphone.system}</option>
        {remembered !== null && !microphones.includes(remembered) && (
          <option value={remembered}>{missing ? words.microphone.absent(remembered) : remembered}</option>
        )}
        {microphones.map((label) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown class="picker-chevron" size={16} strokeWidth={1.5} aria-hidden="true" />
    </span>
  );
}
