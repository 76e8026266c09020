import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { networkRequests } from '../../main/install/http.ts';
import { installModel } from '../../main/install.ts';
import { summaryModels } from '../../main/summary-models.ts';
import { randomNumbers } from '../../main/worker/decode/sample.ts';
import type { SummaryModels } from '../../main/worker/protocol.ts';
import { type ChooseEngine, loadChooser } from '../../main/worker/tasks/choose.ts';
import { sentenceFeatures } from '../../main/worker/tasks/choose-features.ts';
import { type CleanEngine, loadCleaner } from '../../main/worker/tasks/clean.ts';
import { loadSummarizer } from '../../main/worker/tasks/summarizer.ts';

/** What the training's own code says of a sentence. */
interface CleanGolden {
  readonly sentence: string;
  /** Words kept, from 1. */
  readonly kept: readonly number[];
  readonly probabilities: readonly number[];
  /** The first numbers of the vector. */
  readonly vector: readonly number[];
}

interface ChooseGolden {
  readonly name: string;
  readonly sentences: readonly string[];
  readonly features: readonly (readonly number[])[];
  readonly vectors: readonly (readonly number[])[];
  readonly order: readonly number[];
  readonly chances: readonly number[];
}

const golden = (name: string) =>
  JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../models/summarizer/${name}`, import.meta.url)), 'utf8'),
  );
const cleanCases: readonly CleanGolden[] = golden('golden.json');
const chooseCases: readonly ChooseGolden[] = golden('golden-choose.json').cases;

let home: string;
let models: Extract<SummaryModels, { kind: 'said' }>;
let cleaner: CleanEngine;
let chooser: ChooseEngine;

before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parola-summarize-'));
  const before = networkRequests();
  for (const id of ['parola-cleaner', 'parola-chooser']) await installModel(id, { home, offline: true });
  assert.equal(networkRequests(), before, 'the models come with the program');
  const found = await summaryModels(home);
  assert.ok(found.kind === 'said');
  models = found;
  cleaner = await loadCleaner(models.cleaner, { threads: 1 });
  chooser = await loadChooser(models.chooser, { threads: 1 });
});
after(async () => {
  await cleaner.dispose();
  await chooser.dispose();
  await rm(home, { recursive: true });
});

test('a sentence keeps the words that the training’s code keeps, with the same certainty', async () => {
  for (const { sentence, kept, probabilities, vector } of cleanCases) {
    const words = sentence.split(/\s+/).filter((word) => word !== '');
    const found = await cleaner.clean(sentence, { guard: false });
    const wanted = kept.length === 0 ? words : kept.map((at) => words[at - 1] ?? '');
    assert.equal(plain(found.text), plain(wanted.join(' ')), sentence);
    if (words.length > 1) assert.ok(Math.abs(found.confidence - Math.min(...probabilities)) < 1e-3, sentence);
    const own = await cleaner.vector(sentence);
    for (const [at, value] of vector.entries()) assert.ok(Math.abs((own[at] ?? 0) - value) < 1e-3, sentence);
  }
});

test('the features are those of the training, and so are the order of choice and its chances', async () => {
  for (const { name, sentences, features, vectors, order, chances } of chooseCases) {
    for (const [at, row] of sentenceFeatures(sentences).entries()) {
      for (const [place, value] of row.entries()) {
        assert.ok(Math.abs(value - (features[at]?.[place] ?? Number.NaN)) < 1e-4, `${name}, ${at}, ${place}`);
      }
    }
    const candidates = sentences.map((text, at) => ({ text, vector: Float32Array.from(vectors[at] ?? []) }));
    const found = await chooser.choose(candidates);
    assert.deepEqual(found.order, order, name);
    for (const [at, chance] of found.chances.entries()) {
      assert.ok(Math.abs(chance - (chances[at] ?? Number.NaN)) < 1e-3, `${name}, choice ${at}`);
    }
  }
});

test('beams give what one beam gives or better, and the answer stays a part of the sentence', async () => {
  for (const { sentence } of cleanCases) {
    const { text, removed } = await cleaner.clean(sentence, { beams: 4, guard: false });
    assert.ok(isPart(plain(text).split(' '), plain(sentence).split(' ')), sentence);
    assert.ok(removed.every(([from, to]) => from < to && to <= sentence.length));
  }
});

const spoken =
  'um uh so I mean you know the the plan is is not no sorry wait three five Anna Monday weeks, and well, we they will would go going to to the office bank on at Tuesday. It was never ready, Dr. Who?'.split(
    ' ',
  );

test('whatever is said, words are only ever left out, and something always stands', async () => {
  const random = randomNumbers(3);
  for (let round = 0; round < 150; round++) {
    const count = 1 + Math.floor(random() * 18);
    const sentence = Array.from(
      { length: count },
      () => spoken[Math.floor(random() * spoken.length)] ?? '',
    ).join(' ');
    const guard = round % 2 === 0;
    const { text, removed, confidence } = await cleaner.clean(sentence, { guard });
    assert.notEqual(text.trim(), '');
    assert.ok(isPart(words(text), words(sentence)), `${sentence} → ${text}`);
    assert.ok(confidence >= 0 && confidence <= 1);
    assert.equal(text === sentence, removed.length === 0, sentence);
  }
});

test('what people say is cleaned, and a "no" that repairs nothing stays', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      'Um, I think we should, uh, go to the store on Monday.',
      /^I think we should go to the store on Monday\.$/,
    ],
    ['The introduction of the no more pipelines bill was late.', /the no more pipelines bill/],
    [
      'There was absolutely no interpretation while the minister was speaking.',
      /absolutely no interpretation/,
    ],
    ["No, I don't want any.", /^No, I don't want any\.$/],
  ];
  for (const [said, left] of cases) assert.match((await cleaner.clean(said)).text, left);
});

test('a text becomes a digest that chooses what matters, in words that were said', async () => {
  const engine = await loadSummarizer(models, { threads: 1 });
  try {
    const text = chooseCases[0]?.sentences.join(' ') ?? '';
    const digest = await engine.digest([{ text }], { options: {} });
    assert.ok(digest.kind === 'said');
    assert.equal(digest.language, 'en');
    assert.ok(digest.enough >= 1 && digest.enough <= digest.sentences.length);
    assert.deepEqual(
      digest.sentences.map(({ rank }) => rank).sort((a, b) => a - b),
      digest.sentences.map((_, at) => at),
    );
    for (const { text: left, original } of digest.sentences) assert.ok(isPart(words(left), words(original)));
    // The sentence that is said twice is not chosen twice in a row.
    const twice = digest.sentences.filter(({ original }) => original.startsWith('We should decide today'));
    assert.equal(twice.length, 2);
    assert.ok(Math.abs((twice[0]?.rank ?? 0) - (twice[1]?.rank ?? 0)) > 1);
  } finally {
    await engine.dispose();
  }
});

function words(text: string): string[] {
  return plain(text)
    .split(' ')
    .filter((word) => word !== '');
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Is one what is left of the other when some words go? */
function isPart(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const word of whole) if (word === part[at]) at++;
  return at === part.length;
}
