/** The left page of the translator: what is to be translated, in which language, and what is wrong with it. */
import { ArrowLeftRight } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { useSurroundings } from '../context.ts';
import { languageNames } from '../languages.ts';
import { maxCharacters } from '../translate-control.ts';
import { sourceLanguages } from '../translation-languages.ts';
import type { Translator } from '../translator.ts';
import { words } from '../words.ts';
import { AlignedField } from './aligned-field.tsx';
import { Button } from './button.tsx';
import { LanguagePicker } from './language-picker.tsx';
import { Notice } from './notice.tsx';
import { errorsOfText, type SideProps } from './side-props.ts';
import { ErrorNotice } from './trouble-notice.tsx';

/** From so many characters on it matters how many there are. */
const manyCharacters = 1000;
const numbers = new Intl.NumberFormat('en-GB');

/** The page. */
export function SourceSide({ program, translator, choices, languages, lit, onPoint }: SideProps) {
  const { translate } = useSurroundings();
  const { settings } = program;
  const { text, error, parts, about } = translator;
  const list = useMemo(() => sourceLanguages(choices, settings.translateTo), [choices, settings.translateTo]);
  const isCurrent = useMemo(() => isTextOf(parts, text), [parts, text]);
  const choose = (from: string | null) => {
    if (from === settings.translateTo) translate.swap();
    else void translate.setLanguages({ from });
  };
  const canSwap = settings.translateFrom !== null || about !== null;
  return (
    <section class="side" aria-label={words.translate.source}>
      <div class="side-head">
        <LanguagePicker
          id="from"
          label={words.translate.from}
          value={settings.translateFrom}
          shown={shownLanguage(settings.translateFrom, about?.from)}
          list={list}
          detects
          onChoose={choose}
        />
        <Button
          look="icon"
          icon={ArrowLeftRight}
          label={words.translate.swap}
          disabled={!canSwap}
          {...(canSwap ? {} : { description: words.translate.cannotSwap })}
          onPress={translate.swap}
        />
      </div>
      {error !== null && errorsOfText.has(error.code) && (
        <div class="side-note">
          {error.code === 'language-unclear' ? (
            <Notice what={words.translate.unclear.what} todo={words.translate.unclear.todo} />
          ) : (
            <ErrorNotice error={error} />
          )}
        </div>
      )}
      <AlignedField
        text={text}
        given={translator.given}
        parts={parts}
        isCurrent={isCurrent}
        from={languages.from}
        to={languages.to}
        lit={lit}
        onType={translate.type}
        onPoint={onPoint}
      />
      <div class="side-foot">
        <RecordNote translator={translator} offTheRecord={settings.offTheRecord} />
        {text.length >= manyCharacters && <p class="quiet numbers">{lengthInWords(text.length)}</p>}
      </div>
    </section>
  );
}

/** Whether this text is kept: it may not be as the switch, which counts for the next one. */
function RecordNote(props: { readonly translator: Translator; readonly offTheRecord: boolean }) {
  const { entry, offTheRecord } = props.translator;
  const isKept = entry !== null && !offTheRecord;
  if (entry === null ? !props.offTheRecord : isKept && !props.offTheRecord) return null;
  return <p class="quiet">{isKept ? words.translate.offTheRecordNext : words.translate.offTheRecordOn}</p>;
}

/** Is the text just what these parts were made from? */
function isTextOf(parts: Translator['parts'], text: string): boolean {
  const length = parts.reduce((sum, { source }) => sum + source.length, 0);
  return length > 0 && length === text.length && parts.map(({ source }) => source).join('') === text;
}

function shownLanguage(chosen: string | null, detected: string | undefined): string {
  if (chosen !== null) return languageNames([chosen]).join('');
  if (detected === undefined) return words.translate.detect;
  return words.translate.detected(languageNames([detected]).join(''));
}

function lengthInWords(length: number): string {
  return length > maxCharacters / 2
    ? words.translate.charactersLeft(numbers.format(length), numbers.format(maxCharacters))
    : words.translate.characters(numbers.format(length));
}
