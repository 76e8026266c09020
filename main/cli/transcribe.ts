/** `parola transcribe`: recordings in, words out. */
import path from 'node:path';
import type { ExportFormat } from '../../preload/contract.ts';
import type { Segment } from '../../preload/transcript.ts';
import { toErrorData } from '../errors.ts';
import { type Inference, startInference } from '../inference.ts';
import { formatFacts, formatTranscript } from '../transcript-formats.ts';
import type { ListeningModels } from '../worker/protocol.ts';
import { collectFiles } from './collect-files.ts';
import { type CommandContext, interruptedExitCode, listeningModels } from './context.ts';
import { type BatchItem, writeResult } from './output-files.ts';
import { commandProviders } from './providers.ts';
import { clearStatus, reportError, say, showStatus } from './report.ts';

export interface TranscribeOptions {
  /** What computes: `auto`, `cpu` or a name. */
  readonly provider?: string;
  readonly format: ExportFormat;
  readonly output?: string;
  readonly model?: string;
  readonly language?: string;
  /** Whatever is spoken. */
  readonly toEnglish?: boolean;
}

/** In a folder, a file that is no audio is passed over unless its name promises audio. */
const audioNames = /\.(wav|wave|mp3|flac|ogg|oga|opus|m4a|m4b|mp4|aac|webm|mka|mkv|aif|aiff|caf|wma)$/i;

/**
 * Runs the batch; what fails is reported in its place and the rest goes on.
 * @returns the exit code: 0, or 1 if anything failed
 */
export async function transcribeCommand(
  places: readonly string[],
  options: TranscribeOptions,
  context: CommandContext,
): Promise<number> {
  const models = await listeningModels(options.model, options.language, context, options.toEnglish);
  const inference = startInference({
    workerPath: context.workerPath,
    providers: await commandProviders(context, options.provider),
  });
  context.signal.addEventListener('abort', () => void inference.close());
  const results = openResults(options);
  let failed = false;
  try {
    for await (const collected of collectFiles(places)) {
      if (context.signal.aborted) break;
      if ('error' in collected) {
        reportError(collected.error, collected.place);
        failed = true;
      } else if (!(await transcribeOne(collected.item, models, inference, results, context))) {
        failed = true;
      }
    }
    results.end();
  } finally {
    clearStatus();
    await inference.close();
  }
  if (context.signal.aborted) return interruptedExitCode;
  return failed ? 1 : 0;
}

/** False if the recording failed; the reason has been reported. */
async function transcribeOne(
  item: BatchItem,
  models: ListeningModels,
  inference: Inference,
  results: Results,
  context: CommandContext,
): Promise<boolean> {
  const segments: Segment[] = [];
  const name = path.basename(item.file);
  try {
    const job = { path: item.file, models, fromSeconds: 0 };
    const { language, duration } = await inference.transcribeFile(job, {
      signal: context.signal,
      onSegment: (segment) => segments.push(segment),
      onProgress: (done, total) => showStatus(`${name}: ${progressText(done, total)}`),
    });
    clearStatus();
    if (segments.length === 0) say(`${item.file}: no speech heard`);
    await results.add(item, { language, duration, segments });
    return true;
  } catch (error) {
    clearStatus();
    if (context.signal.aborted) return false;
    if (item.found && toErrorData(error).code === 'audio-unsupported' && !audioNames.test(item.file)) {
      say(`${item.file}: passed over, it is no recording`);
      return true;
    }
    reportError(error, item.file);
    return false;
  }
}

function progressText(doneSeconds: number, totalSeconds: number | null): string {
  if (totalSeconds === null || totalSeconds === 0) return `${Math.round(doneSeconds)} s heard`;
  return `${Math.min(100, Math.round((100 * doneSeconds) / totalSeconds))} % of ${Math.round(totalSeconds)} s`;
}

interface Results {
  add(
    item: BatchItem,
    transcript: { language: string; duration: number; segments: Segment[] },
  ): Promise<void>;
  end(): void;
}

/** Results go to a file each, or one after the other to standard output; there JSON is a single array. */
function openResults(options: TranscribeOptions): Results {
  const written = new Set<string>();
  let count = 0;
  return {
    async add(item, transcript) {
      const text = formatTranscript(transcript, options.format, item.file);
      if (options.output !== undefined) {
        written.add(
          await writeResult(options.output, item, formatFacts[options.format].extension, text, written),
        );
        return;
      }
      if (options.format === 'json') {
        // One array for the whole batch: each file's own array loses its brackets.
        const inner = text.trim().slice(1, -1).trim();
        process.stdout.write(`${count === 0 ? '[\n' : ',\n'}  ${inner}`);
      } else if (transcript.segments.length > 0) {
        process.stdout.write(`${count > 0 && options.format !== 'text' ? '\n' : ''}${text}`);
      } else {
        return;
      }
      count++;
    },
    end() {
      if (options.format === 'json' && options.output === undefined)
        process.stdout.write(count === 0 ? '[]\n' : '\n]\n');
    },
  };
}
