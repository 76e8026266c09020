/**
 * The path over a graphics processor, proven on a software one: Chromium and Electron carry SwiftShader,
 * which is slow but right. Without it nothing here can be tested, and that is said.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Inference, startInference } from '../../main/inference.ts';
import { installModel } from '../../main/install.ts';
import { forkWorker } from '../../main/launch.ts';
import { installedModel } from '../../main/models.ts';
import { createProviders, type ProviderFailure, type RunnableModel } from '../../main/providers.ts';
import { tryProvider } from '../../main/providers-trial.ts';
import type { Described, ProviderChoice } from '../../main/worker/protocol.ts';
import { softwareVulkan } from '../software-vulkan.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workerPath = path.join(root, 'dist', 'worker.cjs');
const photographs = path.join(root, 'e2e', 'fixtures', 'photographs');
const home = mkdtempSync(path.join(tmpdir(), 'parola-provider-'));

let model: RunnableModel;
let picture = '';

before(async () => {
  await installModel('parola-captioner', { home });
  model = (await installedModel(home, 'parola-captioner')) as RunnableModel;
  const [first = ''] = readdirSync(photographs).filter((name) => /\.jpe?g$/.test(name));
  picture = path.join(photographs, first);
});

after(() => rmSync(home, { recursive: true, force: true }));

/** With variables that inference processes are given, too. */
function withEnvironment(context: TestContext, variables: Record<string, string>): void {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  context.after(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  });
}

function withSoftwareVulkan(context: TestContext): boolean {
  if (softwareVulkan === undefined) {
    process.stderr.write('provider: WEBGPU WAS NOT TESTED: there is no SwiftShader (package chromium)\n');
    context.skip('NOT TESTED: there is no SwiftShader here; the package chromium has it');
    return false;
  }
  withEnvironment(context, { VK_ICD_FILENAMES: softwareVulkan });
  return true;
}

async function caption(inference: Inference): Promise<string> {
  const told: Described[] = [];
  await inference.describe(
    { models: { captioner: model, reading: [] }, pictures: [{ path: picture }], options: {} },
    { onDescribed: (_, result) => void told.push(result) },
  );
  const [only] = told;
  assert.ok(only?.ok, JSON.stringify(only));
  assert.equal(only.description.abstained, false);
  return only.description.caption;
}

/** The caption of a picture, with `choice` until something fails there. */
async function captionOn(choice: ProviderChoice | undefined, inTheMiddle = (_: Inference) => {}) {
  const failures: ProviderFailure[] = [];
  const inference = startInference({
    workerPath,
    backOffMilliseconds: 1,
    providers: {
      choose: () => (failures.length === 0 ? choice : undefined),
      failed: (failure) => void failures.push(failure),
    },
  });
  try {
    const captioning = caption(inference);
    inTheMiddle(inference);
    return { caption: await captioning, failures, provider: inference.provider() };
  } finally {
    await inference.close();
  }
}

/** Which provider ran how many nodes, by the profiles that ONNX Runtime itself wrote. */
function nodesByProvider(folder: string): Record<string, number> {
  const nodes: Record<string, number> = {};
  for (const name of readdirSync(folder)) {
    const events: { cat?: string; args?: { provider?: string } }[] = JSON.parse(
      readFileSync(path.join(folder, name), 'utf8'),
    );
    for (const { cat, args } of events) {
      if (cat === 'Node' && args?.provider) nodes[args.provider] = (nodes[args.provider] ?? 0) + 1;
    }
  }
  return nodes;
}

test('a graph runs on WebGPU: the runtime’s own log says so, and the numbers are the processor’s', async (context) => {
  if (!withSoftwareVulkan(context)) return;
  const profiles = mkdtempSync(path.join(tmpdir(), 'parola-profiles-'));
  context.after(() => rmSync(profiles, { recursive: true, force: true }));
  withEnvironment(context, { PAROLA_RUNTIME_PROFILE: path.join(profiles, 'run') });
  const outcome = await tryProvider(model, 'decoder', 'webgpu', { launch: forkWorker, workerPath });
  assert.equal(outcome?.kind, 'right', JSON.stringify(outcome));
  const nodes = nodesByProvider(profiles);
  assert.ok((nodes.WebGpuExecutionProvider ?? 0) > 100, JSON.stringify(nodes));
});

test('a caption written on WebGPU is the processor’s, and the status names both', async (context) => {
  if (!withSoftwareVulkan(context)) return;
  const expected = await captionOn(undefined);
  assert.equal(expected.provider, 'cpu');
  const found = await captionOn({ encoder: 'cpu', decoder: 'webgpu' });
  assert.equal(found.caption, expected.caption);
  assert.equal(found.provider, 'cpu + webgpu');
  assert.deepEqual(found.failures, []);
});

test('where there is no graphics processor the trial says so, and the caption comes all the same', async (context) => {
  withEnvironment(context, { VK_ICD_FILENAMES: '/nowhere/no-driver.json' });
  const outcome = await tryProvider(model, 'decoder', 'webgpu', { launch: forkWorker, workerPath });
  assert.equal(outcome?.kind, 'failed', JSON.stringify(outcome));
  const found = await captionOn({ encoder: 'webgpu', decoder: 'cpu' });
  assert.ok(found.caption.length > 10);
  assert.equal(found.provider, 'cpu');
  assert.deepEqual(
    found.failures.map(({ graph, provider }) => [graph, provider]),
    [['encoder', 'webgpu']],
  );
});

test('the process on the graphics processor dies in the middle: the caption still comes, and that is remembered', async (context) => {
  if (!withSoftwareVulkan(context)) return;
  const expected = await captionOn(undefined);
  const { caption, failures, provider } = await captionOn(
    { encoder: 'cpu', decoder: 'webgpu' },
    (inference) => {
      const timer = setInterval(() => {
        const [pid] = inference.pids();
        if (pid === undefined) return;
        clearInterval(timer);
        // Long enough to have begun, and by far too short to have come to an end.
        setTimeout(() => process.kill(pid, 'SIGKILL'), 400);
      }, 10);
    },
  );
  assert.equal(caption, expected.caption);
  assert.equal(provider, 'cpu');
  assert.deepEqual(
    failures.map(({ graph, reason }) => [graph, reason]),
    [['decoder', 'its process ended at work (signal SIGKILL)']],
  );
});

test('slow but right is the processor’s work for auto, and the reason is kept', async (context) => {
  if (!withSoftwareVulkan(context)) return;
  const options = { home, workerPath, models: async () => [model] };
  const providers = createProviders({ ...options, wanted: () => 'auto' });
  context.after(() => providers.close());
  await providers.test();
  assert.equal(providers.choose(model), undefined);
  const { available, verdicts } = providers.view();
  assert.deepEqual(available, ['cpu', 'webgpu']);
  for (const { reason, used } of verdicts) {
    assert.match(reason, /slower, not used$/);
    assert.equal(used, false);
  }
  assert.equal(verdicts.length, 2);
  const named = createProviders({ ...options, wanted: () => 'webgpu' });
  assert.deepEqual(named.choose(model), { encoder: 'webgpu', decoder: 'webgpu' });
});
