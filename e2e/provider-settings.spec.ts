/** What computes, in the settings: the choice, the verdicts in words, and trying again. The program is scripted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProvidersView } from '../preload/contract.ts';
import { until } from './desktop.ts';
import { accessibilityFaults, keepPicture } from './window/browser.ts';
import { useBuiltPage } from './window/page-server.ts';
import { callsMade, hearing, readyState, scriptProgram } from './window/scripted-program.ts';
import { goTo } from './window/window-state.ts';

const built = useBuiltPage();

const providers: ProvidersView = {
  available: ['cpu', 'webgpu'],
  testing: false,
  verdicts: [
    { model: hearing.id, graph: 'encoder', provider: 'webgpu', used: true, reason: '3.1× faster' },
    {
      model: hearing.id,
      graph: 'decoder',
      provider: 'webgpu',
      used: false,
      reason: 'wrong numbers, not used',
    },
  ],
};

test('the settings say in words what computes and why, and try it again when asked to', async () => {
  const page = await built.browser.newPage({ viewport: { width: 1040, height: 720 } });
  await scriptProgram(page, {
    'state.get': { ok: true, value: { ...readyState, providers } },
    'history.list': { ok: true, value: { entries: [], total: 0 } },
    'providers.test': { ok: true, value: null },
    'settings.set': { ok: true, value: { ...readyState.settings, provider: 'cpu' } },
  });
  await page.goto(built.address);
  await goTo('Settings')(page);
  const part = page.getByRole('region', { name: 'What computes' });
  const found = await part.getByRole('list', { name: 'What was found out' }).innerText();
  assert.match(found, /Taking in on WebGPU\. WebGPU: 3\.1× faster\./);
  assert.match(found, /Writing on the processor\. WebGPU: wrong numbers, not used\./);
  assert.deepEqual(await accessibilityFaults(page), []);
  await part.scrollIntoViewIfNeeded();
  await keepPicture(page, 'settings-provider');
  await part.getByRole('radio', { name: 'The processor' }).check();
  await part.getByRole('button', { name: 'Try again' }).click();
  await until('both were asked for', async () => {
    const names = (await callsMade(page)).map(({ name }) => name);
    return names.includes('providers.test') && names.includes('settings.set');
  });
  await page.close();
});
