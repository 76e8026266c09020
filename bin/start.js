#!/usr/bin/env node
/**
 * `npm start`: sets everything up, the default models included, then opens the window; where that cannot
 * be, says why in one line and serves the same interface on loopback.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { findElectron, runElectron } from './electron.js';
import { ensureBuilt, ensureDefaultModels, root, SetUpError, say } from './set-up.js';

const given = process.argv.slice(2);
endWithNpm();

try {
  await ensureBuilt();
  await ensureDefaultModels();
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`parola: set-up: ${error.message}`);
  process.exit(1);
}

if (given.includes('--version') || given.includes('-V')) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  const reason = given.length > 0 ? 'Options were given' : await openWindow();
  if (reason !== null) {
    say(`${reason}; serving the same interface here, open the address below in a browser.`);
    // In this very process, so that signals reach the server without a relay.
    process.argv = [process.argv[0], process.argv[1], 'serve', ...given];
    createRequire(import.meta.url)('../dist/cli.cjs');
  }
}

/** Opens the window and ends this process with its exit code; or resolves to the reason why it cannot. */
async function openWindow() {
  const found = await findElectron();
  if (found.binary === undefined) return found.reason;
  const { code, reason } = await runElectron(found.binary);
  if (reason !== undefined) return reason;
  process.exit(code);
}

/** When npm is gone without a word (killed, or with a shell in between that keeps signals), this ends too. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    // Once: a second signal would cut short the closing of recordings.
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
