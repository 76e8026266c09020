/** `parola evaluate translate`: quality and speed on lines whose translation is known. */
import { type EvaluateTranslateOptions, evaluateTranslate } from '../evaluate/evaluate-translate.ts';
import { formatTranslateReport } from '../evaluate/translate-report.ts';
import { startInference } from '../inference.ts';
import { type CommandContext, interruptedExitCode } from './context.ts';
import { clearStatus, showStatus } from './report.ts';
import { translationPair } from './translation-pair.ts';

export interface EvaluateTranslateCommandOptions extends EvaluateTranslateOptions {
  readonly exact?: boolean;
  readonly json?: boolean;
}

/** @throws ParolaError file-not-found, text-unreadable, data-malformed, and what the models are wrong with */
export async function evaluateTranslateCommand(
  { exact = false, json = false, ...options }: EvaluateTranslateCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { models } = await translationPair(options.from, options.to, { exact, glossary: false }, context);
  const inference = startInference({ workerPath: context.workerPath });
  context.signal.addEventListener('abort', () => void inference.close());
  try {
    const report = await evaluateTranslate(options, {
      inference,
      models,
      signal: context.signal,
      onProgress: (done, total) => showStatus(`${done} of ${total} lines`),
    });
    clearStatus();
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatTranslateReport(report));
    return context.signal.aborted ? interruptedExitCode : 0;
  } finally {
    clearStatus();
    await inference.close();
  }
}
