/** A user's data folder for one test: empty but for the models, which are shared with the machine's own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelsFolder, parolaHome } from '../main/models.ts';

export interface UserFolder {
  readonly path: string;
  remove(): void;
}

/** A folder with nothing in it. */
export function makeEmptyUserFolder(): UserFolder {
  const home = mkdtempSync(path.join(tmpdir(), 'parola-home-'));
  return { path: home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Makes the folder. The models are hard links where the disk allows it, else copies. */
export function makeUserFolder(): UserFolder {
  const installed = modelsFolder(parolaHome());
  if (!existsSync(installed))
    throw new Error(`No models in ${installed}: run "npm start -- --version" first.`);
  const home = makeEmptyUserFolder();
  const copy = (how: string) => spawnSync('cp', [how, installed, modelsFolder(home.path)]).status === 0;
  if (!copy('-al') && !copy('-a')) throw new Error(`The models could not be copied to ${home.path}.`);
  return home;
}
