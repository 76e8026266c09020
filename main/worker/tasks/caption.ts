/**
 * A picture → one sentence, with how sure it is, other sentences, and where the model looked for each word;
 * for what is no photograph plain facts, because the model would have to invent.
 */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import {
  type DescribeOptions,
  type PictureDescription,
  type PictureKind,
  pictureKinds,
} from '../../../preload/description.ts';
import { ParolaError } from '../../errors.ts';
import { decode, finish } from '../decode/decode.ts';
import type { BeamSearch, Encoded, Hypothesis, LogitsRule } from '../decode/decoder.ts';
import { forcePrefix, readPrefix } from '../decode/logits.ts';
import type { Picture } from '../input/picture.ts';
import { parseWordList, type WordList } from '../input/word-list.ts';
import type { InstalledModel } from '../protocol.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder, tokenizerOf } from '../runtime/encoder-decoder.ts';
import { readVerified } from '../runtime/session.ts';
import { codedCancel } from './cancel.ts';
import { factsSentence } from './caption-facts.ts';
import { preferNeutral } from './caption-gender.ts';
import { type Prefix, readGiven } from './caption-prefix.ts';
import { captionWords } from './caption-words.ts';

/** What the captioner says of a picture; what is written in it is read by others. */
export type Caption = Omit<PictureDescription, 'text' | 'facts'>;

export interface CaptionOptions extends DescribeOptions {
  readonly signal?: AbortSignal;
}

/** The part of a picture that captioning needs. */
export type SeenPicture = Pick<Picture, 'facts' | 'squashed'>;

export interface CaptionEngine {
  /** What really runs the model. */
  readonly provider: string;
  /** @throws ParolaError `cancelled` */
  caption(picture: SeenPicture, options: CaptionOptions): Promise<Caption>;
  dispose(): Promise<void>;
}

type ImageFacts = NonNullable<EncoderDecoderGraphs['image']>;

interface Captioner {
  readonly loaded: LoadedEncoderDecoder;
  readonly graphs: EncoderDecoderGraphs;
  readonly image: ImageFacts;
  readonly list: WordList;
}

/** A caption goes on for at least so many words behind a long prefix. */
const wordsBehindPrefix = 8;

/**
 * Opens a captioner.
 * @param options.threads for one operation; the runtime's own choice where absent
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`
 */
export async function loadCaptioner(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: { readonly threads?: number } = {},
): Promise<CaptionEngine> {
  const { graphs } = model;
  const { image } = graphs;
  if (image === undefined) {
    throw new ParolaError(
      'model-unsupported',
      `The model ${model.id} does not look at pictures; choose another`,
    );
  }
  const json = Buffer.from(await readVerified(model, tokenizerOf(model).file)).toString('utf8');
  const list = parseWordList(json, graphs.tokens.vocabularySize);
  const loaded = await loadEncoderDecoder(model, options);
  const captioner = { loaded, graphs, image, list };
  return {
    get provider() {
      return loaded.provider;
    },
    caption: (picture, choices) =>
      codedCancel(choices.signal, () => captionPicture(captioner, picture, choices)),
    dispose: () => loaded.dispose(),
  };
}

async function captionPicture(
  captioner: Captioner,
  picture: SeenPicture,
  options: CaptionOptions,
): Promise<Caption> {
  const { loaded, image, list } = captioner;
  const encoded = await loaded.encodePixels(await picture.squashed(image.sizePixels));
  const kind = kindOf(encoded, image);
  if (kind !== 'photograph') return abstained(kind, picture);
  const prefix = readGiven(options.prefix ?? '', list);
  const prefixLogProbabilities: number[] = [];
  const rules = rulesFor(captioner, prefix, prefixLogProbabilities);
  const search = searchFor(captioner.graphs, prefix, options);
  const found = await finish(decode(loaded.decoder, encoded, search, rules, options.signal));
  const [rows, columns] = image.grid;
  const context = { list, prefix, prefixLogProbabilities, cells: rows * columns };
  const captions = found.map((hypothesis) => {
    const words = captionWords(hypothesis, context);
    const caption = words.map(({ text }) => text).join(' ');
    return { caption, words, score: meanLogProbability(hypothesis, prefix.ids.length) };
  });
  const best = captions[0];
  if (best === undefined) throw new Error('the search ended without an answer');
  return {
    caption: best.caption,
    confidence: chance(best.score, image),
    abstained: false,
    kind,
    alternatives: captions.slice(1).map(({ caption, score }) => ({ caption, score })),
    grid: image.grid,
    words: best.words,
  };
}

/** As many beams as answers are asked for, at least. */
function searchFor(
  { decode: usual, tokens }: EncoderDecoderGraphs,
  { ids }: Prefix,
  { beams = usual.beams, alternatives = 0 }: CaptionOptions,
): BeamSearch {
  return {
    kind: 'beam',
    beams: Math.max(1, beams, alternatives + 1),
    lengthPenalty: usual.lengthPenalty,
    hypotheses: alternatives + 1,
    startToken: tokens.start,
    endToken: tokens.end,
    maxTokens: Math.max(usual.maxTokens, ids.length + wordsBehindPrefix),
  };
}

function rulesFor({ image, list }: Captioner, { ids }: Prefix, probabilities: number[]): LogitsRule[] {
  const neutral = image.gender === undefined ? [] : [preferNeutral(image.gender, list)];
  if (ids.length === 0) return neutral;
  return [readPrefix(ids, probabilities), ...neutral, forcePrefix(ids)];
}

/** `photograph` where the model is sure enough of it, else what it would be besides. */
function kindOf(encoded: Encoded, { kinds }: ImageFacts): PictureKind {
  const chances = encoded.get(kinds.output)?.data ?? [];
  let best: PictureKind = 'photograph';
  let most = -1;
  for (const [place, name] of kinds.names.entries()) {
    const share = Number(chances[place] ?? 0);
    const kind = pictureKinds.find((one) => one === name);
    if (kind === 'photograph') {
      if (share >= kinds.photographAtLeast) return kind;
    } else if (kind !== undefined && share > most) {
      best = kind;
      most = share;
    }
  }
  return best;
}

function abstained(kind: PictureKind, { facts }: SeenPicture): Caption {
  return {
    caption: factsSentence(kind, facts),
    confidence: 0,
    abstained: true,
    kind,
    alternatives: [],
    grid: [0, 0],
    words: [],
  };
}

/** Of the tokens that the model chose itself, its end among them. */
function meanLogProbability(hypothesis: Hypothesis, given: number): number {
  const { logProbabilities, endLogProbability, ending } = hypothesis;
  const own = logProbabilities.slice(given);
  const tokens = own.length + (ending === 'end' ? 1 : 0);
  return own.reduce((sum, value) => sum + value, endLogProbability) / Math.max(1, tokens);
}

function chance(score: number, { confidence }: ImageFacts): number {
  return 1 / (1 + Math.exp(-(confidence.slope * score + confidence.offset)));
}
