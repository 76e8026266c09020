/** The room where a text becomes one in another language: two pages side by side, word lit beside word. */
import { BookA, FilePlus2, FileText } from 'lucide-preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AppState } from '../../preload/contract.ts';
import { alignedSentence, lightsOf } from '../aligned-words.ts';
import { useSurroundings, useView } from '../context.ts';
import { chosenRoute, modelChoices } from '../translation-languages.ts';
import type { Translator } from '../translator.ts';
import { words } from '../words.ts';
import type { Lit } from './aligned-part.tsx';
import { Button, Switch } from './button.tsx';
import { DocumentList } from './document-list.tsx';
import { scrollLevel } from './level-scrolling.ts';
import type { TranslatorLanguages } from './side-props.ts';
import { SourceSide } from './source-side.tsx';
import { TargetSide } from './target-side.tsx';
import type { WordPlace } from './use-word-walk.ts';

/** The room. */
export function Translate({ program }: { readonly program: AppState }) {
  const { translator } = useView();
  const choices = useMemo(() => modelChoices(program.models), [program.models]);
  const languages = languagesOf(program, translator);
  const { lit, point } = usePointed(translator, languages);
  const isReady = chosenRoute(choices, program.settings, translator.error).kind === 'ready';
  const sides = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const find = (selector: string) => sides.current?.querySelector<HTMLElement>(selector);
    const [source, target, mirror] = [find('#source'), find('.side-body'), find('.mirror')];
    if (source && target && mirror) return scrollLevel(source, target, mirror);
  }, []);
  return (
    <>
      <TranslateHeader program={program} languages={languages} />
      <div class="translator">
        <DocumentList documents={translator.documents} isReady={isReady} />
        <div class="sides" ref={sides}>
          <SourceSide
            {...{ program, translator, choices, languages }}
            lit={lit.source}
            onPoint={(place) => point('source', place)}
          />
          <TargetSide
            {...{ program, translator, choices, languages }}
            lit={lit.target}
            onPoint={(place) => point('target', place)}
          />
        </div>
      </div>
    </>
  );
}

function TranslateHeader(props: { readonly program: AppState; readonly languages: TranslatorLanguages }) {
  const { deeds, translate } = useSurroundings();
  const { translator } = useView();
  const { from, to } = props.languages;
  return (
    <header class="header translator-header">
      <h1>{words.translate.title}</h1>
      {translator.text !== '' && (
        <Button
          icon={FilePlus2}
          label={words.translate.new}
          description={words.translate.newLong}
          onPress={() => {
            void translate.give('');
            document.querySelector<HTMLElement>('#source')?.focus();
          }}
        />
      )}
      <Switch
        label={words.speak.offTheRecord}
        checked={props.program.settings.offTheRecord}
        keyAction="record"
        onChange={(offTheRecord) => void deeds.setSettings({ offTheRecord })}
      />
      {from !== '' && (
        <Button
          look="icon"
          icon={BookA}
          label={words.translate.glossary}
          onPress={() => deeds.showGlossary({ from, to })}
        />
      )}
      <Button
        look="icon"
        icon={FileText}
        label={words.translate.open}
        keyAction="open"
        onPress={deeds.chooseFiles}
      />
    </header>
  );
}

/** Of a shown translation its own languages, else those that are chosen. */
function languagesOf({ settings }: AppState, { about, phase }: Translator): TranslatorLanguages {
  const isShown = about !== null && phase !== 'waiting';
  const from = settings.translateFrom ?? about?.from ?? '';
  return { from, to: isShown ? about.to : settings.translateTo };
}

interface Pointed extends WordPlace {
  readonly side: 'source' | 'target';
}

/** Which word is pointed at, and what it lights on either side. */
function usePointed({ parts }: Translator, { from, to }: TranslatorLanguages) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const point = useCallback((side: Pointed['side'], place: WordPlace | null) => {
    setPointed((before) => {
      if (place === null) return before?.side === side ? null : before;
      const isSame = before?.side === side && before.part === place.part && before.word === place.word;
      return isSame ? before : { side, ...place };
    });
  }, []);
  const lit = useMemo((): { readonly source: Lit | null; readonly target: Lit | null } => {
    const part = pointed === null ? undefined : parts[pointed.part];
    if (pointed === null || part === undefined) return { source: null, target: null };
    const lights = lightsOf(alignedSentence(part, from, to), pointed.side, pointed.word);
    return {
      source: { part: pointed.part, weights: lights.source },
      target: { part: pointed.part, weights: lights.target },
    };
  }, [pointed, parts, from, to]);
  return { lit, point };
}
