/** The glossary's file as it is read: YAML, checked, with the line of what is wrong in it. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { ParolaError } from './errors.ts';

export interface GlossaryTerm {
  readonly term: string;
  /** BCP 47; null: whatever the language, as for names. */
  readonly language: string | null;
  /** By target language. `use` is null where some words are only forbidden. */
  readonly translations: Readonly<Record<string, { readonly use: string | null; readonly never: string[] }>>;
}

export interface Glossary {
  readonly terms: readonly GlossaryTerm[];
}

/** Numbers are terms too. */
const words = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => String(value).trim()),
  v.minLength(1, 'is empty'),
  v.maxLength(200, 'is longer than 200 characters'),
);
/** One word, or what is used and what never is. */
export const translationShape = v.union([
  v.pipe(
    words,
    v.transform((use) => ({ use, never: [] as string[] })),
  ),
  v.pipe(
    v.custom<object>(
      (value) => !Array.isArray(value),
      'is a list where a word, or "use" and "never", is meant',
    ),
    v.looseObject({ use: v.optional(v.nullable(words), null), never: v.optional(v.array(words), []) }),
  ),
]);
/** What else stands there may be another sense's, or a newer Parola's. */
const fileShape = v.looseObject({
  terms: v.optional(
    v.nullable(
      v.array(
        v.looseObject({
          term: words,
          language: v.optional(v.nullable(v.string()), null),
          translations: v.optional(v.nullable(v.record(v.string(), translationShape)), null),
        }),
      ),
    ),
    null,
  ),
});

/**
 * The glossary in `source`, and the document to change it in; a file that is not there is an empty one.
 * @throws ParolaError data-malformed naming the line, file-unreadable
 */
export async function openGlossary(source: string): Promise<{ document: Document; glossary: Glossary }> {
  const lines = new LineCounter();
  const text = await read(source);
  const document = parseDocument(text, { lineCounter: lines });
  const [wrong] = document.errors;
  if (wrong !== undefined) throw broken(source, wrong.linePos?.[0].line ?? 1, wrong.message);
  const parsed = v.safeParse(fileShape, contentsOf(source, document) ?? {});
  if (parsed.success) {
    const terms = parsed.output.terms ?? [];
    return {
      document,
      glossary: { terms: terms.map((one) => ({ ...one, translations: one.translations ?? {} })) },
    };
  }
  const [issue] = parsed.issues;
  const keys = (issue.path ?? []).map(({ key }) => key);
  throw broken(source, lineOf(document, lines, keys), `${keys.join('.')}: ${issue.message}`);
}

function contentsOf(source: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw broken(source, 1, (error as Error).message);
  }
}

async function read(source: string): Promise<string> {
  try {
    return await readFile(source, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new ParolaError('file-unreadable', `${source} cannot be read; check its permissions`, message);
  }
}

/** The line of what `keys` lead to, or of the nearest thing around it. */
function lineOf(document: Document, lines: LineCounter, keys: readonly unknown[]): number {
  for (let length = keys.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
    const range = (node as { range?: readonly number[] } | null | undefined)?.range;
    if (range?.[0] !== undefined) return lines.linePos(range[0]).line;
  }
  return 1;
}

function broken(source: string, line: number, detail: string): ParolaError {
  return new ParolaError(
    'data-malformed',
    `${source} is not a glossary that Parola understands (line ${line}); mend it, or move it away`,
    detail,
  );
}
