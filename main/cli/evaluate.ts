/** `parola evaluate`: quality and speed on recordings whose words are known. */
import { evaluateTranscribe } from '../evaluate/evaluate-transcribe.ts';
import { formatReport } from '../evaluate/report.ts';
import { startInference } from '../inference.ts';
import { type CommandContext, listeningModels } from './context.ts';
import { clearStatus, showStatus } from './report.ts';

export interface EvaluateTranscribeOptions {
  readonly data: string;
  readonly limit?: number;
  readonly live?: boolean;
  readonly model?: string;
  readonly noise?: string;
  readonly snr?: number;
  readonly json?: boolean;
}

const defaultSignalToNoiseDecibels = 10;

/** @throws ParolaError file-not-found, data-malformed, and what the models or the recordings are wrong with */
export async function evaluateTranscribeCommand(
  options: EvaluateTranscribeOptions,
  context: CommandContext,
): Promise<number> {
  const models = await listeningModels(options.model, undefined, context);
  const inference = startInference({ workerPath: context.workerPath });
  context.signal.addEventListener('abort', () => void inference.close());
  const { data, limit, live, noise, snr } = options;
  try {
    const report = await evaluateTranscribe(
      {
        data,
        ...(limit === undefined ? {} : { limit }),
        ...(live === undefined ? {} : { live }),
        ...(noise === undefined
          ? {}
          : { noise: { path: noise, snrDecibels: snr ?? defaultSignalToNoiseDecibels } }),
      },
      {
        inference,
        models,
        signal: context.signal,
        onProgress: (what, done, total) => showStatus(`${what}: ${done} of ${total}`),
      },
    );
    clearStatus();
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
    return 0;
  } finally {
    clearStatus();
    await inference.close();
  }
}
