/** A picture and all that is said of it: in the room See as in the library. */
import { useState } from 'preact/hooks';
import type { PictureDescription } from '../../preload/description.ts';
import { captionWords, originInWords } from '../caption-words.ts';
import { surenessInWords } from '../hedging.ts';
import { isFromPicture } from '../where-in-picture.ts';
import { words } from '../words.ts';
import { AltTextField } from './alt-text-field.tsx';
import { CaptionAlternatives } from './caption-alternatives.tsx';
import { CaptionText } from './caption-text.tsx';
import { Notice } from './notice.tsx';
import { PictureFrame } from './picture-frame.tsx';
import { TextInPicture } from './text-in-picture.tsx';

interface DescribedPictureProps {
  readonly id: string;
  readonly description: PictureDescription;
  readonly altText: string | null;
  /** Whether more is to come: what is written in it. */
  readonly isComing?: boolean;
}

/** The picture, its label, what is written in it, and its alternative text. */
export function DescribedPicture({ id, description, altText, isComing = false }: DescribedPictureProps) {
  const { abstained, caption, text, kind } = description;
  const { frames } = description.facts;
  const light = useLight(description);
  const about = light.inWords ?? aboutInWords(description);
  return (
    <div class="seen">
      <PictureFrame id={id} name={altText ?? caption} description={description} attention={light.attention} />
      {abstained ? (
        <Notice
          tone="calm"
          what={words.see.abstained[kind]}
          todo={text === '' ? words.see.abstainedMore : words.see.abstainedWithText}
        />
      ) : null}
      <div class="seen-label">
        {abstained ? (
          <p class="caption-text">{caption}</p>
        ) : (
          <CaptionText
            description={description}
            lit={light.word}
            kept={light.kept}
            onPoint={light.point}
            onKeep={light.keep}
          />
        )}
        {about !== '' && <p class="quiet numbers">{about}</p>}
        {frames > 1 && <p class="quiet numbers">{words.see.frames(frames)}</p>}
      </div>
      {(text !== '' || isComing) && <TextInPicture text={text} isComing={isComing} />}
      {!abstained && <CaptionAlternatives id={id} description={description} altText={altText} />}
      <AltTextField key={`${id} ${altText}`} id={id} caption={caption} altText={altText} />
    </div>
  );
}

/** Which word's light is on: the one pointed at, or else the one that was kept. */
function useLight(description: PictureDescription) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [kept, setKept] = useState<number | null>(null);
  const word = pointed ?? kept;
  const placed = word === null ? undefined : captionWords(description)[word];
  const where = placed === undefined ? '' : originInWords(placed, description.grid);
  const isSeen = placed !== undefined && where !== '' && isFromPicture(placed.attention);
  return {
    word,
    kept,
    point: setPointed,
    keep: (one: number) => setKept(kept === one ? null : one),
    attention: isSeen ? placed.attention : null,
    inWords:
      placed === undefined || where === ''
        ? null
        : words.see.light(description.caption.slice(placed.start, placed.end), where),
  };
}

/** How sure it is, and what can be measured. */
function aboutInWords(description: PictureDescription): string {
  const { width, height } = description.facts;
  return description.abstained
    ? ''
    : [surenessInWords(description), words.see.pixels(width, height)].join(' · ');
}
