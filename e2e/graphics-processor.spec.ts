/** The window where the captioner computes on a graphics processor, and that goes away in the middle. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright';
import { installedModel } from '../main/models.ts';
import { readVerdicts, verdictKey, writeVerdicts } from '../main/providers-verdicts.ts';
import { fixtures } from './command-line.ts';
import { processTree, readIfThere, until } from './desktop.ts';
import { softwareVulkan } from './software-vulkan.ts';
import { makeUserFolder } from './user-folder.ts';
import { chooseFiles, keepPicture, openBrowser, servePage } from './window/browser.ts';
import { goTo } from './window/served-window.ts';

const photograph = path.join(fixtures, 'photographs', 'cat.jpg');

/** The captioner is known to be right on the graphics processor; finding that out takes minutes on one in software. */
async function knowWebgpu(home: string): Promise<void> {
  const captioner = await installedModel(home, 'parola-captioner');
  assert.ok(captioner !== null);
  const right = { kind: 'right', speedup: 2 } as const;
  const questions = (['encoder', 'decoder'] as const).map((graph) => verdictKey(captioner, graph, 'webgpu'));
  const verdicts = Object.fromEntries(questions.map((question) => [question, right]));
  writeVerdicts(home, { available: ['cpu', 'webgpu'], verdicts });
}

/** In a program that computes on WebGPU, until the test's end. */
async function openWindow(context: TestContext): Promise<{ page: Page; pid: number; home: string }> {
  const home = makeUserFolder();
  context.after(home.remove);
  await knowWebgpu(home.path);
  const program = await servePage(home.path);
  context.after(program.stop);
  const browser = await openBrowser('dictation.wav');
  context.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(program.address);
  await goTo(page, 'See');
  return { page, pid: program.process.pid ?? 0, home: home.path };
}

const captionRead = async (page: Page): Promise<string> => {
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  return page.getByRole('textbox', { name: 'Alternative text' }).inputValue();
};

test('the process on the graphics processor dies in the middle of a picture, and the caption still is read in the page', async (context) => {
  if (softwareVulkan === undefined) {
    process.stderr.write('WEBGPU WAS NOT TESTED IN THE WINDOW: there is no SwiftShader (package chromium)\n');
    return context.skip('NOT TESTED: there is no SwiftShader here; the package chromium has it');
  }
  const variables = { VK_ICD_FILENAMES: softwareVulkan, PAROLA_PROVIDER: 'webgpu' };
  Object.assign(process.env, variables);
  context.after(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
  });
  const { page, pid, home } = await openWindow(context);
  const describe = () => chooseFiles(page, () => page.locator('.look-button').click(), photograph);
  await describe();
  await page.getByRole('progressbar', { name: 'Looking' }).waitFor();
  const workers = await until('a process looks', () => {
    const pids = processTree(pid).filter((one) => readIfThere(`/proc/${one}/cmdline`).includes('worker.cjs'));
    return pids.length > 0 && pids;
  });
  // Long enough to have begun, and by far too short to have come to an end on a processor that plays graphics.
  await page.waitForTimeout(300);
  assert.equal(await page.locator('.caption-text').count(), 0, 'it was killed in the middle');
  for (const worker of workers) process.kill(worker, 'SIGKILL');
  const caption = await captionRead(page);
  assert.match(caption, /^[A-Z]\w* .*\w/);
  await keepPicture(page, 'served-graphics-died');
  await page.getByRole('button', { name: 'Put cat.jpg aside' }).click();
  await describe();
  assert.equal(await captionRead(page), caption, 'it is the caption that the processor gives');
  const { verdicts } = readVerdicts(home);
  assert.match(JSON.stringify(verdicts), /its process ended at work/, 'it was at work there');
  await goTo(page, 'Settings');
  const found = page.getByRole('list', { name: 'What was found out' });
  assert.match(await found.innerText(), /on the processor\. WebGPU: does not work here, not used/);
});
