/** `parola providers`: what computes each model on this machine, and why. */
import type { ProvidersView, ProviderVerdict } from '../../preload/contract.ts';
import { ParolaError } from '../errors.ts';
import { createProviders, type Providers, wantedProvider } from '../providers.ts';
import { type CommandContext, interruptedExitCode } from './context.ts';
import { clearStatus, showStatus } from './report.ts';

export interface ProvidersCommandOptions {
  /** Try everything anew before it is shown. */
  readonly test?: boolean;
  readonly json?: boolean;
}

/**
 * The verdicts as they are kept; a command uses them and tries nothing by itself.
 * @returns the exit code: 0, or 130 where a test was stopped
 */
export async function providersCommand(
  options: ProvidersCommandOptions,
  context: CommandContext,
): Promise<number> {
  const providers = keptProviders(context, undefined);
  if (options.test) {
    showStatus('trying what this machine has with each model');
    await providers.test({ anew: true });
    clearStatus();
    if (context.signal.aborted) return interruptedExitCode;
  } else {
    await providers.ready;
  }
  const view = providers.view();
  process.stdout.write(options.json ? `${JSON.stringify(view, null, 2)}\n` : asText(view));
  return 0;
}

/**
 * For a command's inference. `auto` goes by what was found out before, and tries nothing by itself; one that
 * the user names on the line is tried first where it never was.
 * @throws ParolaError usage where this machine has no such provider
 */
export async function commandProviders(
  context: CommandContext,
  named: string | undefined,
): Promise<Providers> {
  const providers = keptProviders(context, named);
  if (named === undefined || named === 'auto' || named === 'cpu') return providers;
  showStatus(`trying ${named} where it has not been tried`);
  await providers.test();
  clearStatus();
  const { available } = providers.view();
  if (available.includes(named) || context.signal.aborted) return providers;
  throw new ParolaError('usage', `this machine has no provider "${named}"; it has ${available.join(', ')}`);
}

/** On the command line the user's word goes before the environment's. */
function keptProviders(context: CommandContext, named: string | undefined): Providers {
  const { home, workerPath, signal } = context;
  const wanted = named ?? wantedProvider('auto');
  const providers = createProviders({ home, workerPath, wanted: () => wanted });
  signal.addEventListener('abort', () => providers.close(), { once: true });
  return providers;
}

const graphNames: Readonly<Record<ProviderVerdict['graph'], string>> = {
  encoder: 'taking in',
  decoder: 'writing',
};

function asText({ available, verdicts }: ProvidersView): string {
  const lines = verdicts.map(
    ({ model, graph, provider, reason }) => `${model}  ${graphNames[graph]}  ${provider}  ${reason}`,
  );
  const nothing =
    available.length < 2
      ? 'Nothing but the processor has been tried; "parola providers --test" tries what there is.'
      : 'There is no verdict yet; "parola providers --test" makes them.';
  return `${[`This machine can compute with: ${available.join(', ')}`, ...(lines.length > 0 ? lines : [nothing])].join('\n')}\n`;
}
