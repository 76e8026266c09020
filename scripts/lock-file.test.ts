import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);
const names = new Set(Object.keys(lock.packages).map((place) => place.replace(/^.*node_modules\//, '')));

test('npm ci installs from the lock on every platform: each optional package of each is named in it', () => {
  // npm leaves out what its registry lacks or what another platform needs, and then refuses its own lock.
  const missing = Object.values(lock.packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !names.has(name));
  assert.deepEqual([...new Set(missing)], []);
});

test('no registry’s address is in the lock: each machine asks the one it is set up for', () => {
  assert.doesNotMatch(JSON.stringify(lock), /"resolved":/);
});
