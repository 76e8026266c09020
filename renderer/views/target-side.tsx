/** The right page of the translator: the translation, or why there is none yet. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { alignedSentence, lightsOf } from '../aligned-words.ts';
import { useSurroundings } from '../context.ts';
import { percent } from '../format.ts';
import { languageNames } from '../languages.ts';
import { chosenRoute, targetLanguages } from '../translation-languages.ts';
import { isBlank, type Translator } from '../translator.ts';
import { words } from '../words.ts';
import { AlignedText } from './aligned-text.tsx';
import { AlternativesMenu } from './alternatives-menu.tsx';
import { LanguagePicker } from './language-picker.tsx';
import { MissingPair } from './missing-pair.tsx';
import { Progress } from './progress.tsx';
import { ScrollPlace } from './scroll-place.tsx';
import { errorsOfText, type SideProps } from './side-props.ts';
import { TranslationActions } from './translation-actions.tsx';
import { ErrorNotice } from './trouble-notice.tsx';
import type { WordPlace } from './use-word-walk.ts';

/** Texts of at least so many characters show how far their translation is. */
const longText = 3000;

/** The page. */
export function TargetSide(props: SideProps) {
  const { program, translator, choices } = props;
  const { translate } = useSurroundings();
  const { translateFrom, translateTo } = program.settings;
  const list = useMemo(() => targetLanguages(choices, translateFrom), [choices, translateFrom]);
  const isReady = chosenRoute(choices, program.settings, translator.error).kind === 'ready';
  const isWorking = translator.phase !== 'idle' && !isBlank(translator.text);
  return (
    <section class="side" aria-label={words.translate.target} aria-busy={isWorking}>
      <div class="side-head">
        <LanguagePicker
          id="into"
          label={words.translate.to}
          value={translateTo}
          shown={languageNames([translateTo]).join('')}
          list={list}
          onChoose={(to) => {
            if (to === translateFrom) translate.swap();
            else if (to !== null) void translate.setLanguages({ to });
          }}
        />
        <Working translator={translator} />
      </div>
      <ScrollPlace>
        <TargetBody {...props} />
      </ScrollPlace>
      {translator.parts.length > 0 && isReady && <TranslationActions translator={translator} />}
    </section>
  );
}

/** That it is being translated; of a long text, how far. */
function Working({ translator: { phase, share, text } }: Pick<SideProps, 'translator'>) {
  const { translate } = useSurroundings();
  if (phase !== 'running') return null;
  if (text.length < longText) return <span class="quiet side-working">{words.translate.working}</span>;
  return (
    <Progress label={words.translate.working} share={share} words={words.translate.progress(percent(share))}>
      <span aria-hidden="true" class="quiet">
        {' '}
        ·{' '}
      </span>
      <button type="button" class="link" onClick={translate.cancel}>
        {words.actions.cancel}
      </button>
    </Progress>
  );
}

function TargetBody(props: SideProps) {
  const { program, translator, choices } = props;
  const { translate } = useSurroundings();
  const { translateFrom, translateTo } = program.settings;
  const { error, parts, text } = translator;
  const route = chosenRoute(choices, program.settings, error);
  const isMissing = route.kind !== 'ready';
  if (translateFrom === translateTo) return <p class="quiet">{words.translate.same}</p>;
  return (
    <>
      {isMissing && <MissingPair from={translateFrom} to={translateTo} {...{ route, choices }} />}
      {error !== null && !errorsOfText.has(error.code) && !isMissing && (
        <ErrorNotice error={error} onRetry={translate.run} />
      )}
      {translator.glossaryError !== null && <ErrorNotice error={translator.glossaryError} />}
      {parts.length > 0 && !isMissing && <Words {...props} />}
      {isBlank(text) && !isMissing && (
        <div class="side-empty">
          <p class="quiet">{words.translate.emptyTarget}</p>
          <p class="quiet">{words.translate.emptyMore}</p>
        </div>
      )}
    </>
  );
}

interface OpenMenu extends WordPlace {
  readonly part: number;
  readonly at: HTMLElement;
  readonly of: SentenceTranslation;
}

/** The translation's words, and the menu of one of them. */
function Words({ translator, languages, lit, onPoint }: SideProps) {
  const { translate } = useSurroundings();
  const { parts } = translator;
  const { from, to } = languages;
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const close = () => {
    setMenu(null);
    // The word may have been drawn anew: the one that is now in its place has the focus again.
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('[role=button]')?.focus());
  };
  return (
    <div ref={root}>
      <AlignedText
        label={words.translate.target}
        {...{ parts, from, to, lit, onPoint }}
        describe={(place) => origin(translator, place, from, to)}
        onOpen={(place, at) => {
          const of = parts[place.part];
          if (of !== undefined && of.alignment.length > 0) setMenu({ ...place, at, of });
        }}
      />
      {menu !== null && (
        <AlternativesMenu
          part={menu.of}
          place={menu}
          at={menu.at}
          from={from}
          to={to}
          onClose={close}
          onChoose={(part) => {
            translate.choose(menu.part, part);
            close();
          }}
        />
      )}
    </div>
  );
}

/** The words of the source that a word comes from, for who cannot see what lights. */
function origin({ parts }: Translator, place: WordPlace, from: string, to: string): string {
  const part = parts[place.part];
  if (part === undefined) return '';
  const sentence = alignedSentence(part, from, to);
  const { source } = lightsOf(sentence, 'target', place.word);
  const named = [...source.keys()].map((at) => {
    const word = sentence.source[at];
    return part.source.slice(word?.start, word?.end);
  });
  return named.length === 0 ? '' : words.translate.words.from(named.join(' '));
}
