import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { GlossaryRule } from '../preload/translation.ts';
import { changeGlossary, glossaryFile, readGlossary, rulesFor } from './glossary.ts';

async function withHome(run: (file: string, home: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'parola-glossary-'));
  try {
    await run(glossaryFile(home), home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const rule = (source: string, target: string | null, forbidden: string[] = []): GlossaryRule => ({
  source,
  target,
  forbidden,
});

const edited = `# ours
terms:
  - term: board # of directors
    language: en
    owner: legal
    translations:
      pt: conselho # agreed in May
      de: { use: Vorstand, never: [Brett, Tafel] }
  - term: Parola
    translations: { pt: Parola, de: Parola }
  - term: placa
    language: pt
    translations: { en: plate }
`;

test('a file written by hand gives each pair its rules, and a missing one none', () =>
  withHome(async (file) => {
    assert.deepEqual(rulesFor(await readGlossary(file), 'en', 'pt'), []);
    writeFileSync(file, edited);
    const glossary = await readGlossary(file);
    assert.deepEqual(rulesFor(glossary, 'en', 'de'), [
      rule('board', 'Vorstand', ['Brett', 'Tafel']),
      rule('Parola', 'Parola'),
    ]);
    assert.deepEqual(rulesFor(glossary, 'en-GB', 'pt-BR'), [
      rule('board', 'conselho'),
      rule('Parola', 'Parola'),
    ]);
    assert.deepEqual(rulesFor(glossary, 'pt', 'en'), [rule('placa', 'plate')]);
    writeFileSync(file, '');
    assert.deepEqual((await readGlossary(file)).terms, []);
    writeFileSync(file, '# only a comment\nterms:\n');
    assert.deepEqual((await readGlossary(file)).terms, []);
    writeFileSync(file, 'terms:\n  - term: 2024\n    translations: { no: 24 }\n');
    assert.deepEqual(rulesFor(await readGlossary(file), 'en', 'no'), [rule('2024', '24')]);
  }));

test('changing one pair keeps the comments, the other pairs and what is not understood', () =>
  withHome(async (file, home) => {
    writeFileSync(file, edited);
    const rules = [rule('board', 'conselho'), rule('house', null, ['lar']), rule('"odd: # term', 'a: b')];
    await changeGlossary(file, 'en', 'pt', rules);
    const glossary = await readGlossary(file);
    assert.deepEqual(rulesFor(glossary, 'en', 'pt'), rules);
    assert.deepEqual(rulesFor(glossary, 'en', 'de'), rulesFor(await readGlossary(file), 'en', 'de'));
    assert.deepEqual(rulesFor(glossary, 'pt', 'en'), [rule('placa', 'plate')]);
    const text = readFileSync(file, 'utf8');
    for (const kept of ['# ours', '# of directors', 'owner: legal', '# agreed in May', 'de: Parola']) {
      assert.ok(text.includes(kept), kept);
    }
    assert.deepEqual(readdirSync(home), ['glossary.yaml']);
    await changeGlossary(file, 'en', 'pt', []);
    const after = await readGlossary(file);
    assert.deepEqual(rulesFor(after, 'en', 'pt'), []);
    assert.deepEqual(
      after.terms.map(({ term }) => term),
      ['board', 'Parola', 'placa'],
    );
  }));

test('a new glossary says how it is written, is the user’s alone, and takes changes one after the other', () =>
  withHome(async (file) => {
    await Promise.all([
      changeGlossary(file, 'en', 'pt', [rule('one', 'um')]),
      changeGlossary(file, 'en', 'de', [rule('one', 'eins')]),
      changeGlossary(file, 'pt', 'en', [rule('dois', 'two')]),
    ]);
    const glossary = await readGlossary(file);
    assert.deepEqual(
      [rulesFor(glossary, 'en', 'pt'), rulesFor(glossary, 'en', 'de'), rulesFor(glossary, 'pt', 'en')],
      [[rule('one', 'um')], [rule('one', 'eins')], [rule('dois', 'two')]],
    );
    assert.equal(glossary.terms.length, 2, 'one term, two languages');
    assert.match(readFileSync(file, 'utf8'), /^# Parola's glossary/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  }));

test('a broken glossary is reported with its line and never overwritten', () =>
  withHome(async (file) => {
    const broken: [string, number][] = [
      ['terms:\n  - term: a\n   wrong: [', 3],
      ['terms: 7\n', 1],
      ['terms:\n  - term: a\n    translations:\n      pt: [b]\n', 4],
      ['terms:\n  - translations: {}\n', 2],
      [`terms:\n  - term: ${'x'.repeat(300)}\n`, 2],
      ['just words', 1],
      [
        'a: &a [1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n',
        1,
      ],
    ];
    for (const [text, line] of broken) {
      writeFileSync(file, text);
      const isReported = { code: 'data-malformed', message: new RegExp(`\\(line ${line}\\)`) };
      await assert.rejects(readGlossary(file), isReported, text);
      await assert.rejects(changeGlossary(file, 'en', 'pt', [rule('a', 'b')]), isReported, text);
      assert.equal(readFileSync(file, 'utf8'), text);
    }
  }));

test('a glossary kept elsewhere and linked to stays there', () =>
  withHome(async (file, home) => {
    const elsewhere = path.join(home, 'elsewhere.yaml');
    writeFileSync(elsewhere, edited);
    symlinkSync(elsewhere, file);
    await changeGlossary(file, 'en', 'fr', [rule('board', 'conseil')]);
    assert.match(readFileSync(elsewhere, 'utf8'), /fr: conseil/);
    assert.ok(existsSync(file));
  }));
