/** What the desktop program does not do, shown on the running program: no network, no way out, no power it does not need. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { ensureRunningTestElectron } from '../scripts/test-electron.mjs';
import { type Desktop, heardWords, openDesktop, until } from './desktop.ts';
import { type Display, openDisplay } from './display.ts';
import { connections, listeningPorts } from './open-sockets.ts';
import { makeUserFolder, type UserFolder } from './user-folder.ts';

let display: Display;
let home: UserFolder;
let desktop: Desktop;
/** A server that would notice any request; nothing in the program may ever reach it. */
let trap: Server;
let trapAddress: string;
let trapped = 0;

before(async () => {
  display = await openDisplay();
  home = makeUserFolder();
  trap = createServer((_request, response) => response.end('caught'));
  trap.on('connection', () => {
    trapped += 1;
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  trapAddress = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;
  desktop = await openDesktop({
    electron: ensureRunningTestElectron(),
    display: display.name,
    home: home.path,
    microphone: 'dictation.wav',
  });
  await desktop.page.getByText('Press Speak and say something').waitFor();
});
after(async () => {
  await desktop.quit();
  trap.close();
  home.remove();
  display.stop();
});

test('the page cannot reach the network by any of a page’s means', async () => {
  const outcomes = await desktop.page.evaluate(async (address) => {
    const loads = (element: HTMLElement) =>
      new Promise<string>((resolve) => {
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('refused');
        document.body.append(element);
        setTimeout(() => resolve('refused'), 1500);
      });
    const socket = new Promise<string>((resolve) => {
      try {
        const opened = new WebSocket(address.replace('http', 'ws'));
        opened.onopen = () => resolve('loaded');
        opened.onerror = () => resolve('refused');
      } catch {
        resolve('refused');
      }
    });
    const image = Object.assign(document.createElement('img'), { src: address });
    const frame = Object.assign(document.createElement('iframe'), { src: address });
    const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address });
    const results = await Promise.all([
      fetch(address, { mode: 'no-cors' }).then(
        () => 'loaded',
        () => 'refused',
      ),
      loads(image),
      loads(sheet),
      socket,
    ]);
    navigator.sendBeacon(address);
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const element of [image, frame, sheet]) element.remove();
    return results;
  }, trapAddress);
  assert.deepEqual(outcomes, ['refused', 'refused', 'refused', 'refused']);
  assert.equal(trapped, 0);
});

test('nothing in Electron itself can reach the network, in either of its sessions', async () => {
  const errors = await desktop.app.evaluate(async ({ net, session, BrowserWindow }, address) => {
    const sessions = [session.defaultSession, BrowserWindow.getAllWindows()[0]?.webContents.session];
    const ask = (each: Electron.Session | undefined) =>
      new Promise<string>((resolve) => {
        const request = net.request({ url: address, ...(each === undefined ? {} : { session: each }) });
        request.on('response', () => resolve('answered'));
        request.on('error', (error) => resolve(error.message));
        request.end();
      });
    return Promise.all(sessions.map(ask));
  }, trapAddress);
  assert.deepEqual(errors, ['net::ERR_BLOCKED_BY_CLIENT', 'net::ERR_BLOCKED_BY_CLIENT']);
  assert.equal(trapped, 0);
});

test('through a whole dictation no process of the program has a connection to anywhere', async () => {
  const debuggers = listeningPorts(desktop.pid);
  assert.ok(debuggers.size > 0, 'the sockets of the program can be seen at all');
  await desktop.page.keyboard.press('Control+Enter');
  const seen = new Set<string>();
  await until('the words are there', async () => {
    for (const connection of connections(desktop.pid, debuggers)) seen.add(connection);
    return (await heardWords(desktop.page)).includes('closes at six');
  });
  await desktop.page.keyboard.press('Control+Enter');
  await desktop.page.getByRole('main').getByRole('button', { name: 'Speak', exact: true }).waitFor();
  for (const connection of connections(desktop.pid, debuggers)) seen.add(connection);
  assert.deepEqual([...seen], []);
});

