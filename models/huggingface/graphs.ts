/**
 * The graphs of an export as the one decode engine runs them: which input takes what, what is carried from
 * step to step, and what stays after the first. The names are those that Hugging Face's exporter gives.
 */
import { ParolaError } from '../../main/errors.ts';
import { elementTypes } from '../graph/onnx.ts';
import type { EncoderDecoderGraphs, StatePair, StepGraph } from '../schema.ts';
import { type ExportFile, type ExportFolder, type GraphRole, graphOf } from './folder.ts';
import { type GraphFacts, type GraphValue, readGraphFacts } from './graph-facts.ts';

/** The part of a manifest that graphs decide, and their files. */
export interface ExportGraphs {
  readonly encoder: EncoderDecoderGraphs['encoder'];
  readonly decoder: EncoderDecoderGraphs['decoder'];
  readonly files: readonly ExportFile[];
  /** Columns of the logits, where the graph says so. */
  readonly vocabularySize: number | null;
  /** What the decoder gives at every step. */
  readonly outputs: readonly string[];
  /** The fixed sizes of the encoder's input. */
  readonly encoderInput: GraphValue;
}

/** Sizes of the attention cache as the settings have them, for graphs that do not say. */
export interface CacheShape {
  readonly heads: number;
  readonly headSize: number;
}

const layerLimit = 100;
const hidden = 'last_hidden_state';

/**
 * Reads the graphs of an export.
 * @param encoderInput what the encoder reads: `input_ids`, `input_features`
 * @throws ParolaError file-not-found naming the graph that is missing; data-malformed; model-unsupported
 */
export async function readGraphs(
  folder: ExportFolder,
  encoderInput: string,
  cache: CacheShape,
  variant: string | undefined,
): Promise<ExportGraphs> {
  const encoder = await readGraphFacts(need(folder, 'encoder_model', variant));
  const merged = graphOf(folder, 'decoder_model_merged', variant);
  const decoders = merged
    ? { step: await readGraphFacts(merged) }
    : {
        step: await readGraphFacts(need(folder, 'decoder_with_past_model', variant)),
        first: await readGraphFacts(need(folder, 'decoder_model', variant)),
      };
  const input = valueNamed(encoder.inputs, encoderInput);
  if (input === undefined) throw unfit(encoder, `it does not read ${encoderInput}`);
  const step = merged ? mergedStep(decoders.step, cache) : laterStep(decoders.step);
  const { first } = decoders;
  return {
    encoder: encoderOf(encoder, encoderInput),
    decoder: first ? { step, first: firstStep(first, step) } : { step },
    files: [encoder.file, decoders.step.file, ...(first ? [first.file] : [])],
    vocabularySize: valueNamed(decoders.step.outputs, 'logits')?.dims[2] ?? null,
    outputs: decoders.step.outputs
      .map(({ name }) => name)
      .filter((name) => first === undefined || valueNamed(first.outputs, name) !== undefined),
    encoderInput: input,
  };
}

function need(folder: ExportFolder, role: GraphRole, variant: string | undefined): ExportFile {
  const found = graphOf(folder, role, variant);
  if (found !== null) return found;
  const name = `${role}${variant ? `_${variant}` : ''}.onnx`;
  const instead = role.startsWith('decoder') ? ' (or decoder_model_merged.onnx in its place)' : '';
  throw new ParolaError(
    'file-not-found',
    `${folder.path} has no ${name}${instead}; export the model with "optimum-cli export onnx --model MODEL FOLDER", whose task must end in "-with-past"`,
  );
}

function encoderOf(facts: GraphFacts, input: string): EncoderDecoderGraphs['encoder'] {
  const mask = valueNamed(facts.inputs, 'attention_mask')?.name;
  refuseOthers(facts, [input, ...(mask ? [mask] : [])]);
  needOutput(facts, hidden);
  return { file: facts.file.name, input, ...(mask ? { mask } : {}), outputs: [hidden] };
}

/** One graph for all steps: its cache is empty before the first, and the encoder's part stays after it. */
function mergedStep(facts: GraphFacts, cache: CacheShape): StepGraph {
  const pairs = statePairs(facts).map(({ past, present, isEncoders }): StatePair => {
    const [, heads, , headSize] = past.dims;
    return {
      ...pairOf(past, present.name),
      initial: [1, heads ?? cache.heads, 0, headSize ?? cache.headSize],
      constantAfterFirst: isEncoders,
    };
  });
  return { ...stepGraph(facts, pairs), ...encoded(facts) };
}

/** Steps after the first, where those have a graph of their own: the encoder's part of the cache is only read. */
function laterStep(facts: GraphFacts): StepGraph {
  const pairs = pastValues(facts).map(({ past, present, isEncoders }) => {
    if (!isEncoders) needOutput(facts, present);
    return pairOf(past, isEncoders ? null : present);
  });
  return { ...stepGraph(facts, pairs), ...encoded(facts) };
}

