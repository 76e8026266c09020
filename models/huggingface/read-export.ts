/**
 * The part of an import that reads what came from elsewhere, for a process of its own: an export in a folder
 * → one JSON file that says what it is, or why it is refused.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toErrorData } from '../../main/errors.ts';
import { reportName } from './export-report.ts';
import { type ImportWishes, manifestFrom } from './manifest.ts';

/**
 * @param wishes an `ImportWishes` as JSON
 * @throws file system errors of `target` alone
 */
export async function readExport(source: string, target: string, wishes: string): Promise<void> {
  const report = await manifestFrom(source, JSON.parse(wishes) as ImportWishes, target).then(
    (read) => ({ kind: 'read', ...read }),
    (error: unknown) => ({ kind: 'refused', error: toErrorData(error) }),
  );
  await writeFile(path.join(target, reportName), JSON.stringify(report), { mode: 0o600 });
}
