/**
 * Runs on the audio thread: gathers the blocks of 128 samples that the browser gives into chunks and
 * hands each to the page. A chunk is 80 ms: short enough for live text, long enough to be cheap to send.
 */

/** What an AudioWorklet's global scope has; TypeScript's DOM library leaves it out. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** 80 ms at 16 kHz. */
const chunkSamples = 1280;

class ChunkProcessor extends AudioWorkletProcessor {
  #chunk = new Float32Array(chunkSamples);
  #filled = 0;

  /** `inputs` is [input][channel][sample]; the node asks for one channel, so the browser has mixed it down. */
  process(inputs: Float32Array[][]): boolean {
    const block = inputs[0]?.[0];
    if (block !== undefined) this.#add(block);
    return true;
  }

  #add(block: Float32Array): void {
    let taken = 0;
    while (taken < block.length) {
      const count = Math.min(block.length - taken, chunkSamples - this.#filled);
      this.#chunk.set(block.subarray(taken, taken + count), this.#filled);
      this.#filled += count;
      taken += count;
      if (this.#filled === chunkSamples) this.#send();
    }
  }

  #send(): void {
    const full = this.#chunk;
    this.#chunk = new Float32Array(chunkSamples);
    this.#filled = 0;
    this.port.postMessage(full, [full.buffer]);
  }
}

registerProcessor('parola-chunks', ChunkProcessor);
