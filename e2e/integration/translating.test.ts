/** The program behind the page with real models: typed text, documents, dictations, and what a killed process costs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask } from '../../main/scripted-calls.ts';
import { createProgram, type RunningProgram } from '../../main/session.ts';
import { readAudio } from '../../main/worker/input/decode-file.ts';
import type { Entry, Events } from '../../preload/contract.ts';
import { makeUserFolder, type UserFolder } from '../user-folder.ts';
import { installedPair } from './installed-pair.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workerPath = path.join(root, 'dist', 'worker.cjs');
const fixtures = path.join(root, 'e2e', 'fixtures');
const blockSamples = 1600;

/** Why nothing can be tested, where the models cannot be had. */
let missing: string | null = null;
before(async () => {
  await withFolder(async ({ path: home }) => {
    const pair = await installedPair('en', 'pt', home);
    missing = typeof pair === 'string' ? pair : null;
  });
});

async function withFolder(run: (folder: UserFolder) => Promise<void>): Promise<void> {
  const folder = makeUserFolder();
  try {
    await run(folder);
  } finally {
    folder.remove();
  }
}

/** A test with a program of its own, which has the models that there are, or gets them first. */
function translating(name: string, run: (program: RunningProgram) => Promise<void>): void {
  test(name, (context) => {
    if (missing !== null) return context.skip(missing);
    return withFolder(async ({ path: home }) => {
      await installedPair('en', 'pt', home);
      const program = await createProgram({ home, workerPath, version: 'test' });
      try {
        await run(program);
      } finally {
        await program.close();
      }
    });
  });
}

async function dropDocument(program: RunningProgram, name: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const languages = { from: 'en', to: 'pt' };
  const { id } = await ask(program, 'document.begin', { name, bytes: bytes.length, ...languages });
  await ask(program, 'file.chunk', { id, bytes });
  await ask(program, 'file.end', { id });
  return id;
}

function nextEntry(program: RunningProgram, state: Entry['state']): Promise<Entry> {
  return new Promise((resolve, reject) => {
    program.on('entry', ({ entry }) => {
      if (entry?.state === state) resolve(entry);
      if (entry?.state === 'failed') reject(new Error(entry.error?.message));
    });
  });
}

const typed = (text: string, id: string | null = null) => ({
  id,
  text,
  from: null,
  to: 'pt',
  offTheRecord: false,
});

/** Enough lines of plain English for both processes to be at work for some seconds. */
function longDocument(): string {
  const english = readFileSync(path.join(fixtures, 'translation', 'en.txt'), 'utf8')
    .trimEnd()
    .split('\n');
  return Array.from({ length: 200 }, (_, at) => `${english[at % english.length]}\n`).join('');
}

translating(
  'what is typed is read in Portuguese, what is added too, and in the user’s own terms',
  async (program) => {
    const told: Events['translated'][] = [];
    program.on('translated', (event) => told.push(event));
    const first = await ask(program, 'translate.run', typed('Good morning, everybody.\nThe house is old.'));
    const target = first.translation.parts.map((part) => part.target).join('');
    assert.match(target, /^Bom dia.*\nA casa é (velha|antiga)\.$/);
    assert.deepEqual([first.translation.from, first.translation.detected], ['en', true]);
    assert.deepEqual(
      told.flatMap(({ parts }) => parts),
      first.translation.parts,
    );
    const opened = await ask(program, 'translation.open', { id: first.id });
    assert.deepEqual(opened.translation, first.translation, 'stored as it was shown');
    const longer = 'Good morning, everybody.\nThe house is old. We like it.';
    const second = await ask(program, 'translate.run', typed(longer, first.id));
    assert.deepEqual(second.translation.parts.slice(0, 3), first.translation.parts.slice(0, 3));
    const rules = [{ source: 'house', target: 'moradia', forbidden: [] }];
    await ask(program, 'glossary.set', { from: 'en', to: 'pt', rules });
    const termed = await ask(program, 'translate.run', typed(longer, first.id));
    assert.match(termed.translation.parts.map((part) => part.target).join(''), /\bmoradia\b/);
    const { suggestions } = await ask(program, 'translate.suggest', {
      sentence: 'The house is old.',
      before: [],
      from: 'en',
      to: 'pt',
    });
    assert.ok(new Set(suggestions.map((one) => one.target)).size > 1, 'there are other ways to begin');
  },
);

translating('a dropped subtitle file comes back in Portuguese with its times', async (program) => {
  const english = readFileSync(path.join(fixtures, 'documents', 'talk.srt'), 'utf8');
  const done = nextEntry(program, 'done');
  const id = await dropDocument(program, 'talk.srt', english);
  await done;
  const { name, text } = await ask(program, 'translation.export', { id, format: 'document' });
  assert.equal(name, 'talk.pt.srt');
  const times = (srt: string) => srt.match(/^.* --> .*$/gm);
  assert.deepEqual(times(text), times(english));
  assert.notEqual(text, english);
});

translating(
  'kill -9 of every process in the middle of a document: not a word is missing',
  async (program) => {
    const text = longDocument();
    const undisturbed = nextEntry(program, 'done');
    const whole = await dropDocument(program, 'whole.txt', text);
    await undisturbed;
    const killed: number[] = [];
    program.on('state', ({ active }) => {
      if (killed.length > 0 || (active[0]?.progress ?? 0) < 0.2) return;
      killed.push(...program.processIds());
      for (const pid of killed) process.kill(pid, 'SIGKILL');
    });
    const done = nextEntry(program, 'done');
    const id = await dropDocument(program, 'killed.txt', text);
    await done;
    assert.ok(killed.length >= 2, 'both were at work');
    assert.ok(program.processIds().every((pid) => !killed.includes(pid)));
    const [expected, got] = await Promise.all(
      [whole, id].map((one) => ask(program, 'translation.export', { id: one, format: 'document' })),
    );
    assert.equal(got?.text, expected?.text);
    assert.equal(got?.text.split('\n').length, text.split('\n').length);
  },
);

translating('a dictation is read in Portuguese below each of its sentences', async (program) => {
  await ask(program, 'settings.set', { dictationTranslation: 'pt' });
  const told: Events['segment-translated'][] = [];
  program.on('segment-translated', (event) => told.push(event));
  const { id } = await ask(program, 'dictation.start', { offTheRecord: false });
  for await (const block of readAudio(path.join(fixtures, 'speech', 'pause.flac'))) {
    for (let at = 0; at < block.length; at += blockSamples) {
      await ask(program, 'dictation.audio', { id, samples: block.slice(at, at + blockSamples) });
    }
  }
  await ask(program, 'dictation.stop', { id });
  const { transcript } = await ask(program, 'history.open', { id });
  while (told.length < transcript.segments.length) await new Promise((resolve) => setTimeout(resolve, 20));
  const translated = await ask(program, 'history.open', { id });
  assert.deepEqual(
    translated.transcript.segments.map(({ start, translation }) => ({ id, start, ...translation })),
    told,
  );
  assert.match(told.map(({ text }) => text).join(' '), /cozinha.*pão.*rio.*floresta/s);
});
