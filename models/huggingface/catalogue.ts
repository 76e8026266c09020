/**
 * Exports of other makers' models that can be installed by name, made from the rows of one table
 * (`exports.json`). Their graphs are read when they are installed. Revisions and hashes are those that others
 * who use the files have written down; where no hash is known, the first install records one. None of them
 * could be fetched where this was written: tiny ones of the same families were run instead.
 */
import type { Manifest } from '../schema.ts';
import table from './exports.json' with { type: 'json' };

type Row = (typeof table.models)[number];

const settingsFiles = ['config.json', 'generation_config.json', 'tokenizer_config.json', 'tokenizer.json'];
const graphFiles = ['encoder_model_quantized.onnx', 'decoder_model_merged_quantized.onnx'];
/** Of English to Chinese; the others are much the same. */
const opusBytes = 113_112_546;
const english = new Intl.DisplayNames(['en'], { type: 'language' });

/** A manifest for each; none is fetched by itself. */
export function exportedModels(): Manifest[] {
  return [...table.models.map(summarizer), ...table.opus.pairs.map(opus)];
}

function summarizer(row: Row): Manifest {
  const { id, title, name, task, languages, description, spdx, credit, url } = row;
  return {
    id,
    title,
    name,
    revision: `${row.repository} ${row.revision}`,
    task: task as Manifest['task'],
    default: false,
    languages,
    licence: { spdx, credit, url },
    description,
    quality: [],
    files: filesOf(row.repository, row.revision, row.hashes ?? {}),
    exported: { aboutBytes: row.bytes },
  };
}

function opus([from = '', to = '', revision = '', prefix]: readonly string[]): Manifest {
  const [source, target] = [from, to].map((code) => english.of(code) ?? code);
  const name = `opus-mt-${from}-${to}`;
  return {
    id: name,
    title: `Translation: ${source} to ${target}, OPUS-MT`,
    name: `OPUS-MT ${from}-${to}, 8 bits`,
    revision: `Xenova/${name} ${revision}`,
    task: 'translate',
    default: false,
    languages: [from, to],
    licence: {
      // Apache-2.0 for most and CC-BY-4.0 for others, as each model's own page says.
      spdx: 'NOASSERTION',
      credit: 'Language Technology Research Group at the University of Helsinki; ONNX files by Xenova',
      url: `https://huggingface.co/Helsinki-NLP/${name}`,
    },
    description: `Translates ${source} into ${target}, sentence by sentence.`,
    quality: [],
    files: filesOf(`Xenova/${name}`, revision, {}),
    exported: { aboutBytes: opusBytes, ...(prefix === undefined ? {} : { prefix }) },
  };
}

function filesOf(
  repository: string,
  revision: string,
  hashes: Readonly<Record<string, string | undefined>>,
): Manifest['files'] {
  const base = `https://huggingface.co/${repository}/resolve/${revision}`;
  const paths = [...settingsFiles, ...graphFiles.map((name) => `onnx/${name}`)];
  return paths.map((path) => {
    const name = path.replace('onnx/', '');
    return { name, bytes: null, sha256: hashes[name] ?? null, sources: [`${base}/${path}`] };
  });
}
