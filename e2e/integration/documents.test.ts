/** Documents through the real models, in the form whose arithmetic is the same everywhere. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { documentKind, translateDocument } from '../../main/documents/documents.ts';
import type { Translate } from '../../main/documents/translate-each.ts';
import { loadTranslation } from '../../main/worker/tasks/translate.ts';
import { installedPair } from './installed-pair.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/documents');
const fixture = (name: string) => readFile(path.join(fixtures, name), 'utf8');

let home = '';
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parola-documents-'));
});
after(() => rm(home, { recursive: true }));

/** A test of one direction, which is left out, loudly, where its model cannot be had. */
function translating(
  name: string,
  [from, to]: readonly [string, string],
  run: (document: (name: string, text: string) => Promise<string>) => Promise<void>,
): void {
  test(name, async (context) => {
    const model = await installedPair(from, to, home);
    if (typeof model === 'string') return context.skip(model);
    const engine = await loadTranslation({ steps: [{ model, from, to }], precision: 'exact' });
    const translate: Translate = async (texts) => {
      const answers = [];
      for (const text of texts) answers.push(await engine.translate(text));
      return answers;
    };
    try {
      await run((file, text) => translateDocument({ kind: documentKind(file), text, from, to }, translate));
    } finally {
      await engine.dispose();
    }
  });
}

/** The words of each cue. */
const cues = (text: string) =>
  text
    .trim()
    .split(/\n\n/)
    .map((cue) => cue.split('\n').filter((line) => !/^\d+$|-->/.test(line)));

translating(
  'an English SubRip file becomes a Portuguese one with the same times',
  ['en', 'pt'],
  async (document) => {
    const source = await fixture('talk.srt');
    const target = await document('talk.srt', source);
    assert.deepEqual(target.match(/^\d+$|^.*-->.*$/gm), source.match(/^\d+$|^.*-->.*$/gm));
    const [house, river, kitchen, talk, evening, music, door, ...rest] = cues(target);
    assert.match(house?.join(' ') ?? '', /^Quando chegamos .*casa$/);
    assert.match(river?.join(' ') ?? '', /rio, a porta estava aberta .* luz/);
    assert.match(kitchen?.join(' ') ?? '', /cozinha\.$/);
    assert.equal(talk?.length, 2);
    assert.match(talk?.[0] ?? '', /^- Quem /);
    assert.match(talk?.[1] ?? '', /^- .*<i>irmão<\/i>\.$/);
    assert.match(evening?.join(' ') ?? '', /^\{\\an8\}<i>Ela .*\.<\/i>$/);
    assert.deepEqual(music, ['♪ ♪']);
    assert.match(door?.join(' ') ?? '', /^\[.*porta.*\]$/);
    assert.match(rest.at(-1)?.join(' ') ?? '', /^<font color="#ffff00">.+<\/font>,? .*tudo\.$/);
    for (const line of cues(target).flat())
      assert.ok(line.replace(/<[^>]*>|\{.*?\}/g, '').length <= 42, line);
  },
);

translating('WebVTT keeps its notes, styles, voices and settings', ['en', 'pt'], async (document) => {
  const source = await fixture('talk.vtt');
  const target = await document('talk.vtt', source);
  assert.equal(target.slice(0, target.indexOf('<v')), source.slice(0, source.indexOf('<v')));
  assert.deepEqual(target.match(/<v [^>]*>|^.*-->.*$/gm), source.match(/<v [^>]*>|^.*-->.*$/gm));
  assert.match(target, /<c\.loud>[^<]*aberta<\/c>/);
  assert.match(target, /<v Tom>Pão e manteiga/);
  assert.match(target, /&lt;5&gt;/);
});

translating('Markdown has its markup on the words that it belongs to', ['pt', 'en'], async (document) => {
  const target = await document('leia-me.md', await fixture('leia-me.md'));
  assert.match(target, /^# The \*(?:small|little)\* kettle$/m);
  assert.match(target, /heats \*\*clean water\*\* /);
  assert.match(target, /\[[^\]]*ready\]\(docs\/aviso\.md\)/);
  assert.match(target, /^`npm install chaleira`, .* manual\[\^1\] before/m);
  assert.match(target, /^\| `--som` \| .*\*song\* when the water boils \|$/m);
  assert.match(target, /^\|-------\|-----------\|$/m);
  assert.match(target, /^\[\^1\]: .*<https:\/\/example\.org\/manual>\.$/m);
});

translating('a page with everything in it keeps all that is no words', ['en', 'pt'], async (document) => {
  const source = await fixture('page.md');
  const target = await document('page.md', source);
  const kept =
    /^---$[\s\S]*?^---$|```[\s\S]*?```|`[^`\n]+`|\]\([^)]*\)|<\/?[a-z][^>]*>|<!--[\s\S]*?-->|https?:\/\/[^\s)>]+|\[\^why\]|\[[ x]\]|^\|[-:|]+$|^\s*(?:[-*>]|\d\.) |^\[guide\].*$|\$E[^$]*\$|\{\{ name \}\}|:tea:|^ {4}indented.*$/gm;
  assert.deepEqual(target.match(kept)?.sort(), source.match(kept)?.sort());
  assert.equal(target.split('\n').length, source.split('\n').length);
  assert.match(target, /\*\*(?:a )?água limpa\*\*/);
  assert.match(target, /^# .*\*ferramenta\* .*\*\*chá\*\*$/m);
});

translating('plain text has a line for each line', ['pt', 'en'], async (document) => {
  const target = await document('a.txt', 'O gato dorme.\r\n\r\n  - A casa é branca\n42');
  assert.equal(target.split('\n').length, 5);
  assert.match(target, /^The cat .*\n\n {2}- The house .*\n42\n$/);
});
