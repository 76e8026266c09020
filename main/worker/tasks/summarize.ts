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
import type { PreparedSentence } from '../protocol.ts';
import type { ChooseEngine } from './choose.ts';
import { chooseAny } from './choose-long.ts';
import type { CleanEngine } from './clean.ts';
import { secondsAt } from './summarize-moments.ts';
import { repeatsAmong } from './summarize-repeats.ts';

/** What makes digests: of each source, or of all together. */
export interface Summarizer {
  /** What really runs the models. */
  readonly provider: string;
  /**
   * @param sources several make one digest
   * @param prepared what `prepare` gave for all the sentences, in order; done here where absent
   * @throws the signal's reason once it is aborted
   */
  digest(
    sources: readonly SummarySource[],
    run: DigestRun,
    prepared?: readonly PreparedSentence[],
  ): Promise<Digest>;
  /**
   * Does the first half of the work for some of the sentences.
   * @throws ParolaError model-wrong-task where the model writes in its own words
   */
  prepare(sources: readonly SummarySource[], run: DigestRun, share: Share): Promise<PreparedSentence[]>;
  dispose(): Promise<void>;
}

export interface DigestRun {
  readonly options: SummarizeOptions;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Every so many-th sentence. */
export interface Share {
  readonly first: number;
  readonly every: number;
}

export interface SayingEngines {
  readonly cleaner: Pick<CleanEngine, 'clean' | 'cleanWithVector' | 'vector'>;
  readonly chooser: Pick<ChooseEngine, 'choose' | 'maxSentences'>;
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

type Ready = Sentence & PreparedSentence;

/** Each sentence of the share cleaned and read. */
export async function prepareSaid(
  engines: Pick<SayingEngines, 'cleaner'>,
  sources: readonly SummarySource[],
  run: DigestRun,
  { first, every }: Share,
): Promise<PreparedSentence[]> {
  const { sentences } = await readAll(sources);
  return prepareAll(
    engines,
    sentences.filter((_, at) => at % every === first),
    run,
  );
}

/** The digest of sentences that were said in `sources`. */
export async function digestSaid(
  engines: SayingEngines,
  sources: readonly SummarySource[],
  run: DigestRun,
  given?: readonly PreparedSentence[],
): Promise<SaidDigest> {
  const { clean = true, choose = true } = run.options;
  const read = await readAll(sources);
  const prepared = given ?? (await prepareAll(engines, read.sentences, run));
  const ready = read.sentences.flatMap((sentence, at): Ready[] => {
    const one = prepared[at];
    return one === undefined ? [] : [{ ...sentence, ...one }];
  });
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
  const { text, removed, original, range, prefix, paragraph, textNumber, seconds } = sentence;
  return {
    text,
    original,
    source: range,
    removed,
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

async function prepareAll(
  { cleaner }: Pick<SayingEngines, 'cleaner'>,
  sentences: readonly Sentence[],
  { options, signal, onProgress }: DigestRun,
): Promise<PreparedSentence[]> {
  const { clean = true, choose = true, beams, guard } = options;
  const settings = {
    ...(beams === undefined ? {} : { beams }),
    ...(guard === undefined ? {} : { guard }),
    ...(signal === undefined ? {} : { signal }),
  };
  const prepared: PreparedSentence[] = [];
  for (const { original, cleanable } of sentences) {
    if (signal?.aborted) throw signal.reason;
    const isRead = choose && countWords(original) >= fewestWords;
    if (!cleanable || !clean) {
      const vector = cleanable && isRead ? await cleaner.vector(original) : null;
      prepared.push({ text: original, removed: [], vector });
    } else if (isRead) {
      const { cleaned, vector } = await cleaner.cleanWithVector(original, settings);
      prepared.push({ text: cleaned.text, removed: cleaned.removed, vector });
    } else {
      const { text, removed } = await cleaner.clean(original, settings);
      prepared.push({ text, removed, vector: null });
    }
    onProgress?.(prepared.length, sentences.length);
  }
  return prepared;
}

/** What is short was not read for the chooser, who chooses among it only where there is nothing else. */
async function readShort(
  cleaner: SayingEngines['cleaner'],
  ready: Ready[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const [at, one] of ready.entries()) {
    if (signal?.aborted) throw signal.reason;
    if (one.cleanable && one.vector === null) ready[at] = { ...one, vector: await cleaner.vector(one.text) };
  }
}

function withoutRepeats(ready: readonly Ready[]): Ready[] {
  const repeats = repeatsAmong(ready.map(({ text }) => text));
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
  { cleaner, chooser }: SayingEngines,
  ready: readonly Ready[],
  choose: boolean,
  signal: AbortSignal | undefined,
): Promise<Ranking> {
  if (!choose || ready.length === 0) {
    return { ranks: [...ready.keys()], chances: ready.map(() => 1), enough: ready.length, parts: 1 };
  }
  const worth = ready.flatMap(({ text }, at) => (countWords(text) >= fewestWords ? [at] : []));
  const places = worth.length > 0 ? worth : [...ready.keys()];
  const candidates = places.map((place) => ready[place] as Ready);
  if (worth.length === 0) await readShort(cleaner, candidates, signal);
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
