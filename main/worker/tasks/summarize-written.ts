/**
 * Texts → a summary in a model's own words: a long text is read in stretches, as long as the model can take,
 * and each gives one point that says where it is from.
 */
import type { DigestNote, SummarySource, WrittenDigest } from '../../../preload/summary.ts';
import { countWords } from '../../../preload/summary-length.ts';
import { halves } from '../input/sentences.ts';
import { readSource } from '../input/summary-text.ts';
import { languageOf } from '../input/text-language.ts';
import type { DigestRun } from './summarize.ts';
import { secondsAt } from './summarize-moments.ts';
import type { TextModel } from './text-model.ts';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The digest that the model with this id writes of `sources`; the ranges are of the texts joined by an empty line. */
export async function digestWritten(
  model: Pick<TextModel, 'countTokens' | 'maxSourceTokens' | 'write'>,
  id: string,
  sources: readonly SummarySource[],
  { options, signal, onProgress }: DigestRun,
): Promise<WrittenDigest> {
  const source = joined(sources);
  const language = sources[0]?.language ?? (await languageOf(source.text));
  const read = readSource(source, language === 'und' ? 'en' : language);
  const stretches = stretchesOf(
    model,
    source.text,
    read.sentences.map(({ range: [start, end] }) => ({ start, end })),
  );
  const sentences: WrittenDigest['sentences'][number][] = [];
  for (const [at, { start, end }] of stretches.entries()) {
    if (signal?.aborted) throw signal.reason;
    const [written] = await model.write(source.text.slice(start, end), {
      ...(options.beams === undefined ? {} : { beams: options.beams }),
      signal,
    });
    if (written !== undefined && written.text !== '') {
      const chances = written.tokens.map(({ logProbability }) => logProbability);
      const mean = chances.reduce((sum, value) => sum + value, 0) / Math.max(1, chances.length);
      const seconds = secondsAt(source, start);
      sentences.push({ text: written.text, source: [start, end], seconds, confidence: Math.exp(mean) });
    }
    onProgress?.(at + 1, stretches.length);
  }
  const notes: DigestNote[] = [
    ...Array.from(read.split, (by): DigestNote => ({ kind: 'split-unpunctuated', by })),
    ...(stretches.length > 1 ? [{ kind: 'read-in-parts', parts: stretches.length } as const] : []),
  ];
  return { kind: 'written', language, read: countWords(source.text), model: id, sentences, notes };
}

function joined(sources: readonly SummarySource[]): SummarySource {
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return only;
  const moments: NonNullable<SummarySource['moments']>[number][] = [];
  let text = '';
  for (const source of sources) {
    const gap = text === '' ? '' : '\n\n';
    const from = text.length + gap.length;
    for (const { range, ...when } of source.moments ?? []) {
      moments.push({ ...when, range: [range[0] + from, range[1] + from] });
    }
    text += gap + source.text;
  }
  return { text, moments };
}

/** As many sentences in each as the model takes; a sentence that is too long by itself is halved. */
function stretchesOf(
  model: Pick<TextModel, 'countTokens' | 'maxSourceTokens'>,
  text: string,
  sentences: readonly Stretch[],
): Stretch[] {
  const fits = ({ start, end }: Stretch): boolean =>
    model.countTokens(text.slice(start, end)) <= model.maxSourceTokens;
  const stretches: Stretch[] = [];
  for (const sentence of sentences.flatMap((one) => cutToFit(text, one, fits))) {
    const last = stretches.at(-1);
    const both = last && { start: last.start, end: sentence.end };
    if (both !== undefined && fits(both)) stretches[stretches.length - 1] = both;
    else stretches.push(sentence);
  }
  return stretches;
}

function cutToFit(text: string, whole: Stretch, fits: (one: Stretch) => boolean): Stretch[] {
  if (fits(whole) || whole.end - whole.start < 2) return [whole];
  const [first] = halves(text.slice(whole.start, whole.end));
  const middle = whole.start + first.length;
  return [
    ...cutToFit(text, { start: whole.start, end: middle }, fits),
    ...cutToFit(text, { start: middle, end: whole.end }, fits),
  ];
}
