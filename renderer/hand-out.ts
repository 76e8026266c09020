/** Words leave the window: to the clipboard, or as a file. */
import type { Answer, ExportFormat, Program, TranslationFormat } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { PictureFormat } from '../preload/picture-calls.ts';
import type { ShownLength, SummaryFormat } from '../preload/summary-calls.ts';

/** Puts `text` on the clipboard. Answers whether it is there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

/** The older way, for where the newer one is not permitted. */
function copySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  field.className = 'visually-hidden';
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}

/** Saves the entry `id` in `format`; where to is the browser's or the desktop's own question. Null: done. */
export async function saveAs(
  program: Program,
  id: string,
  format: ExportFormat,
  clean: boolean,
): Promise<ErrorData | null> {
  return saveAnswer(await program.call('history.export', { id, format, ...(clean ? { clean } : {}) }));
}

/** The same for a translation. */
export async function saveTranslationAs(
  program: Program,
  id: string,
  format: TranslationFormat,
): Promise<ErrorData | null> {
  return saveAnswer(await program.call('translation.export', { id, format }));
}

/** The same for what is said of a picture. */
export async function savePictureAs(
  program: Program,
  id: string,
  format: PictureFormat,
): Promise<ErrorData | null> {
  return saveAnswer(await program.call('picture.export', { id, format }));
}

/** The same for a summary, as much of it as is shown. */
export async function saveSummaryAs(
  program: Program,
  id: string,
  format: SummaryFormat,
  length: ShownLength,
): Promise<ErrorData | null> {
  return saveAnswer(await program.call('summary.export', { id, format, length, clean: true }));
}

function saveAnswer(
  answer: Answer<'history.export' | 'translation.export' | 'picture.export' | 'summary.export'>,
): ErrorData | null {
  if (!answer.ok) return answer.error;
  const { name, mimeType, text } = answer.value;
  const address = URL.createObjectURL(new Blob([text], { type: mimeType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the data after this turn; a minute is ample for slow dialogs.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return null;
}