test('the page goes nowhere, opens nothing and runs no code but its own', async () => {
  const { page, app } = desktop;
  const before = page.url();
  const attempts = await page.evaluate((address) => {
    const outcome = (deed: () => unknown) => {
      try {
        return String(deed());
      } catch (error) {
        return (error as Error).name;
      }
    };
    const link = Object.assign(document.createElement('a'), { href: address, target: '_blank' });
    document.body.append(link);
    link.click();
    link.remove();
    const attempted = {
      opened: outcome(() => window.open(address)),
      html: outcome(() => {
        document.createElement('p').innerHTML = '<b>x</b>';
      }),
      node: [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')].join(),
      exposed: Object.keys(Reflect.get(globalThis, 'parola')).sort().join(),
    };
    location.href = address;
    return attempted;
  }, trapAddress);
  assert.deepEqual(attempts, {
    opened: 'null',
    html: 'TypeError',
    node: 'undefined,undefined',
    exposed: 'call,on',
  });
  const inline = await page
    .evaluate(async () => {
      const script = document.createElement('script');
      script.append('globalThis.inlineScriptRan = true');
      document.head.append(script);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return Reflect.get(globalThis, 'inlineScriptRan') === true;
    })
    .catch(() => false);
  assert.equal(inline, false);
  await page.waitForTimeout(500);
  assert.equal(page.url(), before);
  assert.equal(app.windows().length, 1);
  assert.equal(trapped, 0);
});

test('microphone and camera are granted: no screen unasked, no place, no notifications', async () => {
  const answers = await desktop.page.evaluate(async () => {
    const name = (error: unknown) => (error as Error).name;
    const capture = (wanted: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(wanted).then((stream) => {
        for (const track of stream.getTracks()) track.stop();
        return 'granted';
      }, name);
    return {
      microphone: await capture({ audio: true }),
      camera: await capture({ video: true }),
      both: await capture({ audio: true, video: true }),
      screen: await navigator.mediaDevices.getDisplayMedia().then(() => 'granted', name),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code),
        ),
      ),
      notifications: await Notification.requestPermission(),
      clipboard: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
    };
  });
  assert.equal(answers.microphone, 'granted');
  assert.equal(answers.camera, 'granted');
  assert.equal(answers.both, 'granted');
  assert.notEqual(answers.screen, 'granted');
  assert.equal(answers.place, 1);
  assert.equal(answers.notifications, 'denied');
  assert.equal(answers.clipboard, 'granted');
});

test('a call that is unknown, or does not fit, is refused before any code sees it', async () => {
  const codes = await desktop.page.evaluate(async () => {
    const { call } = (
      window as unknown as { parola: { call(name: unknown, input: unknown): Promise<unknown> } }
    ).parola;
    const code = async (name: unknown, input: unknown) =>
      ((await call(name, input)) as { ok: boolean; error?: { code: string } }).error?.code;
    return [
      await code('constructor', undefined),
      await code('__proto__', {}),
      await code(7, {}),
      await code('state.get', { more: 1 }),
      await code('history.open', { id: '../../etc/passwd' }),
      await code('dictation.audio', { id: 'x', samples: [0, 0] }),
      await code('dictation.audio', { id: 'x', samples: new Float32Array(16_001) }),
      await code('history.list', { query: '', limit: 1e9, offset: 0 }),
    ];
  });
  assert.deepEqual(new Set(codes), new Set(['request-invalid']));
});

test('a frame inside the page is not given the program', async () => {
  const given = await desktop.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inside = frame.contentWindow as unknown as Record<string, unknown>;
    const types = [typeof inside.parola, typeof inside.require, typeof inside.document].join();
    frame.remove();
    return types;
  });
  assert.equal(given, 'undefined,undefined,object');
});

test('the window is made with every protection on', async () => {
  const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const all = (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences();
    contents?.openDevTools();
    return {
      sandbox: all.sandbox,
      contextIsolation: all.contextIsolation,
      nodeIntegration: all.nodeIntegration,
      webSecurity: all.webSecurity,
      webviewTag: all.webviewTag,
      developerTools: contents?.isDevToolsOpened(),
      keptOnDisk: contents?.session.isPersistent(),
    };
  });
  assert.deepEqual(preferences, {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    developerTools: false,
    keptOnDisk: false,
  });
});
