/** The figures of `parola evaluate summarize`, and how they are printed. */
import { rougeSignature } from './rouge.ts';
import type { ChoosingRow, CleaningScores, NegationScores } from './summary-scores.ts';

export interface SummarizeReport {
  readonly data: {
    readonly file: string;
    readonly sha256: string;
    readonly split: string | null;
    readonly limit: number | null;
  };
  readonly models: readonly { readonly id: string; readonly sha256: Readonly<Record<string, string>> }[];
  /** Null where the data hold no pairs for it. */
  readonly clean:
    | (CleaningScores & {
        readonly negations: NegationScores;
        readonly kinds: readonly (CleaningScores & { readonly kind: string })[];
      })
    | null;
  /** Null where the data hold no documents with references. */
  readonly choose: {
    readonly documents: number;
    readonly sentences: number;
    /** Words of each summary. */
    readonly budgetWords: number;
    readonly rows: readonly ChoosingRow[];
    /** Share of the words that are left when all sentences are cleaned. */
    readonly keptByCleaning: number;
    readonly negations: NegationScores;
  } | null;
  readonly seconds: number;
  readonly wordsPerSecond: number;
  readonly peakMemoryMiB: number | null;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function formatSummarizeReport(report: SummarizeReport): string {
  const { clean, choose, seconds, wordsPerSecond, peakMemoryMiB, data } = report;
  const lines = [`${data.file}${data.split === null ? '' : `, split ${data.split}`} (sha256 ${data.sha256})`];
  if (clean !== null) {
    lines.push(...cleaningLines('clean', clean), negationLine(clean.negations));
    if (clean.kinds.length > 1)
      for (const { kind, ...scores } of clean.kinds) lines.push(...cleaningLines(`clean, ${kind}`, scores));
  }
  if (choose !== null) {
    lines.push(
      `choose: ${choose.documents} documents, ${choose.sentences} sentences; ${choose.budgetWords} words each; ${rougeSignature}`,
      '         ROUGE-1  ROUGE-2  ROUGE-L',
      ...choose.rows.map(({ name, rouge1, rouge2, rougeL }) =>
        [
          name === 'all' ? '(all)' : name,
          ...[rouge1, rouge2, rougeL].map((value) => value.toFixed(2).padStart(7)),
        ]
          .map((cell, at) => (at === 0 ? cell.padEnd(8) : cell))
          .join('  '),
      ),
      `words left by cleaning alone: ${percent(choose.keptByCleaning)}`,
      negationLine(choose.negations),
    );
  }
  const memory = peakMemoryMiB === null ? '' : `; at most ${Math.round(peakMemoryMiB)} MiB in a process`;
  lines.push(`${seconds.toFixed(1)} s, ${Math.round(wordsPerSecond)} words a second${memory}`);
  return `${lines.join('\n')}\n`;
}

function cleaningLines(name: string, scores: CleaningScores): string[] {
  return [
    `${name}: ${scores.pairs} pairs; exact ${percent(scores.exact)} (without the guard ${percent(scores.exactUnguarded)})`,
    `  changed ${percent(scores.changed)}; the network's change made ${percent(scores.accepted)}, of those not exact ${percent(scores.acceptedNotExact)}`,
    `  words kept ${percent(scores.kept)}${scores.leftAlone === null ? '' : `; left alone where nothing should go ${percent(scores.leftAlone)}`}`,
  ];
}

function negationLine({ negated, dropped }: NegationScores): string {
  return `sentences with a negation: ${negated}; possibly lost in ${dropped}`;
}
