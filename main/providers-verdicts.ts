/**
 * What was found out about providers, as it is kept in `HOME/providers.json`: a verdict holds for one
 * graph's bytes, one runtime and one machine, so a change of any of them is a new question.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import ourPackage from '../package.json' with { type: 'json' };
import type { ProviderVerdict } from '../preload/contract.ts';
import type { InstalledModel, ProviderChoice, ProviderFinding } from './worker/protocol.ts';

/** What can be said of a graph on a provider, its process's end included. */
export type Outcome = ProviderFinding | { readonly kind: 'crashed' | 'hung'; readonly detail: string };

const outcomeSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('right'), speedup: v.number() }),
  v.strictObject({ kind: v.picklist(['wrong', 'failed', 'crashed', 'hung']), detail: v.string() }),
]);
const fileSchema = v.strictObject({
  available: v.array(v.string()),
  verdicts: v.record(v.string(), outcomeSchema),
});

export type KeptVerdicts = v.InferOutput<typeof fileSchema>;

/** What is kept; anything unreadable is as if nothing were. */
export function readVerdicts(home: string): KeptVerdicts {
  try {
    return v.parse(fileSchema, JSON.parse(readFileSync(verdictsFile(home), 'utf8')));
  } catch {
    return { available: ['cpu'], verdicts: {} };
  }
}

/** Written aside and renamed; a folder that cannot be written to costs only another trial later. */
export function writeVerdicts(home: string, kept: KeptVerdicts): void {
  const aside = `${verdictsFile(home)}.${process.pid}`;
  try {
    writeFileSync(aside, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
    renameSync(aside, verdictsFile(home));
  } catch {}
}

function verdictsFile(home: string): string {
  return path.join(home, 'providers.json');
}

/** The name of one question: this graph's bytes, this provider, this runtime on this machine. */
export function verdictKey(
  model: Pick<InstalledModel<unknown>, 'id' | 'files'>,
  graph: keyof ProviderChoice,
  provider: string,
): string {
  const bytes = createHash('sha256');
  for (const { name, sha256 } of model.files) bytes.update(`${name} ${sha256}\n`);
  const surroundings = createHash('sha256').update(machine()).digest('hex').slice(0, 12);
  return [model.id, graph, provider, bytes.digest('hex').slice(0, 12), surroundings].join(' ');
}

let machineOnce: string | undefined;

/** Runtime, processor, graphics devices and drivers, as far as they can be read without asking a driver. */
function machine(): string {
  machineOnce ??= [
    ourPackage.dependencies['onnxruntime-node'],
    process.platform,
    process.arch,
    os.cpus()[0]?.model,
    process.platform === 'linux' ? graphicsOnLinux() : os.release(),
    process.env.VK_ICD_FILENAMES,
  ].join('\n');
  return machineOnce;
}

function graphicsOnLinux(): string {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch {
      return '';
    }
  };
  let cards: string[] = [];
  try {
    cards = readdirSync('/sys/class/drm').filter((name) => /^card\d+$/.test(name));
  } catch {}
  const devices = cards.flatMap((card) =>
    ['vendor', 'device'].map((what) => read(`/sys/class/drm/${card}/device/${what}`)),
  );
  return [...devices, read('/proc/driver/nvidia/version')].join(' ');
}

/** Faster by less is noise, and a graphics processor that is woken costs power. */
const worthwhile = 1.1;

/** Whether a graph runs there: `auto` wants it right and faster, who names a provider wants it right. */
export function isUsed(outcome: Outcome | undefined, isNamed: boolean): boolean {
  return outcome?.kind === 'right' && (isNamed || outcome.speedup >= worthwhile);
}

/** In words, for the settings: "3.1× faster", "wrong numbers, not used". */
export function reasonInWords(outcome: Outcome, used: boolean): string {
  switch (outcome.kind) {
    case 'right':
      if (outcome.speedup >= worthwhile)
        return `${outcome.speedup.toFixed(1)}× faster${used ? '' : ', not used'}`;
      if (outcome.speedup > 1 / worthwhile) return `no faster, ${used ? 'used as you chose it' : 'not used'}`;
      return `${(1 / outcome.speedup).toFixed(1)}× slower, ${used ? 'used as you chose it' : 'not used'}`;
    case 'wrong':
      return 'wrong numbers, not used';
    case 'failed':
      return 'does not work here, not used';
    case 'crashed':
      return 'crashed, not used';
    case 'hung':
      return 'gave no answer, not used';
  }
}

/** One line of the settings. */
export function verdictView(
  model: string,
  graph: ProviderVerdict['graph'],
  provider: string,
  outcome: Outcome,
  used: boolean,
): ProviderVerdict {
  return { model, graph, provider, used, reason: reasonInWords(outcome, used) };
}
