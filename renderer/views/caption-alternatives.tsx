/** Other captions that the search found, each with how likely it is; choosing one makes it the alternative text. */
import type { PictureDescription } from '../../preload/description.ts';
import { useSurroundings } from '../context.ts';
import { likelihoodInWords } from '../hedging.ts';
import { words } from '../words.ts';

interface CaptionAlternativesProps {
  readonly id: string;
  readonly description: PictureDescription;
  readonly altText: string | null;
}

/** The list; nothing where there are none. */
export function CaptionAlternatives({ id, description, altText }: CaptionAlternativesProps) {
  const { deeds, announcer } = useSurroundings();
  if (description.alternatives.length === 0) return null;
  const choose = async (caption: string) => {
    if (await deeds.setAltText(id, caption)) announcer.say(words.see.said.alt(caption));
  };
  return (
    <section class="seen-part" aria-label={words.see.alternatives.title}>
      <h2>{words.see.alternatives.title}</h2>
      <ul class="caption-alternatives">
        {description.alternatives.map(({ caption, score }) => (
          <li key={caption}>
            <button
              type="button"
              class="caption-alternative"
              aria-pressed={altText === caption}
              aria-description={words.see.alternatives.use}
              onClick={() => void choose(caption)}
            >
              <span class="caption-alternative-words" lang="en">
                {caption}
              </span>{' '}
              <span class="quiet numbers">{likelihoodInWords(score, description.words)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
