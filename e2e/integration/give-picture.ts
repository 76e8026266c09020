/** Gives a picture file to the program as the page does. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ask } from '../../main/scripted-calls.ts';
import type { RunningProgram } from '../../main/session.ts';

const pieceBytes = 2 ** 20;

/** Resolves to its entry when it is stored. */
export async function givePicture(program: RunningProgram, file: string): Promise<string> {
  const bytes = new Uint8Array(readFileSync(file));
  const facts = { name: path.basename(file), origin: 'file', offTheRecord: false } as const;
  const { id } = await ask(program, 'picture.begin', { ...facts, bytes: bytes.length });
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await ask(program, 'file.chunk', { id, bytes: bytes.subarray(at, at + pieceBytes) });
  }
  await ask(program, 'file.end', { id });
  return id;
}
