/**
 * Texts → digests: every sentence cleaned, and in the order in which it carries its text. Nothing is invented
 * and nothing is cut off: what could not be done as usual is in the notes.
 */
import type {
  Digest,
  DigestNote,
  DigestSentence,
  SaidDigest,
  SummarizeOptions,
  SummarySource,
} from '../../../preload/summary.ts';
import { countWords } from '../../../preload/summary-length.ts';
import { readSource, type SourceSentence } from '../input/summary-text.ts';
import { languageOf } from '../input/text-language.ts';
import type { ChooseEngine } from './choose.ts';
import { chooseAny } from './choose-long.ts';
import type { CleanEngine, CleanedSentence } from './clean.ts';
import { secondsAt } from './summarize-moments.ts';
import { repeatsAmong } from './summarize-repeats.ts';

/** What makes digests: of each source, or of all together. */
export interface Summarizer {
  /** What really runs the models. */
  readonly provider: string;
  /**
   * @param sources several make one digest
   * @param onProgress called after each sentence
   * @throws the signal's reason once it is aborted
   */
  digest(sources: readonly SummarySource[], run: DigestRun): Promise<Digest>;
  dispose(): Promise<void>;
}

export interface DigestRun {
  readonly options: SummarizeOptions;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface SayingEngines {
  /** As many sentences are cleaned at a time. */
  readonly cleaners: readonly Pick<CleanEngine, 'clean' | 'cleanWithVector' | 'vector'>[];
  readonly chooser: Pick<ChooseEngine, 'choose' | 'maxSentences' | 'provider'>;
}

/** What the cleaner knows; sentences of other languages stand as they are. */
const cleanedLanguage = 'en';
/** What has fewer words, cleaned, is an answer or a nod: it is chosen when all else has been. */
const fewestWords = 3;

interface Sentence extends SourceSentence {
  readonly original: string;
  readonly textNumber: number;
  readonly seconds: number | null;
  readonly cleanable: boolean;
}

type Ready = Sentence & { readonly cleaned: CleanedSentence; readonly vector: Float32Array | null };

/** The digest of sentences that were said in `sources`. */
export async function digestSaid(
  engines: SayingEngines,
  sources: readonly SummarySource[],
  run: DigestRun,
): Promise<SaidDigest> {
  const { clean = true, choose = true } = run.options;
  const read = await readAll(sources);
  const ready = await cleanAll(engines, read.sentences, { ...run, clean, choose });
  const kept = sources.length > 1 ? withoutRepeats(ready) : ready;
  const { ranks, chances, enough, parts } = await rank(engines, kept, choose, run.signal);
  const notes: DigestNote[] = [
    ...(clean ? read.foreign.map((language): DigestNote => ({ kind: 'not-cleaned', language })) : []),
    ...Array.from(read.split, (by): DigestNote => ({ kind: 'split-unpunctuated', by })),
    ...(parts > 1 ? [{ kind: 'read-in-parts', parts } as const] : []),
  ];
  return {
    kind: 'said',
    language: read.language,
    read: sources.reduce((sum, { text }) => sum + countWords(text), 0),
    sentences: kept.map((sentence, at) => digestSentence(sentence, ranks[at] ?? at, chances[at] ?? 0)),
    enough,
    notes,
  };
}

function digestSentence(sentence: Ready, rank: number, confidence: number): DigestSentence {
  const { cleaned, original, range, prefix, paragraph, textNumber, seconds } = sentence;
  return {
    text: cleaned.text,
    original,
    source: range,
    removed: cleaned.removed,
    prefix,
    paragraph,
    textNumber,
    seconds,
    rank,
    confidence,
  };
}

async function readAll(sources: readonly SummarySource[]): Promise<{
  sentences: Sentence[];
  /** Of the first text. */
  language: string;
  /** Languages that are not cleaned. */
  foreign: string[];
  split: Set<'pauses' | 'length'>;
}> {
  const split = new Set<'pauses' | 'length'>();
  const languages: string[] = [];
  const sentences: Sentence[] = [];
  for (const [textNumber, source] of sources.entries()) {
    const language = source.language ?? (await languageOf(source.text));
    languages.push(language);
    const cleanable = language.split('-')[0]?.toLowerCase() === cleanedLanguage;
    const read = readSource(source, language === 'und' ? cleanedLanguage : language);
    for (const how of read.split) split.add(how);
    for (const sentence of read.sentences) {
      const original = source.text.slice(...sentence.range);
      const seconds = secondsAt(source, sentence.range[0]);
      sentences.push({ ...sentence, original, textNumber, seconds, cleanable });
    }
  }
  const foreign = languages.filter((language) => language.split('-')[0]?.toLowerCase() !== cleanedLanguage);
  return { sentences, language: languages[0] ?? 'und', foreign: [...new Set(foreign)], split };
}

/** Each engine takes the next sentence as soon as it is done with one. */
async function cleanAll(
  { cleaners }: SayingEngines,
  sentences: readonly Sentence[],
  { clean, choose, options, signal, onProgress }: DigestRun & { clean: boolean; choose: boolean },
): Promise<Ready[]> {
  const ready: Ready[] = new Array(sentences.length);
  let next = 0;
  let done = 0;
  const settings = {
    ...(options.beams === undefined ? {} : { beams: options.beams }),
    ...(options.guard === undefined ? {} : { guard: options.guard }),
    ...(signal === undefined ? {} : { signal }),
  };
  const work = async (engine: SayingEngines['cleaners'][number]): Promise<void> => {
    for (let at = next++; at < sentences.length; at = next++) {
      if (signal?.aborted) throw signal.reason;
      const sentence = sentences[at] as Sentence;
      const { original, cleanable } = sentence;
      if (cleanable && clean && choose) {
        ready[at] = { ...sentence, ...(await engine.cleanWithVector(original, settings)) };
      } else if (cleanable && clean) {
        ready[at] = { ...sentence, cleaned: await engine.clean(original, settings), vector: null };
      } else {
        const vector = cleanable && choose ? await engine.vector(original) : null;
        ready[at] = { ...sentence, cleaned: standing(original), vector };
      }
      onProgress?.(++done, sentences.length);
    }
  };
  await Promise.all(cleaners.map(work));
  return ready;
}

function standing(text: string): CleanedSentence {
  return { text, removed: [], confidence: 1, changed: false, guarded: false };
}

function withoutRepeats(ready: readonly Ready[]): Ready[] {
  const repeats = repeatsAmong(ready.map(({ cleaned }) => cleaned.text));
  return ready.filter((_, at) => !repeats.has(at));
}

interface Ranking {
  /** For each sentence its place in the order of choice. */
  readonly ranks: readonly number[];
  readonly chances: readonly number[];
  readonly enough: number;
  readonly parts: number;
}

async function rank(
  { chooser }: SayingEngines,
  ready: readonly Ready[],
  choose: boolean,
  signal: AbortSignal | undefined,
): Promise<Ranking> {
  if (!choose || ready.length === 0) {
    return { ranks: [...ready.keys()], chances: ready.map(() => 1), enough: ready.length, parts: 1 };
  }
  const worth = ready.flatMap(({ cleaned }, at) => (countWords(cleaned.text) >= fewestWords ? [at] : []));
  const places = worth.length > 0 ? worth : [...ready.keys()];
  const candidates = places.map((place) => {
    const { cleaned, vector } = ready[place] as Ready;
    return { text: cleaned.text, vector };
  });
  const begins = (at: number): boolean => {
    const [one, before] = [ready[places[at] ?? -1], ready[places[at - 1] ?? -1]];
    return one?.paragraph !== before?.paragraph || one?.textNumber !== before?.textNumber;
  };
  const choice = await chooseAny(chooser, candidates, begins, signal);
  const chosen = choice.order.map((at) => places[at] as number);
  const isChosen = new Set(chosen);
  const others = [...ready.keys()].filter((at) => !isChosen.has(at));
  const ranks: number[] = new Array(ready.length);
  const chances: number[] = new Array(ready.length);
  for (const [rank, place] of [...chosen, ...others].entries()) {
    ranks[place] = rank;
    chances[place] = choice.chances[rank] ?? 0;
  }
  return { ranks, chances, enough: choice.enough, parts: choice.parts };
}
