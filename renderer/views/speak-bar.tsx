/** The bar below: how loud, how long, the one button, and which microphone. */

import type { AppState } from '../../preload/contract.ts';
import { useKeyHint, useSurroundings, useView } from '../context.ts';
import type { Take } from '../view-state.ts';
import { words } from '../words.ts';
import { CleanAsISpeak } from './clean-as-i-speak.tsx';
import { DictationTranslationPicker } from './dictation-translation.tsx';
import { LevelLine } from './level-line.tsx';
import { MicrophonePicker } from './microphone-picker.tsx';

/** The bar of Speak. */
export function SpeakBar({ program }: { readonly program: AppState }) {
  const { take: phase, microphoneReplaced, connection } = useView();
  const { take } = useSurroundings();
  const keyHint = useKeyHint();
  const label = program.settings.microphoneLabel;
  const cannot = phase === 'idle' && (program.engine.kind === 'model-missing' || connection !== 'connected');
  const busy = phase === 'opening' || phase === 'finishing';
  return (
    <div class="bar">
      <LevelLine />
      <button
        type="button"
        class={`speak-button ${phase}`}
        aria-disabled={cannot || busy || undefined}
        aria-description={cannot ? words.speak.hearsNothing : undefined}
        aria-keyshortcuts="Space Control+Enter"
        data-tip={keyHint('toggle')}
        onClick={() => !cannot && !busy && take.toggle()}
      >
        <span class="speak-dot" aria-hidden="true" />
        <span>{speakLabel(phase)}</span>
      </button>
      <div class="bar-end">
        {microphoneReplaced && label !== null && (
          <p class="quiet replaced">{words.microphone.replaced(label)}</p>
        )}
        <MicrophonePicker id="microphone" />
        <DictationTranslationPicker id="dictation-translation" program={program} />
        <CleanAsISpeak program={program} />
      </div>
    </div>
  );
}

function speakLabel(phase: Take): string {
  switch (phase) {
    case 'idle':
      return words.speak.start;
    case 'opening':
      return words.speak.opening;
    case 'recording':
      return words.speak.stop;
    case 'finishing':
      return words.speak.finishing;
  }
}
