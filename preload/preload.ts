/**
 * Gives the page `window.parola`, the program as the contract describes it, and nothing else: no
 * `ipcRenderer`, no event object, no channel names. Runs in the page's sandbox.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Program } from './contract.ts';

type Listener = (event: never) => void;

const listenersByEvent = new Map<string, Set<Listener>>();

ipcRenderer.on('parola:event', (_electronEvent: IpcRendererEvent, name: string, event: unknown) => {
  for (const listener of listenersByEvent.get(name) ?? []) listener(event as never);
});

const program: Program = {
  call: (name, input) => ipcRenderer.invoke('parola:call', name, input),
  on(name, listener) {
    const listeners = listenersByEvent.get(name) ?? new Set();
    listenersByEvent.set(name, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

contextBridge.exposeInMainWorld('parola', program);
