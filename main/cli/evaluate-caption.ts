/** `parola evaluate caption`: quality and speed on pictures whose captions people have written. */
import { formatCaptionReport } from '../evaluate/caption-report.ts';
import { type EvaluateCaptionOptions, evaluateCaption } from '../evaluate/evaluate-caption.ts';
import { startInference } from '../inference.ts';
import type { CommandContext } from './context.ts';
import { clearStatus, showStatus } from './report.ts';
import { seeingModelsFor } from './seeing.ts';

export interface EvaluateCaptionCommandOptions extends EvaluateCaptionOptions {
  /** The captioner's id. */
  readonly model?: string;
  readonly json?: boolean;
}

/** @throws ParolaError file-not-found, data-malformed, and what the model or a picture is wrong with */
export async function evaluateCaptionCommand(
  { model, json = false, ...options }: EvaluateCaptionCommandOptions,
  context: CommandContext,
): Promise<number> {
  const models = await seeingModelsFor({ read: 'never', ...(model === undefined ? {} : { model }) }, context);
  const inference = startInference({ workerPath: context.workerPath });
  context.signal.addEventListener('abort', () => void inference.close());
  try {
    const report = await evaluateCaption(options, {
      inference,
      models,
      signal: context.signal,
      onProgress: (done, total) => showStatus(`${done} of ${total} pictures`),
    });
    clearStatus();
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatCaptionReport(report));
    return 0;
  } finally {
    clearStatus();
    await inference.close();
  }
}
