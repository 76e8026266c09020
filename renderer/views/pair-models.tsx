/** All models of one language, by direction and the better first: how good, how large, whose, and what can be done. */
import type { ModelView } from '../../preload/contract.ts';
import { size } from '../format.ts';
import { type Direction, modelInUse, type Pair } from '../language-pairs.ts';
import { languageNames } from '../languages.ts';
import { words } from '../words.ts';
import { InstallProgress } from './first-start.tsx';
import { ModelButtons, ModelFailure } from './models-buttons.tsx';

/** The opened part of a row. */
export function PairModels({ pair }: { readonly pair: Pair }) {
  return (
    <div class="pair-models">
      {pair.directions.map((direction) => (
        <DirectionModels key={direction.from} direction={direction} />
      ))}
    </div>
  );
}

function DirectionModels({ direction }: { readonly direction: Direction }) {
  const [from = '', to = ''] = languageNames([direction.from, direction.to]);
  const title = words.models.direction(from, to);
  const inUse = modelInUse(direction);
  return (
    <section aria-label={title}>
      <h4>{title}</h4>
      <ul>
        {direction.models.map((model) => (
          <li key={model.id} class="pair-model">
            <ModelLine model={model} title={title} inUse={model === inUse && direction.models.length > 1} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ModelLineProps {
  readonly model: ModelView;
  /** The direction, for a screen reader. */
  readonly title: string;
  /** It is the one that translates, of several. */
  readonly inUse: boolean;
}

function ModelLine({ model, title, inUse }: ModelLineProps) {
  const variant = variantOf(model);
  const about = `${title}, ${variant}`;
  return (
    <>
      <div class="pair-model-words">
        <p>
          <span>{variant}</span>
          <span class="quiet numbers">{qualityInWords(model)}</span>
          {model.state.kind === 'installed' && (
            <span class="quiet numbers">{words.models.installed(size(model.state.bytes))}</span>
          )}
          {inUse && <span class="tag">{words.models.inUse}</span>}
        </p>
        <p class="quiet numbers">{[model.licence, model.name].join(' · ')}</p>
      </div>
      <ModelButtons model={model} inUse={inUse} about={about} />
      <InstallProgress model={model} label={about} />
      <ModelFailure model={model} />
    </>
  );
}

/** `Large`: of `Translation: Arabic to English, large` what tells it from the others. */
function variantOf({ title, name }: ModelView): string {
  const at = title.indexOf(', ');
  const variant = at < 0 ? name : title.slice(at + 2);
  return variant.charAt(0).toUpperCase() + variant.slice(1);
}

/** Published figures; which test they come from is said with them. */
function qualityInWords({ quality, comet }: ModelView): string {
  if (quality === null && comet === null) return words.models.unmeasured;
  return words.models.measured([
    ...(quality === null ? [] : [words.models.bleu(quality.toFixed(1))]),
    ...(comet === null ? [] : [words.models.comet(comet.toFixed(3))]),
  ]);
}
