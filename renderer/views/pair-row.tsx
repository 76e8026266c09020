/** One language of the translation models: a quiet line with the one next step, and all its models on request. */
import { ChevronRight } from 'lucide-preact';
import { memo } from 'preact/compat';
import { useId, useState } from 'preact/hooks';
import type { ModelView } from '../../preload/contract.ts';
import { canDraw } from '../can-draw.ts';
import { useSurroundings } from '../context.ts';
import { size } from '../format.ts';
import { modelInUse, type Pair, wantedModels } from '../language-pairs.ts';
import { languageNames, ownName } from '../languages.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { InstallProgress } from './first-start.tsx';
import { ModelFailure } from './models-buttons.tsx';
import { PairModels } from './pair-models.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

/** The row. The state of every model comes anew ten times a second during an installation: only what changed is drawn. */
export const PairRow = memo(Row, (before, after) => JSON.stringify(before) === JSON.stringify(after));

function Row({ pair }: { readonly pair: Pair }) {
  const { program } = useSurroundings();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const row = useKeptFocus<HTMLLIElement>();
  const wanted = wantedModels(pair);
  const [failed] = wanted.filter(({ state }) => state.kind === 'failed');
  const title = pairTitle(pair);
  // What fails is told by the models themselves, beside their row.
  const install = () => {
    for (const { id } of wanted) void program.call('models.install', { id });
  };
  return (
    <li class="pair" ref={row}>
      <div class="pair-line">
        <button
          type="button"
          class="pair-name"
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={16} strokeWidth={1.5} aria-hidden="true" />
          <span class="pair-title">{title}</span> <OwnName pair={pair} />
          <span class="quiet pair-ways">{oneWay(pair)}</span>
        </button>
        {wanted.length > 0 && failed === undefined && (
          <Button label={words.models.install(size(sumOf(wanted)))} description={title} onPress={install} />
        )}
        {wanted.length === 0 && <span class="quiet numbers">{installedInWords(pair)}</span>}
      </div>
      {!open && <Passing pair={pair} />}
      {!open && failed !== undefined && (
        <div class="pair-failure">
          <ModelFailure model={failed} />
          <Button look="outline" label={words.models.again} description={title} onPress={install} />
        </div>
      )}
      <div id={panel}>{open && <PairModels pair={pair} />}</div>
    </li>
  );
}

/** The language by its own name, where that differs and can be read. */
function OwnName({ pair }: { readonly pair: Pair }) {
  const own = ownName(pair.language);
  if (own === pair.language || own.toLowerCase() === pairTitle(pair).toLowerCase() || !canDraw(own))
    return null;
  return (
    <span class="quiet pair-own" lang={pair.language}>
      {own}
    </span>
  );
}

/** What is on its way, while the row is closed. */
function Passing({ pair }: { readonly pair: Pair }) {
  const coming = pair.directions.flatMap(({ from, to, models }) =>
    models.filter(({ state }) => state.kind === 'installing').map((model) => ({ from, to, model })),
  );
  return (
    <>
      {coming.map(({ from, to, model }) => (
        <InstallProgress key={model.id} model={model} label={words.models.direction(...namesOf(from, to))} />
      ))}
    </>
  );
}

/** `Arabic`, or `German and French` where English is neither. */
function pairTitle({ language, other }: Pair): string {
  const [name = '', otherName = ''] = languageNames([language, other]);
  return other === 'en' ? name : words.models.pair(name, otherName);
}

/** Which way it goes, where there is one only. */
function oneWay({ directions, language, other }: Pair): string {
  if (directions.length === 2) return '';
  const [otherName = other] = languageNames([other]);
  const [way] = directions;
  return way?.from === language ? words.models.intoOnly(otherName) : words.models.fromOnly(otherName);
}

function installedInWords({ directions }: Pair): string {
  const inUse = directions.map(modelInUse).filter((model): model is ModelView => model !== undefined);
  const bytes = directions
    .flatMap(({ models }) => models)
    .reduce((sum, { state }) => sum + (state.kind === 'installed' ? state.bytes : 0), 0);
  return inUse.length === 0 ? '' : words.models.installed(size(bytes));
}

function sumOf(models: readonly ModelView[]): number {
  return models.reduce((sum, { downloadBytes }) => sum + downloadBytes, 0);
}

function namesOf(from: string, to: string): [string, string] {
  const [first = from, second = to] = languageNames([from, to]);
  return [first, second];
}
