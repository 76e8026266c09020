/**
 * The page's calls, as they arrive from the preload script: one channel in, one channel out. Every call
 * is checked for who makes it, what it is called and what it carries before any code of ours sees it.
 */
import { ipcMain, type WebContents } from 'electron';
import * as v from 'valibot';
import {
  type Answer,
  type CallInput,
  type CallName,
  calls,
  eventNames,
  isCallName,
  type Program,
} from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import { toErrorData } from './errors.ts';
import { isOwnTopFrame } from './origin.ts';

/** Answers calls from `page` with `program`, and passes the program's events on to it. */
export function connectPage(page: WebContents, program: Program): void {
  ipcMain.handle('parola:call', (event, name: unknown, input: unknown) =>
    isOwnTopFrame(event.senderFrame) && event.sender === page
      ? answer(program, name, input)
      : refuse('This caller is not the program’s own page.'),
  );
  for (const name of eventNames) {
    program.on(name, (event) => {
      if (!page.isDestroyed() && !page.isCrashed()) page.send('parola:event', name, event);
    });
  }
}

/** Checks a call's name and input, makes it, and turns whatever is thrown into data. */
async function answer(program: Program, name: unknown, input: unknown): Promise<Answer<CallName>> {
  if (!isCallName(name)) return refuse('There is no such call.');
  const checked = v.safeParse(calls[name] as v.GenericSchema, input);
  if (!checked.success) {
    return refuse(`The call ${name} does not fit: ${checked.issues[0].message}`);
  }
  try {
    return await program.call(name, checked.output as CallInput<typeof name>);
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) };
  }
}

function refuse(message: string): { ok: false; error: ErrorData } {
  return { ok: false, error: { code: 'request-invalid', message } };
}
