/** For tests: inference processes that run the scripted worker, in a folder of the test file's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { type Inference, type InferenceOptions, startInference } from './inference.ts';
import { crashFlag, writeScriptedWorker } from './scripted-worker.ts';

export interface ScriptedInference {
  readonly workerPath: string;
  /** There once a process was told to crash one time and has. */
  readonly flag: string;
  /** Runs `run` with processes that have crashed at nothing yet, and closes them whatever comes of it. */
  withInference(
    run: (inference: Inference) => Promise<void>,
    more?: Partial<InferenceOptions>,
  ): Promise<void>;
}

/** Once in a test file; its folder goes after the file's last test. */
export function scriptInference(): ScriptedInference {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-inference-'));
  const workerPath = path.join(folder, 'worker.cjs');
  const flag = path.join(folder, 'crashed');
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeScriptedWorker(workerPath);
  return {
    workerPath,
    flag,
    async withInference(run, more = {}) {
      rmSync(flag, { force: true });
      process.env[crashFlag] = flag;
      const inference = startInference({ workerPath, backOffMilliseconds: 1, ...more });
      try {
        await run(inference);
      } finally {
        await inference.close();
      }
    },
  };
}
