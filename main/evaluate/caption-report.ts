/** What an evaluation of captions found, as data (`--json`) and as text. */
import type { PictureKind } from '../../preload/description.ts';

export interface CaptionReport {
  readonly data: string;
  readonly split: string | null;
  readonly limit: number | null;
  readonly model: {
    readonly id: string;
    /** SHA-256 of each installed file. */
    readonly sha256: Readonly<Record<string, string>>;
  };
  /** What computed it, for example `cpu`. */
  readonly provider: string;
  /** Null: the model's own. */
  readonly beams: number | null;
  readonly images: number;
  /** Captions that people have written of them. */
  readonly references: number;
  /** BLEU-1 to BLEU-4 in percent, as CIDEr and ROUGE-L are. */
  readonly bleu: readonly number[];
  readonly cider: number;
  readonly rougeL: number;
  /** Pictures that got facts in place of a caption; those are scored as they are. */
  readonly abstained: number;
  /** Captions that differ, of those that are none of facts. */
  readonly distinctCaptions: number;
  /** Words that differ in them. */
  readonly wordsUsed: number;
  /** In words. */
  readonly meanLength: number;
  /** From the first picture's file to the last caption, models loaded, over the pictures. */
  readonly millisecondsPerImage: number;
  /** Of all threads; null where the system does not tell. */
  readonly processorMillisecondsPerImage: number | null;
  readonly processes: number;
  /** From nothing to the first caption: the process, its models, the picture. */
  readonly firstCaptionSeconds: number;
  /** Of the larger process; null where the system does not tell. */
  readonly peakMemoryMiB: number | null;
  readonly pictures: readonly {
    readonly file: string;
    readonly caption: string;
    readonly confidence: number;
    readonly abstained: boolean;
    readonly kind: PictureKind;
  }[];
}

/** The report in lines for people. */
export function formatCaptionReport(report: CaptionReport): string {
  const { images, abstained, processorMillisecondsPerImage: processor } = report;
  const written = images - abstained;
  const share = written === 0 ? '' : ` (${((100 * report.distinctCaptions) / written).toFixed(1)} %)`;
  const lines: (readonly [string, string])[] = [
    [
      'data',
      `${report.data}${report.split === null ? '' : `, ${report.split}`}: ${images} pictures, ${report.references} captions`,
    ],
    ['model', `${report.model.id}, on ${report.provider}, ${beamsOf(report.beams)}`],
    ...Object.entries(report.model.sha256).map(([name, hash]) => ['', `${hash}  ${name}`] as const),
    ['BLEU-1 to 4', report.bleu.map((score) => score.toFixed(2)).join('  ')],
    ['CIDEr', report.cider.toFixed(2)],
    ['ROUGE-L', report.rougeL.toFixed(2)],
    ['abstained', `${abstained} of ${images}`],
    ['distinct captions', `${report.distinctCaptions} of ${written}${share}`],
    ['words used', `${report.wordsUsed}, ${report.meanLength.toFixed(1)} in a caption`],
    [
      'time a picture',
      `${report.millisecondsPerImage.toFixed(1)} ms, in ${report.processes === 1 ? 'one process' : `${report.processes} processes`}`,
    ],
    ['of processor time', processor === null ? 'not known' : `${processor.toFixed(1)} ms`],
    ['first caption after', `${report.firstCaptionSeconds.toFixed(2)} s`],
    [
      'peak memory',
      report.peakMemoryMiB === null ? 'not known' : `${Math.round(report.peakMemoryMiB)} MiB a process`,
    ],
  ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return `${lines.map(([name, value]) => name.padEnd(width) + value).join('\n')}\n`;
}

function beamsOf(beams: number | null): string {
  if (beams === null) return 'its own search';
  return beams === 1 ? 'greedy' : `${beams} beams`;
}