/** The first step: it takes no cache and makes the one that `step` goes on with. */
function firstStep(facts: GraphFacts, step: StepGraph): StepGraph {
  const pairs = step.state.map(({ input }): StatePair => {
    const present = presentOf(input);
    needOutput(facts, present);
    return { ...pairOf({ name: input }, present) };
  });
  return { ...stepGraph(facts, pairs, []), ...encoded(facts) };
}

function stepGraph(facts: GraphFacts, state: StatePair[], fed = state.map(({ input }) => input)): StepGraph {
  const names = facts.inputs.map(({ name }) => name);
  const extras: StepGraph['extras'] = [
    ...(names.includes('encoder_attention_mask')
      ? [{ input: 'encoder_attention_mask', value: 'encoder-mask', type: 'int64' } as const]
      : []),
    ...(names.includes('use_cache_branch')
      ? [{ input: 'use_cache_branch', value: 'after-first-step', type: 'bool' } as const]
      : []),
    ...(names.includes('cache_position')
      ? [{ input: 'cache_position', value: 'position', type: 'int64' } as const]
      : []),
  ];
  if (!names.includes('input_ids')) throw unfit(facts, 'it does not read input_ids');
  refuseOthers(facts, ['input_ids', 'encoder_hidden_states', ...extras.map(({ input }) => input), ...fed]);
  const logits = needOutput(facts, 'logits');
  if (logits.elementType !== elementTypes.float32) throw unfit(facts, halfPrecision);
  return {
    file: facts.file.name,
    ids: { input: 'input_ids', shape: 'beams-by-1', type: 'int64' },
    encoded: {},
    extras,
    logits: 'logits',
    attention: [],
    state,
  };
}

/** The mask is as long as the source, which only the encoder's output tells: later steps are fed it too, where they take it. */
function encoded({ inputs }: GraphFacts): Pick<StepGraph, 'encoded'> {
  const takes = inputs.some(({ name }) => name === 'encoder_hidden_states');
  return { encoded: takes ? { [hidden]: 'encoder_hidden_states' } : {} };
}

function pairOf(past: Pick<GraphValue, 'name'>, output: string | null): StatePair {
  return { input: past.name, output, beamAxis: 0, type: 'float32', constantAfterFirst: false };
}

interface Past {
  readonly past: GraphValue;
  readonly present: string;
  readonly isEncoders: boolean;
}

const pastPattern = /^past_key_values\.(\d{1,3})\.(decoder|encoder)\.(key|value)$/;

function presentOf(past: string): string {
  return past.replace(/^past_key_values/, 'present');
}

/** The attention cache that a graph takes. @throws ParolaError model-unsupported where it takes none */
function pastValues(facts: GraphFacts): Past[] {
  const found = facts.inputs.flatMap((past): Past[] => {
    const parts = pastPattern.exec(past.name);
    if (parts === null) return [];
    if (past.elementType !== elementTypes.float32) throw unfit(facts, halfPrecision);
    if (past.dims.length !== 4) throw unfit(facts, `${past.name} has ${past.dims.length} axes, not 4`);
    return [{ past, present: presentOf(past.name), isEncoders: parts[2] === 'encoder' }];
  });
  if (found.length === 0) {
    throw unfit(
      facts,
      'it keeps no cache (no past_key_values inputs); export with a task that ends in "-with-past"',
    );
  }
  if (found.length > 4 * layerLimit) throw unfit(facts, 'it has too many layers');
  return found;
}

function statePairs(facts: GraphFacts): { past: GraphValue; present: GraphValue; isEncoders: boolean }[] {
  return pastValues(facts).map(({ past, present, isEncoders }) => ({
    past,
    present: needOutput(facts, present),
    isEncoders,
  }));
}

const halfPrecision =
  'it is in half precision, which the processor does not run; take the export in full precision or the quantized one';

function needOutput(facts: GraphFacts, name: string): GraphValue {
  const found = valueNamed(facts.outputs, name);
  if (found === undefined) throw unfit(facts, `it does not give ${name}`);
  return found;
}

function refuseOthers(facts: GraphFacts, known: readonly string[]): void {
  const other = facts.inputs.find(({ name }) => !known.includes(name));
  if (other !== undefined) {
    throw unfit(facts, `it asks for ${JSON.stringify(other.name.slice(0, 60))}, which is not known`);
  }
}

function valueNamed(values: readonly GraphValue[], name: string): GraphValue | undefined {
  return values.find((value) => value.name === name);
}

function unfit({ file }: GraphFacts, why: string): ParolaError {
  return new ParolaError(
    'model-unsupported',
    `${file.name} is not a graph that this version of Parola can run: ${why}`,
  );
}
