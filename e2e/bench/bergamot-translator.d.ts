/** What the benchmark uses of a package that comes without types. */
declare module '@browsermt/bergamot-translator' {
  interface Pair {
    readonly from: string;
    readonly to: string;
  }
  interface Buffers {
    readonly model: ArrayBuffer;
    readonly shortlist: ArrayBuffer;
    readonly vocabs: readonly ArrayBuffer[];
    readonly qualityModel: ArrayBuffer | null;
    readonly config: Readonly<Record<string, string>>;
  }
  interface Text {
    readonly text: string;
    readonly html: boolean;
    readonly qualityScores: boolean;
  }
  interface WorkerCalls {
    loadTranslationModel(pair: Pair, buffers: Buffers): Promise<void>;
    translate(request: {
      readonly models: readonly Pair[];
      readonly texts: readonly Text[];
    }): Promise<readonly { readonly target: { readonly text: string } }[]>;
  }
  export class TranslatorBacking {
    constructor(options: { readonly cacheSize: number });
    onerror: (error: unknown) => void;
    loadModelRegistery(): Promise<unknown[]>;
    loadWorker(): Promise<{ readonly exports: WorkerCalls }>;
  }
}
