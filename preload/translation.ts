/**
 * What a translation is, as it crosses every seam: worker → main → library → page, and the JSON of the
 * command line.
 */

/** A piece of a word as the model wrote it; the texts of all joined are the translation. */
export interface TargetToken {
  readonly text: string;
  /** Natural logarithm; 0 for what was carried over and not translated. */
  readonly logProbability: number;
}

/** [place in `sourceTokens`, place in `tokens`, weight in 0…1]. */
export type AlignmentLink = readonly [source: number, target: number, weight: number];

/** One sentence and its translation, or what stands between sentences, which is kept as it is. */
export interface SentenceTranslation {
  readonly source: string;
  readonly target: string;
  /** Mean of the log-probabilities, the end of the sentence included; 0 where nothing was translated. */
  readonly score: number;
  /** The texts of all joined are the source, but for spaces and Unicode's forms. */
  readonly sourceTokens: readonly string[];
  readonly tokens: readonly TargetToken[];
  /** Best first, `target` itself not among them. */
  readonly alternatives: readonly { readonly target: string; readonly score: number }[];
  readonly alignment: readonly AlignmentLink[];
}

/** A word or phrase that is translated in one way only, or never in one way. */
export interface GlossaryRule {
  /** As it stands in the source; matched as whole words, in any case. */
  readonly source: string;
  /** How it must be translated; null where only some translations are forbidden. */
  readonly target: string | null;
  /** What must not be written where `source` stands. */
  readonly forbidden: readonly string[];
}

export interface TranslateOptions {
  /** 1, which is greedy search, unless given. */
  readonly beams?: number;
  /** How many other answers to give for each sentence; none unless given. */
  readonly alternatives?: number;
  /** For this pair of languages. */
  readonly glossary?: readonly GlossaryRule[];
}
