/** Types of `test-electron.mjs` for the tests. */
export const testElectronVersion: string;
export function ensureRunningTestElectron(): string;
export function ensureTestElectron(): string;
