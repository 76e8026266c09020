/** The recordings that both sides hear: our own fixtures, and some of other people where they are there. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSamples } from '../../main/evaluate/clips.ts';
import { readCorpus } from '../../main/evaluate/corpus.ts';
import type { BenchClip } from './peers.ts';

/** Longer ones are cut before they are decoded, so nobody decodes them whole. */
const maxSeconds = 30;

/**
 * One file for each text of `e2e/fixtures/speech`, and the first `limit` of each corpus in
 * `../shared/data/speech`, which lies beside a checkout on some machines.
 */
export async function benchClips(limit: number, note: (text: string) => void): Promise<BenchClip[]> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const own = await readCorpus(path.join(root, 'e2e', 'fixtures', 'speech'));
  const texts = new Set<string>();
  const recordings = own.filter(({ text }) => !texts.has(text) && texts.add(text));
  for (const name of ['human', 'spoken-captions']) {
    const shared = path.resolve(root, '..', 'shared', 'data', 'speech', name);
    if (existsSync(shared)) recordings.push(...(await readCorpus(shared, limit)));
    else
      note(`WITHOUT ${name}: there is no ../shared/data/speech/${name}; only our own recordings are heard`);
  }
  const clips: BenchClip[] = [];
  for (const recording of recordings) {
    const samples = await readSamples(recording.path);
    if (samples.length <= maxSeconds * 16_000) clips.push({ name: path.basename(recording.path), samples });
  }
  return clips;
}
