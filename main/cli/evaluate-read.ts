/** `parola evaluate read`: quality and speed on pictures whose text is known. */
import { type EvaluateReadOptions, evaluateRead, formatReadReport } from '../evaluate/evaluate-read.ts';
import { startInference } from '../inference.ts';
import type { CommandContext } from './context.ts';
import { clearStatus, showStatus } from './report.ts';
import { seeingModelsFor } from './seeing.ts';

export interface EvaluateReadCommandOptions extends EvaluateReadOptions {
  readonly json?: boolean;
}

/** @throws ParolaError file-not-found, data-malformed, and what a model or a picture is wrong with */
export async function evaluateReadCommand(
  { json = false, ...options }: EvaluateReadCommandOptions,
  context: CommandContext,
): Promise<number> {
  const models = await seeingModelsFor({ read: 'always' }, context);
  const inference = startInference({ workerPath: context.workerPath });
  context.signal.addEventListener('abort', () => void inference.close());
  try {
    const report = await evaluateRead(options, {
      inference,
      models,
      signal: context.signal,
      onProgress: (done, total) => showStatus(`${done} of ${total} pictures`),
    });
    clearStatus();
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatReadReport(report));
    return 0;
  } finally {
    clearStatus();
    await inference.close();
  }
}
