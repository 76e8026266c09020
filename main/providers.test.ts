import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import type { Launch } from './launch.ts';
import { createProviders, modelsOnProviders, onProviders, wantedProvider } from './providers.ts';
import type { InstalledModel, ProviderFinding, WorkerEvent, WorkerRequest } from './worker/protocol.ts';

const model: InstalledModel<EncoderDecoderGraphs> = {
  id: 'toy',
  folder: '/nowhere',
  graphs: {} as EncoderDecoderGraphs,
  files: [{ name: 'toy.onnx', bytes: 1, sha256: 'a'.repeat(64) }],
};

type Answer = ProviderFinding | 'crash' | 'hang';

/** A machine with a graphics processor that does with each graph what `answers` says. */
function machine(context: TestContext, answers: { encoder: Answer; decoder: Answer }, wanted = 'auto') {
  const home = mkdtempSync(path.join(tmpdir(), 'parola-providers-'));
  context.after(() => rmSync(home, { recursive: true, force: true }));
  const asked: string[] = [];
  let killed = 0;
  const launch: Launch = () => {
    let tell: (event: WorkerEvent) => void = () => {};
    let exit: (reason: string) => void = () => {};
    const answer = (request: WorkerRequest) => {
      if (request.kind === 'list-providers') tell({ kind: 'providers', names: ['cpu', 'gpu'] });
      if (request.kind !== 'try-provider') return;
      asked.push(request.graph);
      const finding = answers[request.graph];
      if (finding === 'crash') exit('signal SIGSEGV');
      else if (finding !== 'hang') tell({ kind: 'provider-tried', finding });
    };
    return {
      pid: undefined,
      send: (request) => void setImmediate(answer, request),
      onEvent: (listener) => {
        tell = listener;
      },
      onOutput() {},
      onExit: (listener) => {
        exit = listener;
      },
      kill: () => {
        killed += 1;
      },
    };
  };
  const setting = { wanted };
  const open = () =>
    createProviders({
      ...{ home, launch, workerPath: 'worker', timeoutSeconds: 0.2 },
      wanted: () => setting.wanted,
      models: async () => [model],
    });
  return { home, asked, setting, open, killed: () => killed };
}

const right = (speedup: number): ProviderFinding => ({ kind: 'right', speedup });

test('nothing runs on a provider that was never tried', (context) => {
  const providers = machine(context, { encoder: right(9), decoder: right(9) }).open();
  assert.equal(providers.choose(model), undefined);
  assert.deepEqual(providers.view(), { available: ['cpu'], testing: false, verdicts: [] });
});

test('each graph runs where it is right and faster, and the settings say why', async (context) => {
  const { open, asked, killed } = machine(context, { encoder: right(3.14), decoder: right(0.5) });
  const providers = open();
  const testing = providers.test();
  assert.equal(providers.view().testing, true);
  await testing;
  assert.deepEqual(providers.choose(model), { encoder: 'gpu', decoder: 'cpu' });
  assert.deepEqual(providers.view(), {
    available: ['cpu', 'gpu'],
    testing: false,
    verdicts: [
      { model: 'toy', graph: 'encoder', provider: 'gpu', used: true, reason: '3.1× faster' },
      { model: 'toy', graph: 'decoder', provider: 'gpu', used: false, reason: '2.0× slower, not used' },
    ],
  });
  assert.deepEqual(asked, ['encoder', 'decoder']);
  assert.equal(killed(), 3, 'every process is thrown away');
});

test('a verdict is kept for the next start, and tried again only when asked to', async (context) => {
  const { open, asked } = machine(context, { encoder: right(3), decoder: right(1) });
  await open().test();
  const next = open();
  assert.deepEqual(next.choose(model), { encoder: 'gpu', decoder: 'cpu' });
  await next.test();
  assert.equal(asked.length, 2);
  await next.test({ anew: true });
  assert.equal(asked.length, 4);
});

