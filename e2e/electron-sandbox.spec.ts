/** The page's process as an ordinary user has it: in Chromium's sandbox, as the kernel sees it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ensureRunningTestElectron } from '../scripts/test-electron.mjs';
import { processTree, readIfThere, until } from './desktop.ts';
import { openDisplay } from './display.ts';

const electron = path.join(ensureRunningTestElectron(), 'electron');
/** Root cannot have Chromium's sandbox, so root runs this as nobody. */
const asOrdinaryUser = process.getuid?.() === 0 ? ['runuser', '-u', 'nobody', '--'] : [];

/** Why the test cannot be made on this machine; false where it can. */
function obstacle(): string | false {
  const [command = 'unshare', ...rest] = [...asOrdinaryUser, 'unshare', '-U', 'true'];
  if (spawnSync(command, rest).status !== 0) return 'this system lets no ordinary user make a namespace';
  const [reader = 'test', ...args] = [...asOrdinaryUser, 'test', '-x', electron];
  return spawnSync(reader, args).status === 0 ? false : 'an ordinary user cannot read this checkout';
}

test('the page’s process has no network and is held by the kernel’s filter', {
  skip: obstacle(),
}, async (t) => {
  const display = await openDisplay();
  const home = mkdtempSync(path.join(tmpdir(), 'parola-nobody-'));
  chmodSync(home, 0o777);
  const data = path.join(home, 'data');
  mkdirSync(data);
  chmodSync(data, 0o777);
  const [command = electron, ...args] = [...asOrdinaryUser, electron, '--disable-gpu'];
  const program = spawn(command, args, {
    env: { ...process.env, HOME: home, DISPLAY: display.name, PAROLA_HOME: data },
    stdio: 'ignore',
    detached: true,
  });
  t.after(async () => {
    if (program.pid !== undefined) process.kill(-program.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 500));
    rmSync(home, { recursive: true, force: true });
    display.stop();
  });
  const page = await until('the page’s process is there', () =>
    processTree(program.pid ?? 0).find((pid) =>
      readIfThere(`/proc/${pid}/cmdline`).includes('--type=renderer'),
    ),
  );
  assert.match(readIfThere(`/proc/${page}/status`), /^NoNewPrivs:\s+1$/m);
  const filtered = await until('the filter is on', () =>
    /^Seccomp:\s+2$/m.test(readIfThere(`/proc/${page}/status`)),
  );
  assert.ok(filtered);
  assert.notEqual(
    readlinkSync(`/proc/${page}/ns/net`),
    readlinkSync('/proc/self/ns/net'),
    'its own, empty network',
  );
});
