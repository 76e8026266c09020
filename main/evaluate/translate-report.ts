/** What an evaluation of translation found, as data (`--json`) and as text. */
import { bleuSignature } from './bleu.ts';

export interface TranslateReport {
  readonly from: string;
  readonly to: string;
  readonly data: {
    readonly source: TextFile;
    readonly reference: TextFile;
    readonly against: TextFile | null;
    readonly limit: number | null;
  };
  readonly models: readonly {
    readonly id: string;
    /** SHA-256 of each installed file. */
    readonly sha256: Readonly<Record<string, string>>;
  }[];
  readonly precision: 'quick' | 'exact';
  readonly beams: number;
  /** What computed it, for example `cpu`. */
  readonly provider: string;
  readonly lines: number;
  /** Words of the source, parted by spaces. */
  readonly words: number;
  readonly bleu: {
    readonly score: number;
    readonly signature: string;
    readonly precisions: readonly number[];
    readonly brevityPenalty: number;
  };
  /** chrF2. */
  readonly chrf: number;
  /** Lines that are those of `against` to the letter, which has this BLEU and chrF. */
  readonly against: { readonly identicalLines: number; readonly bleu: number; readonly chrf: number } | null;
  /** From the first line handed over to the last one back, models loaded. */
  readonly wallSeconds: number;
  /** Of the processes that translate; null where the system does not tell. */
  readonly processorSeconds: number | null;
  readonly wordsPerSecond: number;
  readonly wordsPerProcessorSecond: number | null;
  readonly processes: number;
  /** From nothing to the first translated line: the process, its models, the line. */
  readonly firstLineSeconds: number;
  /** Of the larger process; null where the system does not tell. */
  readonly peakMemoryMiB: number | null;
}

export interface TextFile {
  readonly file: string;
  /** Of the whole file. */
  readonly sha256: string;
}

/** The report in lines for people. */
export function formatTranslateReport(report: TranslateReport): string {
  const { data, against, bleu } = report;
  const lines: (readonly [string, string])[] = [
    ['data', `${report.lines} lines, ${report.words} words, ${report.from} to ${report.to}`],
    ['source', `${data.source.sha256}  ${data.source.file}`],
    ['reference', `${data.reference.sha256}  ${data.reference.file}`],
    ...report.models.map(({ id }) => ['model', id] as const),
    ['form', `${report.precision}, ${report.beams === 1 ? 'greedy' : `${report.beams} beams`}`],
    ['provider', report.provider],
    ['BLEU', `${bleu.score.toFixed(2)} (${bleuSignature})`],
    ['chrF2', report.chrf.toFixed(2)],
  ];
  if (against !== null && data.against !== null) {
    lines.push(
      ['against', `${data.against.sha256}  ${data.against.file}`],
      ['identical lines', `${against.identicalLines} of ${report.lines}`],
      ['its BLEU, chrF2', `${against.bleu.toFixed(2)}, ${against.chrf.toFixed(2)}`],
    );
  }
  const perProcessor = report.wordsPerProcessorSecond;
  lines.push(
    ['words per second', `${Math.round(report.wordsPerSecond)}, in ${counted(report.processes)}`],
    ['of processor time', perProcessor === null ? 'not known' : String(Math.round(perProcessor))],
    ['first line after', `${report.firstLineSeconds.toFixed(2)} s`],
    [
      'peak memory',
      report.peakMemoryMiB === null ? 'not known' : `${Math.round(report.peakMemoryMiB)} MiB a process`,
    ],
  );
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return `${lines.map(([name, value]) => name.padEnd(width) + value).join('\n')}\n`;
}

function counted(processes: number): string {
  return processes === 1 ? 'one process' : `${processes} processes`;
}
