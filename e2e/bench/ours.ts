/** Parola's side: the installed model, through the runtime and the decode engine that the program uses. */
import { installedModel } from '../../main/models.ts';
import { decode } from '../../main/worker/decode/decode.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder } from '../../main/worker/runtime/encoder-decoder.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';
import type { Side } from './messages.ts';

let loaded: LoadedEncoderDecoder | undefined;
let tokens: EncoderDecoderGraphs['tokens'] | undefined;

export const ours: Side = {
  async load({ home, threads }) {
    const model = await installedModel(home, 'moonshine-tiny');
    if (model === null || model.graphs.kind !== 'encoder-decoder')
      throw new Error('moonshine-tiny is not installed');
    loaded = await loadEncoderDecoder(model as InstalledModel<EncoderDecoderGraphs>, { threads });
    tokens = model.graphs.tokens;
    return `parola (${loaded.provider})`;
  },
  async transcribe(samples, maxTokens, onStep) {
    if (!loaded || !tokens) throw new Error('not loaded');
    const encoded = await loaded.encode(samples);
    const search = { kind: 'greedy', startToken: tokens.start, endToken: tokens.end, maxTokens } as const;
    const decoding = decode(loaded.decoder, encoded, search);
    for (;;) {
      const next = await decoding.next();
      if (next.done) return next.value[0]?.ids ?? [];
      onStep();
    }
  },
};
