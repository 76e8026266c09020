/** For tests: the program on a scripted home, and the calls a page would make, each in one line. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import type { CallInput, CallName, CallResults, Entry } from '../preload/contract.ts';
import { makeScriptedHome, type ScriptedHome } from './scripted-program.ts';
import { createProgram, type ProgramOptions, type RunningProgram } from './session.ts';
import type { InstalledModel } from './worker/protocol.ts';

export async function withHome(run: (scripted: ScriptedHome) => Promise<void>): Promise<void> {
  const scripted = makeScriptedHome();
  try {
    await run(scripted);
  } finally {
    scripted.remove();
  }
}

export async function withProgram(
  { home, workerPath }: ScriptedHome,
  run: (program: RunningProgram) => Promise<void>,
  more: Partial<ProgramOptions> = {},
): Promise<void> {
  const limits = { backOffMilliseconds: 1, ...more.limits };
  const program = await createProgram({ home, workerPath, version: '1', ...more, limits });
  try {
    await run(program);
  } finally {
    await program.close();
  }
}

/** For a program that has models that summarize; one that is named writes in its own words. */
export const summarizing: Partial<ProgramOptions> = {
  async summaryModels(_home, model) {
    const installed = (id: string) => ({ id, folder: '', graphs: {}, files: [] }) as unknown as SummaryModel;
    if (model !== undefined) return { kind: 'written', writer: installed(model) };
    return { kind: 'said', cleaner: installed('cleaner'), chooser: installed('chooser') };
  },
};

type SummaryModel = InstalledModel<EncoderDecoderGraphs>;

export async function ask<Name extends CallName>(
  program: RunningProgram,
  name: Name,
  input: CallInput<Name>,
): Promise<CallResults[Name]> {
  const answer = await program.call(name, input);
  if (!answer.ok) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
  return answer.value;
}

/** A second of sound in which each sample is another one. */
export function second(seconds = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: seconds * 16_000 }, (_, at) => Math.sin(at / 30) / 3);
}

export async function dictate(
  program: RunningProgram,
  seconds: number,
  offTheRecord = false,
): Promise<string> {
  const { id } = await ask(program, 'dictation.start', { offTheRecord });
  for (let at = 0; at < seconds; at++) await ask(program, 'dictation.audio', { id, samples: second() });
  return id;
}

export function nextEntry(program: RunningProgram, state: Entry['state']): Promise<Entry> {
  return new Promise((resolve) => {
    program.on('entry', ({ entry }) => {
      if (entry?.state === state) resolve(entry);
    });
  });
}

export async function drop(
  program: RunningProgram,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const { id } = await ask(program, 'file.begin', { name, bytes: bytes.length });
  for (let at = 0; at < bytes.length; at += 50_000) {
    await ask(program, 'file.chunk', { id, bytes: bytes.subarray(at, at + 50_000) });
  }
  await ask(program, 'file.end', { id });
  return id;
}

/** A picture whose bytes are `words`; see `scripted-program.ts` for what they do. */
export async function show(
  program: RunningProgram,
  words: string,
  { offTheRecord = false, name = 'bird.png' }: { offTheRecord?: boolean; name?: string } = {},
): Promise<string> {
  const bytes = new TextEncoder().encode(words);
  const begin = { name, bytes: bytes.length, origin: 'file', offTheRecord } as const;
  const { id } = await ask(program, 'picture.begin', begin);
  await ask(program, 'file.chunk', { id, bytes });
  await ask(program, 'file.end', { id });
  return id;
}

export async function textsOf(program: RunningProgram, id: string): Promise<string[]> {
  const { transcript } = await ask(program, 'history.open', { id });
  return transcript.segments.map(({ text }) => text.replace(' xylocanary', ''));
}

export function recordings({ home }: ScriptedHome): string[] {
  return readdirSync(path.join(home, 'recordings'));
}
