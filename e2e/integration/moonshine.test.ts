import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { countWordErrors } from '../../main/evaluate/word-errors.ts';
import { installedModel, parolaHome } from '../../main/models.ts';
import { decode, finish } from '../../main/worker/decode/decode.ts';
import type { Hypothesis, Search } from '../../main/worker/decode/decoder.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder } from '../../main/worker/runtime/encoder-decoder.ts';
import { convertMoonshine } from '../../models/moonshine/convert.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';
import { benchClips } from '../bench/clips.ts';
import { originalFolder, originalModel } from '../bench/originals.ts';
import type { BenchClip } from '../bench/peers.ts';
import { theirs } from '../bench/theirs.ts';

/** Of each corpus beside the checkout; `npm run bench` and the README's figures hear more. */
const sharedClips = 15;
const threads = 2;

let clips: BenchClip[] = [];
let model: InstalledModel<EncoderDecoderGraphs>;
let rewritten: LoadedEncoderDecoder;
let originals: readonly (readonly number[])[] = [];

before(async () => {
  clips = await benchClips(sharedClips, (text) => process.stderr.write(`moonshine: ${text}\n`));
  const installed = await installedModel(parolaHome(), 'moonshine-tiny');
  assert.ok(installed?.graphs.kind === 'encoder-decoder', 'moonshine-tiny is installed');
  model = installed as InstalledModel<EncoderDecoderGraphs>;
  rewritten = await loadEncoderDecoder(model, { threads });
  const original = await loadEncoderDecoder(await originalModel(), { threads });
  const heard = [];
  for (const clip of clips) heard.push((await transcribe(original, clip)).ids);
  originals = heard;
  await original.dispose();
});

const capOf = ({ samples }: BenchClip) => Math.ceil((samples.length / 16_000) * 6.5);

async function transcribe(loaded: LoadedEncoderDecoder, clip: BenchClip, beams = 1): Promise<Hypothesis> {
  const limits = { startToken: 1, endToken: 2, maxTokens: capOf(clip) };
  const search: Search =
    beams === 1 ? { kind: 'greedy', ...limits } : { kind: 'beam', beams, lengthPenalty: 1, ...limits };
  const [best] = await finish(decode(loaded.decoder, await loaded.encode(clip.samples), search));
  assert.ok(best);
  return best;
}

test('on the published files the engine writes the tokens that transformers.js writes', async () => {
  await theirs.load({ kind: 'load', originals: await originalFolder(), home: '', threads });
  for (const [index, clip] of clips.entries()) {
    const ids = await theirs.transcribe(clip.samples, capOf(clip), () => undefined);
    assert.deepEqual(originals[index], [...ids], clip.name);
  }
});

test('the graphs made at install write what the published ones write', async () => {
  let equal = 0;
  const changed = [];
  for (const [index, clip] of clips.entries()) {
    const { ids } = await transcribe(rewritten, clip);
    const original = originals[index] ?? [];
    if (ids.join() === original.join()) equal += 1;
    changed.push(countWordErrors(original.map(String), ids.map(String)));
  }
  const tokens = originals.flat().length;
  const edits = changed.reduce((sum, one) => sum + one.substitutions + one.insertions + one.deletions, 0);
  assert.ok(equal / clips.length >= 0.85, `${equal} of ${clips.length} clips have equal tokens`);
  assert.ok(edits / tokens <= 0.02, `${edits} of ${tokens} tokens differ`);
});

test('two beams find an answer at least as likely as the greedy one', async () => {
  const clip = clips[0] as BenchClip;
  const greedy = await transcribe(rewritten, clip);
  const beam = await transcribe(rewritten, clip, 2);
  assert.ok(beam.score >= greedy.score / (greedy.ids.length + 1) - 1e-3);
});

test('attention moves on through the speech as the words do', async () => {
  const clip = clips[0] as BenchClip;
  const { attention } = await transcribe(rewritten, clip);
  const places = attention.map((weights) => weights.indexOf(Math.max(...weights)));
  const steps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
  const back = steps.filter((step) => step < -5).length;
  assert.ok(back <= steps.length / 10, `places ${places.join(' ')}`);
  const frames = clip.samples.length / 384;
  assert.ok(
    Math.max(...places) - Math.min(...places) > frames / 3,
    `places ${places.join(' ')} of ${frames}`,
  );
});

test('converting again makes the same bytes, and files of another model are refused', async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-convert-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const source = await originalFolder();
  for (const name of await convertMoonshine(source, folder)) {
    const sha256 = createHash('sha256')
      .update(await readFile(path.join(folder, name)))
      .digest('hex');
    assert.equal(sha256, model.files.find((file) => file.name === name)?.sha256, name);
  }
  await assert.rejects(convertMoonshine(model.folder, folder), /ENOENT/);
});
