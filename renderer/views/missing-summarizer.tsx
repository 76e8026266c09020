/** What summarizes is not installed: the button that gets it, and how far that is. */
import type { AppState } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { size } from '../format.ts';
import { missingSummaryModels, ownSummaryModels } from '../summary-models.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { InstallProgress } from './first-start.tsx';
import { ModelFailure } from './models-buttons.tsx';

/** The offer; nothing where all of it is installed. */
export function MissingSummarizer({ program }: { readonly program: AppState }) {
  const { program: calls, deeds } = useSurroundings();
  const missing = missingSummaryModels(program);
  const { missing: say } = words.summarize;
  if (missing.length === 0) return null;
  const waiting = missing.filter(({ state }) => state.kind !== 'installing');
  const isHere = missing.every(({ id }) => ownSummaryModels.includes(id));
  const bytes = missing.reduce((sum, { downloadBytes }) => sum + downloadBytes, 0);
  const install = async () => {
    for (const { id } of waiting) {
      const answer = await calls.call('models.install', { id });
      if (!answer.ok && answer.error.code !== 'cancelled') return deeds.fail(answer.error);
    }
  };
  const label = waiting.some(({ state }) => state.kind === 'failed')
    ? words.models.again
    : isHere
      ? say.ready
      : say.install(size(bytes));
  return (
    <div class="first missing-summarizer">
      <h2>{say.title}</h2>
      <p class="quiet">{waiting.length === 0 ? say.coming : isHere ? say.bundled : say.why}</p>
      {missing.map((model) => (
        <div key={model.id}>
          <InstallProgress model={model} label={words.first.jobs[model.task] ?? model.title} />
          <ModelFailure model={model} />
        </div>
      ))}
      {waiting.length > 0 && <Button look="solid" label={label} onPress={() => void install()} />}
    </div>
  );
}
