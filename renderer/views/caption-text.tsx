/**
 * The caption under its picture, like a museum label. Pointing at a word, by mouse or by the arrow keys, tells
 * where in the picture it was seen; Enter or a click keeps the light on.
 */
import { useRef } from 'preact/hooks';
import type { PictureDescription } from '../../preload/description.ts';
import { captionWords, originInWords, type PlacedWord } from '../caption-words.ts';
import { hedgeOf, surenessOf } from '../hedging.ts';
import { words } from '../words.ts';
import { hasSelection, placeOf, useWordWalk } from './use-word-walk.ts';

interface CaptionTextProps {
  readonly description: PictureDescription;
  /** The place among the caption's words of the one that is lit; null for none. */
  readonly lit: number | null;
  /** The one whose light was kept on. */
  readonly kept: number | null;
  readonly onPoint: (word: number | null) => void;
  readonly onKeep: (word: number) => void;
}

/** The caption. */
export function CaptionText({ description, lit, kept, onPoint, onKeep }: CaptionTextProps) {
  const { caption } = description;
  const placed = captionWords(description);
  const root = useRef<HTMLDivElement>(null);
  const count = (part: number) => (part === 0 ? placed.length : null);
  const walk = useWordWalk({ root, count, onOpen: ({ word }) => onKeep(word) });
  const point = (target: EventTarget | null) => onPoint(placeOf(target)?.word ?? null);
  const hedge = hedgeOf(surenessOf(description));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and this is text
    // biome-ignore lint/a11y/useKeyWithMouseEvents: onFocusIn does for the words what onMouseOver does
    <div
      ref={root}
      class="aligned caption-text"
      lang="en"
      role="group"
      aria-label={words.see.caption}
      aria-describedby={placed.length > 0 ? 'caption-hint' : undefined}
      onKeyDown={walk.onKeyDown}
      onMouseOver={({ target }) => point(target)}
      onMouseLeave={() => onPoint(null)}
      onFocusIn={({ target }) => point(target)}
      onFocusOut={() => onPoint(null)}
      onClick={({ target }) => {
        const place = placeOf(target);
        if (place === null || hasSelection()) return;
        walk.choose(place);
        onKeep(place.word);
      }}
    >
      {hedge !== '' && <span class="caption-hedge">{hedge} </span>}
      {placed.flatMap((word, at) => [
        caption.slice(placed[at - 1]?.end ?? 0, word.start),
        <CaptionWord
          key={at}
          word={word}
          at={at}
          text={caption.slice(word.start, word.end)}
          look={at === lit ? 'lit' : ''}
          isKept={at === kept}
          description={walk.current?.word === at ? originInWords(word, description.grid) : null}
        />,
      ])}
      {caption.slice(placed[placed.length - 1]?.end ?? 0)}
      <span id="caption-hint" hidden>
        {words.see.words.hint}
      </span>
      <span id="uncertain-caption-word" hidden>
        {words.see.words.uncertain}
      </span>
    </div>
  );
}

interface CaptionWordProps {
  readonly word: PlacedWord;
  readonly at: number;
  readonly text: string;
  readonly look: string;
  readonly isKept: boolean;
  /** Null: not the word that the Tab key goes to. */
  readonly description: string | null;
}

function CaptionWord({ word, at, text, look, isKept, description }: CaptionWordProps) {
  const all = ['word', word.isUncertain ? 'uncertain' : '', look].filter((one) => one !== '').join(' ');
  const Mark = word.isUncertain ? 'mark' : 'span';
  if (description === null) {
    const note = word.isUncertain ? { 'aria-describedby': 'uncertain-caption-word' } : {};
    return (
      <Mark class={all} data-word={`0 ${at}`} {...note}>
        {text}
      </Mark>
    );
  }
  const said = [word.isUncertain ? words.see.words.uncertain : '', description];
  return (
    <Mark
      class={all}
      data-word={`0 ${at}`}
      role="button"
      tabIndex={0}
      aria-pressed={isKept}
      aria-description={said.filter((one) => one !== '').join(', ')}
    >
      {text}
    </Mark>
  );
}
