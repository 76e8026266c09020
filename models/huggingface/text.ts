/** Models that read text and write text: T5, BART and Marian. */
import { ParolaError } from '../../main/errors.ts';
import type { EncoderDecoderGraphs, Manifest } from '../schema.ts';
import { type ExportFolder, needFile } from './folder.ts';
import { decodeOf } from './generation.ts';
import { type ExportGraphs, readGraphs } from './graphs.ts';
import type { ImportWishes, ReadExport } from './manifest.ts';
import {
  type Configuration,
  endTokenOf,
  type Generation,
  generationFor,
  type Settings,
  startTokenOf,
} from './settings.ts';

/** What such a model can be asked to do. */
type TextTask = Extract<Manifest['task'], 'summarize' | 'translate'>;

/** The encoder's limit where the settings name none. */
const usualSourceTokens = 512;
const mostSourceTokens = 16_384;
/** Translations are at most so many times as long as their source. */
const tokensPerSourceToken = 3;

/** See `manifestFrom`. */
export async function textManifest(
  folder: ExportFolder,
  settings: Settings,
  wishes: ImportWishes,
): Promise<ReadExport> {
  const { config } = settings;
  const task = taskOf(config, wishes);
  const languages = languagesOf(task, settings, wishes);
  const generation = generationFor(settings, parameterName(task, languages));
  const tokenizer = needFile(folder, 'tokenizer.json');
  const graphs = await readGraphs(folder, 'input_ids', cacheOf(config), wishes.variant);
  const files = [...graphs.files, tokenizer];
  return {
    manifest: {
      ...namesOf(settings, task, wishes),
      revision: 'imported',
      task,
      default: false,
      languages,
      licence: { spdx: wishes.licence ?? 'NOASSERTION', credit: nameOf(settings), url: '' },
      description: `Imported from files on this machine (${config.model_type}).`,
      quality: [],
      files: files.map(({ name, bytes }) => ({
        name,
        bytes,
        sha256: null,
        sources: [`file:${folder.path}`],
      })),
      graphs: graphsOf(settings, generation, graphs, task, languages, tokenizer.name, wishes),
    },
    files,
    notes: [`it runs ${graphs.files.map(({ name }) => name).join(', ')}`],
  };
}

/** BART writes summaries more often than anything else, T5 was taught to by its makers; Marian translates. */
function taskOf({ model_type: type }: Configuration, { task, from, to }: ImportWishes): TextTask {
  if (task === 'translate' || task === 'summarize') return task;
  if (task !== undefined) {
    throw new ParolaError(
      'model-wrong-task',
      `a model of the kind "${type}" does not ${task}; it can translate or summarize`,
    );
  }
  return type === 'marian' || from !== undefined || to !== undefined ? 'translate' : 'summarize';
}

/** Source and target where it translates. @throws ParolaError request-invalid where they are not known */
function languagesOf(task: TextTask, { config, tokenizer }: Settings, wishes: ImportWishes): string[] {
  if (task === 'summarize') return wishes.from === undefined ? ['en'] : [wishes.from];
  const named = /opus-mt-(?:tc-[a-z]+-)?([a-z]{2,3})[-_]([a-z]{2,3})\/?$/i.exec(config._name_or_path ?? '');
  const from = wishes.from ?? named?.[1] ?? tokenizer.source_lang;
  const to = wishes.to ?? named?.[2] ?? tokenizer.target_lang;
  const codes = [from, to].map((code) => plainCode(code ?? ''));
  if (codes.every((code) => code !== '')) return codes;
  throw new ParolaError(
    'request-invalid',
    'the files do not say from which language into which the model translates; give --from and --to, as "en" and "de"',
  );
}

/** A code as languages are told apart elsewhere ("eng" is "en"); empty for what is none. */
function plainCode(code: string): string {
  try {
    return Intl.getCanonicalLocales(code.replaceAll('_', '-'))[0] ?? '';
  } catch {
    return '';
  }
}

/** What `task_specific_params` calls the task. */
function parameterName(task: TextTask, [from, to]: readonly string[]): string {
  return task === 'summarize' ? 'summarization' : `translation_${from}_to_${to}`;
}

const english = new Intl.DisplayNames(['en'], { type: 'language' });

/** What T5 was taught to expect before a text. */
function prefixOf(
  { config }: Settings,
  { prefix: own }: Generation,
  task: TextTask,
  languages: readonly string[],
  wishes: ImportWishes,
): string {
  if (wishes.prefix !== undefined) return wishes.prefix;
  if (typeof own === 'string') return own;
  if (config.model_type !== 't5') return '';
  if (task === 'summarize') return 'summarize: ';
  const [from, to] = languages.map((code) => english.of(code) ?? code);
  return `translate ${from} to ${to}: `;
}

function graphsOf(
  settings: Settings,
  generation: Generation,
  graphs: ExportGraphs,
  task: TextTask,
  languages: readonly string[],
  tokenizer: string,
  wishes: ImportWishes,
): EncoderDecoderGraphs {
  const { config } = settings;
  const [start, end] = [startTokenOf(settings), endTokenOf(settings)];
  const vocabularySize = graphs.vocabularySize ?? config.vocab_size ?? 0;
  if (Math.max(start, end) >= vocabularySize) {
    throw new ParolaError(
      'model-unsupported',
      `the settings do not fit the graphs: token ${Math.max(start, end)} is not among ${vocabularySize}; take all files from one export`,
    );
  }
  const prefix = prefixOf(settings, generation, task, languages, wishes);
  const positions = config.max_position_embeddings ?? null;
  return {
    kind: 'encoder-decoder',
    encoder: graphs.encoder,
    decoder: graphs.decoder,
    tokenizer: { file: tokenizer },
    tokens: { start, end, vocabularySize },
    decode: {
      ...decodeOf(generation, end, positions),
      ...(task === 'translate' ? { maxTokensPerSourceToken: tokensPerSourceToken } : {}),
    },
    text: { ...(prefix === '' ? {} : { prefix }), maxSourceTokens: sourceLimit(settings) },
  };
}

function sourceLimit({ config, tokenizer }: Settings): number {
  const limits = [tokenizer.model_max_length, config.max_position_embeddings, config.n_positions];
  const said = limits.filter(
    (limit): limit is number => typeof limit === 'number' && limit <= mostSourceTokens,
  );
  return Math.max(2, Math.floor(Math.min(...(said.length > 0 ? said : [usualSourceTokens]))));
}

function cacheOf(config: Configuration): { heads: number; headSize: number } {
  const heads = config.num_heads ?? config.decoder_attention_heads ?? 1;
  return { heads, headSize: config.d_kv ?? Math.floor((config.d_model ?? heads) / heads) };
}

/** "facebook/bart-large-cnn", as its maker called it. */
function nameOf({ config: { _name_or_path: name, model_type: type } }: Settings): string {
  // It may be a folder on somebody's machine.
  const plain = (name ?? '').split(/[/\\]/).filter(Boolean).slice(-2).join('/');
  return /^[\w.-]+(?:\/[\w.-]+)?$/.test(plain) && !/^[./]|^[A-Za-z]:/.test(name ?? '') ? plain : type;
}

function namesOf(
  settings: Settings,
  task: TextTask,
  wishes: ImportWishes,
): Pick<Manifest, 'id' | 'title' | 'name'> {
  const name = nameOf(settings);
  const id = (wishes.id ?? name.split('/').pop() ?? '').toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
  const does = task === 'summarize' ? 'Summaries in its own words' : 'Translation';
  return { id: id.slice(0, 64), title: wishes.title ?? `${does}: ${name}`, name };
}
