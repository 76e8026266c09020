/**
 * The desktop program: its lifecycle, and the only place where the program and Electron are wired
 * together. What it does lies in `session.ts`, the same as on loopback.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, type BrowserWindow, utilityProcess } from 'electron';
import type { Answer, CallInput, CallName, CallResults, Program } from '../preload/contract.ts';
import { connectPage } from './ipc.ts';
import { type WorkerHandle, workerEnvironment } from './launch.ts';
import { parolaHome } from './models.ts';
import { declarePageScheme } from './protocol.ts';
import { grantScreen, type ScreenGrant } from './screen-grant.ts';
import { createProgram } from './session.ts';
import { forbidLeaving, openWindow, showPage } from './window.ts';
import type { WorkerEvent } from './worker/protocol.ts';

declare const PAROLA_VERSION: string;

/** Electron's launcher: a utility process, because a packaged Electron cannot be run as plain Node. */
function launchUtilityProcess(modulePath: string, args: readonly string[] = []): WorkerHandle {
  const child = utilityProcess.fork(modulePath, [...args], {
    env: workerEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    serviceName: args.length === 0 ? 'parola-inference' : 'parola-conversion',
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (request) => child.postMessage(request),
    onEvent: (listener) => void child.on('message', (event: WorkerEvent) => listener(event)),
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')));
      }
    },
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill() {
      // `child.kill()` asks; a process that hangs in native code does not hear it.
      if (child.pid === undefined) child.kill();
      else endProcess(child.pid);
    },
  };
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

async function start(): Promise<void> {
  const program = await createProgram({
    home: parolaHome(),
    version: PAROLA_VERSION,
    workerPath: path.join(__dirname, 'worker.cjs'),
    launch: launchUtilityProcess,
  });
  endWell(program.close);
  const window = openWindow({
    bundleFolder: __dirname,
    onRefusedRequest: (address) => process.stderr.write(`parola: refused a request to ${address}\n`),
  });
  app.on('second-instance', () => bringForward(window));
  connectPage(window.webContents, withScreen(program, grantScreen(window.webContents.session, window)));
  let isEnding = false;
  app.once('before-quit', () => {
    isEnding = true;
  });
  await showPage(window).catch((error: unknown) => {
    // Ended before the page had come: no failure.
    if (!isEnding && !window.isDestroyed()) throw error;
  });
}

/** The program, with what only the desktop window can do for its page. */
function withScreen(program: Program, grant: ScreenGrant): Program {
  return {
    on: program.on,
    async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Answer<Name>> {
      if (name !== 'screen.prepare') return program.call(name, input);
      const { what } = input as CallInput<'screen.prepare'>;
      return { ok: true, value: (await grant.prepare(what)) as CallResults[Name] };
    },
  };
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Quitting waits until recordings are closed and the inference processes have ended. */
function endWell(close: () => Promise<void>): void {
  app.once('will-quit', (event) => {
    event.preventDefault();
    // Not `quit`: that would be a second quitting inside the first, which Electron ignores.
    void close().finally(() => app.exit(0));
  });
}

// Chromium's own profile; nothing of what is heard goes there, and without the network little else.
const profile = path.join(parolaHome(), 'window');
mkdirSync(profile, { recursive: true, mode: 0o700 });
app.setPath('userData', profile);
// Only where the user asked for it in so many words (root cannot have Chromium's sandbox) it is off.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// No name is ever looked up by the browser engine, whatever asks for one.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('disable-component-update');

if (app.requestSingleInstanceLock()) {
  declarePageScheme();
  forbidLeaving();
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  void app.whenReady().then(start).catch(fail);
} else {
  app.quit();
}

function fail(error: unknown): void {
  process.stderr.write(
    `parola: the program cannot start: ${error instanceof Error ? error.message : error}\n`,
  );
  app.exit(1);
}