test('wrong numbers, a crash and a hang are verdicts, and none of them is used', async (context) => {
  const wrong = machine(context, { encoder: { kind: 'wrong', detail: 'off' }, decoder: 'crash' }).open();
  await wrong.test();
  assert.equal(wrong.choose(model), undefined);
  assert.deepEqual(
    wrong.view().verdicts.map(({ reason }) => reason),
    ['wrong numbers, not used', 'crashed, not used'],
  );
  const hung = machine(context, { encoder: 'hang', decoder: { kind: 'failed', detail: 'no' } }).open();
  await hung.test();
  assert.equal(hung.choose(model), undefined);
  assert.deepEqual(
    hung.view().verdicts.map(({ reason }) => reason),
    ['gave no answer, not used', 'does not work here, not used'],
  );
});

test('who names a provider gets it though it is slower, never where it is wrong', async (context) => {
  const { open, setting } = machine(
    context,
    { encoder: right(0.5), decoder: { kind: 'wrong', detail: 'off' } },
    'gpu',
  );
  const providers = open();
  await providers.test();
  assert.deepEqual(providers.choose(model), { encoder: 'gpu', decoder: 'cpu' });
  assert.equal(providers.view().verdicts[0]?.reason, '2.0× slower, used as you chose it');
  setting.wanted = 'cpu';
  assert.equal(providers.choose(model), undefined);
  setting.wanted = 'no-such-thing';
  assert.equal(providers.choose(model), undefined);
});

test('a provider that failed at work is remembered over the next start', async (context) => {
  const { open } = machine(context, { encoder: right(3), decoder: right(3) });
  const providers = open();
  await providers.test();
  providers.failed({ model: 'toy', graph: 'encoder', provider: 'gpu', reason: 'device lost' });
  assert.deepEqual(providers.choose(model), { encoder: 'cpu', decoder: 'gpu' });
  assert.deepEqual(open().choose(model), { encoder: 'cpu', decoder: 'gpu' });
});

test('other bytes of the model are another question', async (context) => {
  const providers = machine(context, { encoder: right(3), decoder: right(3) }).open();
  await providers.test();
  const files = [{ name: 'toy.onnx', bytes: 1, sha256: 'b'.repeat(64) }];
  assert.equal(providers.choose({ ...model, files }), undefined);
});

test('a damaged file of verdicts is as if there were none', async (context) => {
  const { home, open } = machine(context, { encoder: right(3), decoder: right(3) });
  await open().test();
  const file = path.join(home, 'providers.json');
  assert.ok(readFileSync(file, 'utf8').includes('"right"'));
  for (const text of ['{"available":["cpu"],"verdicts":{"x":{"kind":"right"}}}', '{', '']) {
    writeFileSync(file, text);
    assert.equal(open().choose(model), undefined);
  }
  await open().test();
  assert.deepEqual(open().choose(model), { encoder: 'gpu', decoder: 'gpu' });
});

test('a test that is closed says nothing of what it had not tried', async (context) => {
  const providers = machine(context, { encoder: 'hang', decoder: right(3) }).open();
  const testing = providers.test();
  setTimeout(() => providers.close(), 50);
  await testing;
  assert.deepEqual(providers.view().verdicts, []);
});

test('the environment’s word goes before the settings’', () => {
  assert.equal(wantedProvider('auto', {}), 'auto');
  assert.equal(wantedProvider('auto', { PAROLA_PROVIDER: 'cpu' }), 'cpu');
});

test('a request carries what computes each of its models, and only those count for a crash', () => {
  const choose = ({ id }: { id: string }) => (id === 'toy' ? { encoder: 'gpu', decoder: 'cpu' } : undefined);
  const plain = { ...model, id: 'plain' };
  const models = {
    steps: [
      { model, from: 'en', to: 'pt' },
      { model: plain, from: 'pt', to: 'es' },
    ],
    precision: 'quick',
  } as const;
  const options = {} as Extract<WorkerRequest, { kind: 'translate' }>['options'];
  const request = { kind: 'translate', job: 'j', models, texts: [], options, remember: false } as const;
  const sent = onProviders(request, choose);
  assert.ok(sent.kind === 'translate');
  assert.deepEqual(
    sent.models.steps.map((step) => step.model.providers),
    [{ encoder: 'gpu', decoder: 'cpu' }, undefined],
  );
  assert.deepEqual(
    modelsOnProviders(sent).map(({ id }) => id),
    ['toy'],
  );
  assert.equal(onProviders({ kind: 'bye' }, choose).kind, 'bye');
});
