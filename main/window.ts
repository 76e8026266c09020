/**
 * The one window: sandboxed, without Node, unable to go anywhere else. Its session lives in memory, so
 * Chromium keeps nothing of what was said on the disk.
 */
import path from 'node:path';
import { app, BrowserWindow, Menu, type Session, session } from 'electron';
import { isOwnPage, pageAddress } from './origin.ts';
import { restrictPermissions } from './permissions.ts';
import { servePage } from './protocol.ts';

export interface WindowOptions {
  /** Where the bundles lie: the preload script and the page's folder. */
  readonly bundleFolder: string;
  /** Called for every request that would have left the program; it has been refused. */
  readonly onRefusedRequest: (address: string) => void;
}

/** Opens the window on our page. Call it once Electron is ready. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const pageSession = session.fromPartition('parola');
  servePage(pageSession, path.join(options.bundleFolder, 'renderer'));
  for (const each of [pageSession, session.defaultSession]) closeSession(each, options.onRefusedRequest);
  Menu.setApplicationMenu(keyboardMenu());
  const window = new BrowserWindow({
    width: 1040,
    height: 720,
    minWidth: 720,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    title: 'Parola',
    webPreferences: {
      session: pageSession,
      preload: path.join(options.bundleFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      devTools: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
      // A dictation goes on while the window is behind others.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', () => window.webContents.reload());
  return window;
}

/** Loads the page; separate from opening, so that calls are answered before the first one is made. */
export async function showPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(pageAddress);
}

/** No page of any window may navigate, open windows or attach views. Call it before any window exists. */
export function forbidLeaving(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** A session that reaches nothing but our own page and grants nothing but the table of permissions. */
function closeSession(each: Session, onRefusedRequest: (address: string) => void): void {
  restrictPermissions(each);
  each.webRequest.onBeforeRequest((details, callback) => {
    const isOurs = isOwnPage(details.url) || isOwnBlob(details.url);
    if (!isOurs) onRefusedRequest(details.url);
    callback({ cancel: !isOurs });
  });
  each.on('will-download', (event, item) => {
    // Saving a transcript is a download of a blob that our page made; nothing else is ever downloaded.
    if (!isOwnBlob(item.getURL())) event.preventDefault();
  });
}

/** A blob's address names the origin that made it: `blob:app://parola/…`. */
function isOwnBlob(address: string): boolean {
  return address.startsWith('blob:') && isOwnPage(address.slice('blob:'.length));
}

/** Only what the keyboard needs (editing, zoom, quitting); no reload, no developer tools. */
function keyboardMenu(): Menu {
  return Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { label: 'File', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
    },
  ]);
}
