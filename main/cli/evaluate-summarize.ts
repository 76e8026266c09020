/** `parola evaluate summarize`: quality on sentences and documents whose right answers are known. */
import { ParolaError } from '../errors.ts';
import { type EvaluateSummarizeOptions, evaluateSummarize } from '../evaluate/evaluate-summarize.ts';
import { formatSummarizeReport } from '../evaluate/summary-report.ts';
import { startInference } from '../inference.ts';
import { type CommandContext, interruptedExitCode } from './context.ts';
import { clearStatus, showStatus } from './report.ts';
import { summaryModelsFor } from './summarizing.ts';

export interface EvaluateSummarizeCommandOptions extends EvaluateSummarizeOptions {
  readonly model?: string;
  readonly json?: boolean;
}

/** @throws ParolaError file-not-found, text-unreadable, data-malformed, and what the models are wrong with */
export async function evaluateSummarizeCommand(
  { model, json = false, ...options }: EvaluateSummarizeCommandOptions,
  context: CommandContext,
): Promise<number> {
  const models = await summaryModelsFor(model, context);
  if (models.kind === 'written') {
    throw new ParolaError(
      'model-wrong-task',
      `the model ${models.writer.id} writes in its own words; choose one that chooses`,
    );
  }
  const inference = startInference({ workerPath: context.workerPath });
  context.signal.addEventListener('abort', () => void inference.close());
  try {
    const report = await evaluateSummarize(options, {
      inference,
      models,
      signal: context.signal,
      onProgress: (done, total) => showStatus(`${done} of ${total} texts`),
    });
    clearStatus();
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatSummarizeReport(report));
    return context.signal.aborted ? interruptedExitCode : 0;
  } finally {
    clearStatus();
    await inference.close();
  }
}
