#!/usr/bin/env node
/** The command line in a checkout: sets up what is missing, then is the bundled command line itself. */
import { createRequire } from 'node:module';
import { ensureBuilt, SetUpError, say } from './set-up.js';

try {
  await ensureBuilt();
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`parola: set-up: ${error.message}`);
  process.exit(1);
}
createRequire(import.meta.url)('../dist/cli.cjs');
