/**
 * The user's terms, in a file that people read and edit: how a term is written and, for each language,
 * what it is called there and what it must not be called. Every sense may read it; this program changes
 * in it only what it was asked to, and keeps the rest with its comments.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { type Document, isMap, type YAMLMap, type YAMLSeq } from 'yaml';
import type { GlossaryRule } from '../preload/translation.ts';
import { type Glossary, openGlossary, translationShape } from './glossary-document.ts';
import { renameDurably, writeDurably } from './install/durable.ts';

const heading = ` Parola's glossary: terms and what they are called in other languages.
 A term without "language" counts in every language; "never" lists what must not be written.

 terms:
   - term: board
     language: en
     translations:
       pt: conselho
       de: { use: Vorstand, never: [Brett, Tafel] }
`;

/** Where the glossary of a user's data folder is. */
export function glossaryFile(home: string): string {
  return path.join(home, 'glossary.yaml');
}

/**
 * Reads the glossary; a file that is not there is an empty one.
 * @throws ParolaError data-malformed naming the line, file-unreadable
 */
export async function readGlossary(source: string): Promise<Glossary> {
  return (await openGlossary(source)).glossary;
}

/** The rules for translating `from` one language `to` another, both BCP 47. */
export function rulesFor(glossary: Glossary, from: string, to: string): GlossaryRule[] {
  return glossary.terms.flatMap(({ term, language, translations }) => {
    if (language !== null && !isWithin(from, language)) return [];
    const key = keyFor(Object.keys(translations), to);
    const found = key === undefined ? undefined : translations[key];
    return found === undefined ? [] : [{ source: term, target: found.use, forbidden: found.never }];
  });
}

const turns = new Map<string, Promise<unknown>>();

/**
 * Makes `rules` the rules from one language to another; other pairs, comments and what this program does
 * not know stay. The file is replaced as a whole, so that nobody ever reads half of it.
 * @throws ParolaError data-malformed where the file is broken: then it is left as it is
 */
export function changeGlossary(
  target: string,
  from: string,
  to: string,
  rules: readonly GlossaryRule[],
): Promise<void> {
  const turn = (turns.get(target) ?? Promise.resolve()).then(() => change(target, from, to, rules));
  const last = turn.catch(() => {});
  turns.set(target, last);
  return turn;
}

async function change(
  target: string,
  from: string,
  to: string,
  rules: readonly GlossaryRule[],
): Promise<void> {
  const { document } = await openGlossary(target);
  const terms = termsOf(document);
  const wanted = new Map(rules.map((rule) => [rule.source.trim(), rule]));
  for (const item of [...terms.items]) {
    if (!isMap(item)) continue;
    const term = String(item.get('term')).trim();
    const language = item.get('language') as string | null | undefined;
    if (language != null && !isWithin(from, language)) continue;
    const rule = wanted.get(term);
    wanted.delete(term);
    if (rule !== undefined) setTranslation(document, item, to, rule);
    else if (dropTranslation(item, to)) terms.items.splice(terms.items.indexOf(item), 1);
  }
  for (const [term, rule] of wanted) {
    const item = document.createNode({ term, language: from }) as YAMLMap;
    setTranslation(document, item, to, rule);
    terms.add(item);
  }
  // A link in the folder, to a glossary kept elsewhere, stays a link.
  const place = await realpath(target).catch(() => target);
  await writeDurably(`${place}.new`, document.toString({ lineWidth: 100 }));
  await renameDurably(`${place}.new`, place);
}

function setTranslation(document: Document, item: YAMLMap, to: string, rule: GlossaryRule): void {
  const { target, forbidden } = rule;
  const value = forbidden.length === 0 ? target : { use: target, never: forbidden };
  const node = document.createNode(value, { flow: true });
  const translations = item.get('translations');
  if (!isMap(translations)) {
    const only = document.createNode({}) as YAMLMap;
    only.set(to, node);
    item.set('translations', only);
    return;
  }
  const key = keyFor(keysOf(translations), to) ?? to;
  const present = v.safeParse(translationShape, document.createNode(translations.get(key)).toJS(document));
  const isSame =
    present.success &&
    present.output.use === target &&
    JSON.stringify(present.output.never) === JSON.stringify(forbidden);
  if (!isSame) translations.set(key, node);
}

/** @returns whether nothing is left of the item but its name */
function dropTranslation(item: YAMLMap, to: string): boolean {
  const translations = item.get('translations');
  if (!isMap(translations)) return false;
  const key = keyFor(keysOf(translations), to);
  if (key === undefined) return false;
  translations.delete(key);
  if (translations.items.length > 0) return false;
  item.delete('translations');
  return keysOf(item).every((name) => name === 'term' || name === 'language');
}

function keysOf(map: YAMLMap): string[] {
  return map.items.map(({ key }) => String(key));
}

/** The list of terms, made where there is none. */
function termsOf(document: Document): YAMLSeq {
  if (document.contents === null) {
    document.contents = document.createNode({}) as never;
    document.commentBefore ??= heading;
  }
  if (!document.get('terms')) document.set('terms', document.createNode([]));
  const terms = document.get('terms') as YAMLSeq;
  terms.flow = false;
  return terms;
}

/** The key that counts for a language: its own, or that of the language without its region. */
function keyFor(keys: readonly string[], language: string): string | undefined {
  return keys.find((key) => key === language) ?? keys.find((key) => isWithin(language, key));
}

function isWithin(language: string, wider: string): boolean {
  return language === wider || language.startsWith(`${wider}-`);
}
