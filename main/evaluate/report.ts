/** What an evaluation found, as data (`--json`) and as text. */

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

export interface Report {
  readonly data: string;
  readonly limit: number | null;
  readonly noise: { readonly file: string; readonly snrDecibels: number } | null;
  readonly model: {
    readonly id: string;
    /** SHA-256 of each file that was loaded. */
    readonly sha256: Readonly<Record<string, string>>;
  };
  /** What computed it, for example `cpu`. */
  readonly provider: string;
  readonly clips: number;
  readonly audioSeconds: number;
  /** Words of the references after normalization. */
  readonly words: number;
  /** Of the path that users get: with `--live` the streaming one. 0.058 is 5.8 %. */
  readonly wordErrorRate: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  /** The model alone on each whole recording: no voice activity, no segments, no checks. */
  readonly bareWordErrorRate: number;
  /** Time to transcribe over time of audio, files one after the other, models loaded. */
  readonly realTimeFactor: number;
  /** From the request for a recording to its last word. */
  readonly latencyMilliseconds: Latency;
  /** Of the inference process, or of the larger where there are two; null where the system does not tell. */
  readonly peakMemoryMiB: number | null;
  /** With `--live`: audio at the pace of a microphone. */
  readonly live: LiveReport | null;
  readonly recordings: readonly RecordingReport[];
}

export interface LiveReport {
  /** Of the same recordings as files, for comparison. */
  readonly offlineWordErrorRate: number;
  /** From the end of a word, as spoken, until it is first shown. */
  readonly partialLagMilliseconds: Latency;
  /** From half a second after the end of speech until its segment is settled. */
  readonly settledLagMilliseconds: Latency;
}

export interface RecordingReport {
  readonly file: string;
  readonly text: string;
  readonly heard: string;
  readonly bareHeard: string;
  readonly words: number;
  readonly errors: number;
  readonly bareErrors: number;
}

/** The report in lines for people. */
export function formatReport(report: Report): string {
  const { live, noise } = report;
  const lines: (readonly [string, string])[] = [
    [
      'data',
      `${report.data}: ${report.clips} recordings, ${Math.round(report.audioSeconds)} s, ${report.words} words`,
    ],
    ['model', `${report.model.id}, on ${report.provider}`],
    ...Object.entries(report.model.sha256).map(([name, hash]) => ['', `${hash}  ${name}`] as const),
  ];
  if (noise) lines.push(['noise', `${noise.file}, speech ${noise.snrDecibels} dB louder`]);
  const { substitutions, insertions, deletions } = report;
  lines.push([
    live ? 'word error rate, live' : 'word error rate',
    `${percent(report.wordErrorRate)} (${substitutions} substituted, ${insertions} inserted, ${deletions} deleted)`,
  ]);
  if (live) lines.push(['as files', percent(live.offlineWordErrorRate)]);
  lines.push(
    ['bare model', percent(report.bareWordErrorRate)],
    ['real-time factor', report.realTimeFactor.toFixed(3)],
    ['latency', latency(report.latencyMilliseconds)],
  );
  if (live) {
    lines.push(
      ['lag of a word', latency(live.partialLagMilliseconds)],
      ['lag of settled text', `${latency(live.settledLagMilliseconds)}, after the half second of silence`],
    );
  }
  lines.push([
    'peak memory',
    report.peakMemoryMiB === null ? 'not known' : `${Math.round(report.peakMemoryMiB)} MiB`,
  ]);
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return `${lines.map(([name, value]) => name.padEnd(width) + value).join('\n')}\n`;
}

/** The value that a share `part` of `values` do not exceed (nearest rank); NaN where there are none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

function percent(rate: number): string {
  return Number.isNaN(rate) ? 'no words' : `${(100 * rate).toFixed(2)} %`;
}

function latency({ p50, p95 }: Latency): string {
  return `p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms`;
}
