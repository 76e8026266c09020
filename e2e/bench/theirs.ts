/**
 * The peer: transformers.js, with the same published Moonshine files, the same number of threads and
 * its own defaults otherwise. It looks for a folder of the layout of a model hub, made here of links.
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BaseStreamer, env, MoonshineForConditionalGeneration, Tensor } from '@huggingface/transformers';
import type { Side } from './messages.ts';

/** What the publisher's own configuration says, as far as the peer reads it. */
const configuration = {
  model_type: 'moonshine',
  architectures: ['MoonshineForConditionalGeneration'],
  is_encoder_decoder: true,
  hidden_size: 288,
  encoder_num_hidden_layers: 6,
  decoder_num_hidden_layers: 6,
  encoder_num_attention_heads: 8,
  decoder_num_attention_heads: 8,
  encoder_num_key_value_heads: 8,
  decoder_num_key_value_heads: 8,
  vocab_size: 32768,
  bos_token_id: 1,
  decoder_start_token_id: 1,
  eos_token_id: 2,
};

/** Calls `onStep` at each token; the first thing a streamer gets is the start token, which is no step. */
class Clock extends BaseStreamer {
  private started = false;
  private readonly onStep: () => void;
  constructor(onStep: () => void) {
    super();
    this.onStep = onStep;
  }
  override put(): void {
    if (this.started) this.onStep();
    this.started = true;
  }
  override end(): void {}
}

let model: MoonshineForConditionalGeneration | undefined;

export const theirs: Side = {
  async load({ originals, threads }) {
    const root = await mkdtemp(path.join(tmpdir(), 'parola-bench-'));
    await mkdir(path.join(root, 'moonshine', 'onnx'), { recursive: true });
    for (const name of ['encoder_model', 'decoder_model_merged']) {
      await symlink(
        path.join(originals, `${name}.onnx`),
        path.join(root, 'moonshine', 'onnx', `${name}_quantized.onnx`),
      );
    }
    await writeFile(path.join(root, 'moonshine', 'config.json'), JSON.stringify(configuration));
    env.allowRemoteModels = false;
    env.localModelPath = root;
    model = (await MoonshineForConditionalGeneration.from_pretrained('moonshine', {
      dtype: 'q8',
      device: 'cpu',
      session_options: { intraOpNumThreads: threads },
    })) as MoonshineForConditionalGeneration;
    // The files are in memory now.
    await rm(root, { recursive: true, force: true });
    return `transformers.js ${env.version}`;
  },
  async transcribe(samples, maxTokens, onStep) {
    if (!model) throw new Error('not loaded');
    const inputs = new Tensor('float32', samples, [1, samples.length]);
    const output = await model.generate({
      inputs,
      max_new_tokens: maxTokens,
      streamer: new Clock(onStep),
    } as never);
    const ids = Array.from((output as Tensor).data as BigInt64Array, Number);
    return ids.filter((id) => id !== 1 && id !== 2);
  },
};
