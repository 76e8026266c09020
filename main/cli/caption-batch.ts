/** What is known of a batch of pictures while it is described: what was asked, how far it is, what failed. */
import type { DescribeOptions } from '../../preload/description.ts';
import { toErrorData } from '../errors.ts';
import type { Inference } from '../inference.ts';
import type { SeeingModels } from '../worker/protocol.ts';
import type { CaptionResultOptions, CaptionResults } from './caption-results.ts';
import { placeOf } from './caption-sources.ts';
import type { CommandContext } from './context.ts';
import type { BatchItem } from './output-files.ts';
import { clearStatus, reportError, showStatus } from './report.ts';

export interface CaptionOptions extends CaptionResultOptions {
  /** What computes: `auto`, `cpu` or a name. */
  readonly provider?: string;
  readonly recursive?: boolean;
  readonly skipExisting?: boolean;
  readonly model?: string;
  readonly beams?: number;
  readonly alternatives?: number;
  readonly prefix?: string;
  readonly read: 'auto' | 'always' | 'never';
}

export interface Batch {
  readonly options: CaptionOptions;
  readonly context: CommandContext;
  readonly inference: Pick<Inference, 'describe'>;
  readonly models: SeeingModels;
  readonly results: CaptionResults;
  readonly total: number;
  done: number;
  failed: boolean;
  skipped: number;
}

/**
 * Writes a result with `write`; where only this one cannot be written, the rest goes on.
 * @throws ParolaError output-unwritable where all go to one place, disk-full
 */
export async function keep({ file }: BatchItem, batch: Batch, write: () => Promise<void>): Promise<void> {
  clearStatus();
  try {
    await write();
    showProgress(batch, 1);
  } catch (error) {
    const isAlone = batch.options.format === 'txt-sidecar' && toErrorData(error).code !== 'disk-full';
    if (!isAlone) throw error;
    fail(batch, error, placeOf(file));
  }
}

/** Reports what kept a picture from being described or written. */
export function fail(batch: Batch, error: unknown, place: string): void {
  clearStatus();
  reportError(error, place);
  batch.failed = true;
  showProgress(batch, 1);
}

/** How far the batch is, on a terminal that does not show the results themselves. */
export function showProgress(batch: Batch, more = 0): void {
  batch.done += more;
  const showsResults =
    process.stdout.isTTY && batch.options.format !== 'txt-sidecar' && batch.options.output === undefined;
  if (!showsResults) showStatus(`${batch.done} of ${batch.total} described`);
}

export function describeOptions({ beams, alternatives, prefix = '', read }: CaptionOptions): DescribeOptions {
  return {
    ...(beams === undefined ? {} : { beams }),
    ...(alternatives === undefined ? {} : { alternatives }),
    ...(prefix.trim() === '' ? {} : { prefix: prefix.trim() }),
    read,
  };
}
