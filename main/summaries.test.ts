import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallInput, CallResults, EventName, Events } from '../preload/contract.ts';
import { ParolaError } from './errors.ts';
import { ask, dictate, nextEntry, show, summarizing, withHome, withProgram } from './scripted-calls.ts';
import type { ProgramOptions, RunningProgram } from './session.ts';

type Ran = CallResults['summary.run'];
type Source = CallInput<'summary.run'>['source'];

function summarize(
  program: RunningProgram,
  source: Source,
  more: Partial<CallInput<'summary.run'>> = {},
): Promise<Ran> {
  return ask(program, 'summary.run', { id: null, source, model: null, offTheRecord: false, ...more });
}

const short = 'The cat sat. The um, xylocanary sang all day. Then it slept a little.';

function list(program: RunningProgram, query = '') {
  return ask(program, 'history.list', { query, limit: 10, offset: 0 });
}

async function dropText(
  program: RunningProgram,
  name: string,
  text: string,
  offTheRecord = false,
): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const { id } = await ask(program, 'summary.begin', { name, bytes: bytes.length, offTheRecord });
  await ask(program, 'file.chunk', { id, bytes });
  await ask(program, 'file.end', { id });
  return id;
}

function nextEvent<Name extends EventName>(program: RunningProgram, name: Name): Promise<Events[Name]> {
  return new Promise((resolve) => program.on(name, resolve));
}

const inTexts = ({ view }: Ran): string[] =>
  view.texts.map(({ startCharacter, endCharacter }) => view.text.slice(startCharacter, endCharacter));

test('a text is summarized, stored before it is shown, found by its words, and there after a restart', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(
      scripted,
      async (program) => {
        const states: string[] = [];
        program.on('entry', ({ entry }) => states.push(entry?.state ?? ''));
        const told: Events['summarizing'][] = [];
        program.on('summarizing', (event) => told.push(event));
        const ran = await summarize(program, { text: short });
        id = ran.id;
        assert.deepEqual(states, ['waiting', 'running', 'done']);
        assert.deepEqual(told[0], { id, done: 0, total: 2 });
        assert.deepEqual(await ask(program, 'summary.open', { id }), ran.view);
        assert.equal(ran.view.digest?.kind, 'said');
        assert.equal(ran.view.text, short);
        const { kind, title, excerpt } = ran.view.entry;
        assert.deepEqual(
          [kind, title, excerpt],
          ['summary', '', 'The xylocanary sang all day. Then it slept a little.'],
        );
      },
      summarizing,
    );
    await withProgram(
      scripted,
      async (program) => {
        assert.equal((await list(program, 'xylocan')).entries[0]?.id, id);
        assert.equal((await list(program, 'elephant')).total, 0);
        assert.equal((await ask(program, 'summary.open', { id })).digest?.sentences.length, 3);
      },
      summarizing,
    );
  }));

test('what was heard, seen and translated is summarized, alone with its times and together', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        const spoken = await dictate(program, 2);
        await ask(program, 'dictation.stop', { id: spoken });
        const seen = nextEntry(program, 'done');
        const picture = await show(program, 'a picture with text');
        await seen;
        const input = { id: null, text: 'a river', from: 'en', to: 'pt', offTheRecord: false };
        const translated = await ask(program, 'translate.run', input);
        const alone = await summarize(program, { entries: [spoken] });
        assert.deepEqual(inTexts(alone), ['word0 xylocanary word1 xylocanary']);
        assert.equal(alone.view.digest?.sentences[0]?.seconds, 0);
        const entries = [spoken, picture, translated.id, spoken];
        const together = await summarize(program, { entries });
        assert.deepEqual(inTexts(together), [
          'word0 xylocanary word1 xylocanary',
          'A xylocanary on a branch.\n\nXYLOCANARY STREET',
          'A RIVER',
        ]);
        assert.deepEqual(
          together.view.texts.map(({ entry, title }) => [entry, title]),
          [
            [spoken, ''],
            [picture, 'bird.png'],
            [translated.id, ''],
          ],
        );
        assert.equal(together.view.entry.title, 'bird.png');
        assert.equal(together.view.text, inTexts(together).join('\n\n'));
        await assert.rejects(summarize(program, { entries: [alone.id] }), { code: 'request-invalid' });
        await assert.rejects(summarize(program, { entries: ['gone'] }), { code: 'job-unknown' });
        // What it was made of may go; what it is stays.
        await ask(program, 'history.delete', { id: spoken });
        assert.deepEqual(await ask(program, 'summary.open', { id: alone.id }), alone.view);
      },
      summarizing,
    ),
  ));

test('a translated document is summarized as what it is', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        const bytes = new TextEncoder().encode('1\n00:00:04,000 --> 00:00:06,000\nA river\nis deep.\n');
        const done = nextEntry(program, 'done');
        const begin = { name: 'talk.srt', bytes: bytes.length, from: 'en', to: 'pt' };
        const { id } = await ask(program, 'document.begin', begin);
        await ask(program, 'file.chunk', { id, bytes });
        await ask(program, 'file.end', { id });
        await done;
        const { view } = await summarize(program, { entries: [id] });
        assert.deepEqual([view.text, view.digest?.sentences[0]?.seconds], ['A RIVER IS DEEP.', 4]);
        assert.deepEqual([view.entry.title, view.digest?.language], ['talk.srt', 'pt']);
      },
      summarizing,
    ),
  ));

test('text of any characters is summarized and comes back, with every place where it was', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        const odd = 'A \0 b. Half \ud83d a pair 😀. \r\n\u2028 Right \u202e left. Ünï…. ';
        const { id, view } = await summarize(program, { text: odd });
        assert.equal(view.text, odd.replace('\0', '\ufffd').replace('\ud83d a', '\ufffd a'));
        const opened = await ask(program, 'summary.open', { id });
        assert.deepEqual(opened, view);
        for (const { original, source } of opened.digest?.kind === 'said' ? opened.digest.sentences : []) {
          assert.equal(opened.text.slice(...source), original);
        }
      },
      summarizing,
    ),
  ));

test('a long text, which takes both processes, can be stopped', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        const long = (word: string): string => `The ${word} sang all day long.\n`.repeat(2000);
        const { view } = await summarize(program, { text: long('bird') });
        assert.equal(view.digest?.sentences.length, 2000);
        const stopped = assert.rejects(summarize(program, { text: long('slow') }), { code: 'cancelled' });
        const { id } = await nextEvent(program, 'summarizing');
        await ask(program, 'job.cancel', { id });
        await stopped;
        assert.equal((await ask(program, 'summary.open', { id })).entry.state, 'cancelled');
      },
      summarizing,
    ),
  ));

test('a dropped text is stored, summarized, told, shown at the length chosen, and exported', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(
      scripted,
      async (program) => {
        const told = nextEvent(program, 'summarized');
        const srt =
          '1\n00:00:01,000 --> 00:00:02,000\nThe um, first one.\n\n2\n00:00:09,000 --> 00:00:10,000\nOne.\n';
        id = await dropText(program, 'talk.srt', srt);
        assert.equal((await told).id, id);
        assert.equal((await ask(program, 'summary.open', { id })).length, 'auto');
        await ask(program, 'summary.set-length', { id, length: 1 });
      },
      summarizing,
    );
    await withProgram(
      scripted,
      async (program) => {
        const { entry, text, length, digest } = await ask(program, 'summary.open', { id });
        assert.deepEqual([entry.title, entry.state, length], ['talk.srt', 'done', 1]);
        assert.equal(text, 'The um, first one.\n\nOne.');
        assert.deepEqual(
          digest?.sentences.map(({ seconds }) => seconds),
          [1, 9],
        );
        const markdown = await ask(program, 'summary.export', {
          id,
          format: 'markdown',
          length,
          clean: true,
        });
        assert.deepEqual(markdown, {
          name: 'talk.summary.md',
          mimeType: 'text/markdown',
          text: '- [00:01] The first one.\n',
        });
        const all = { id, format: 'text', length: 'all', clean: false } as const;
        assert.equal((await ask(program, 'summary.export', all)).text, 'The um, first one.\nOne.\n');
        const json = await ask(program, 'summary.export', { ...all, format: 'json' });
        assert.equal(JSON.parse(json.text)[0].points.length, 2);
      },
      summarizing,
    );
  }));

test('what is no text is refused as it arrives and leaves nothing behind', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        await assert.rejects(dropText(program, 'a.txt', 'a\0b'), { code: 'text-unreadable' });
        await assert.rejects(dropText(program, 'a.srt', 'no cue'), { code: 'data-malformed' });
        await assert.rejects(dropText(program, 'a.md', '- \n'), { code: 'request-invalid' });
        await assert.rejects(summarize(program, { text: ' …\n' }), { code: 'request-invalid' });
        const begin = { name: 'a.txt', bytes: 5_000_000, offTheRecord: false };
        await assert.rejects(ask(program, 'summary.begin', begin), { code: 'text-too-long' });
        const { id } = await ask(program, 'summary.begin', { ...begin, bytes: 3 });
        await ask(program, 'job.cancel', { id });
        await assert.rejects(ask(program, 'file.end', { id }), { code: 'job-unknown' });
        await assert.rejects(summarize(program, { text: 'x'.repeat(2_000_001) }), {
          code: 'request-invalid',
        });
        assert.equal((await list(program)).total, 0);
      },
      summarizing,
    ),
  ));

test('a newer run of a summary ends the older; another model writes in its own words', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        const { id } = await summarize(program, { text: short });
        await ask(program, 'summary.set-length', { id, length: 'short' });
        const running = nextEntry(program, 'running');
        const older = summarize(program, { text: 'A slow one.' }, { id });
        await running;
        const newer = summarize(program, { text: 'A slow other.' }, { id, model: 'writer' });
        await assert.rejects(older, { code: 'cancelled' });
        const { view } = await newer;
        assert.equal((await newer).id, id);
        assert.deepEqual([view.text, view.digest?.kind, view.length], ['A slow other.', 'written', 'short']);
        assert.equal(view.entry.state, 'done');
        assert.equal((await list(program, 'short xylo')).total, 1, 'found by the model’s own words');
        const again = nextEvent(program, 'summarized');
        await ask(program, 'job.retry', { id });
        await again;
        const { digest } = await ask(program, 'summary.open', { id });
        assert.equal(digest?.kind, 'said', 'once more with what is chosen in the settings');
        const spoken = await dictate(program, 1);
        await assert.rejects(summarize(program, { text: short }, { id: spoken }), {
          code: 'request-invalid',
        });
        await assert.rejects(ask(program, 'summary.open', { id: spoken }), { code: 'request-invalid' });
        await ask(program, 'dictation.cancel', { id: spoken });
      },
      summarizing,
    ),
  ));

test('what crashed, was stopped, or lacked a model keeps its text and can be tried again', () =>
  withHome(async (scripted) => {
    let isMissing = true;
    const models: Partial<ProgramOptions> = {
      async summaryModels(home, model) {
        if (isMissing) throw new ParolaError('model-missing', 'install it', 'parola-chooser');
        return summarizing.summaryModels?.(home, model) ?? assert.fail();
      },
    };
    const again = async (program: RunningProgram, id: string): Promise<void> => {
      const told = nextEvent(program, 'summarized');
      await ask(program, 'job.retry', { id });
      await told;
      const { entry, digest } = await ask(program, 'summary.open', { id });
      assert.deepEqual([entry.state, entry.error, digest?.kind], ['done', null, 'said']);
    };
    let id = '';
    await withProgram(
      scripted,
      async (program) => {
        await assert.rejects(summarize(program, { text: short }), { code: 'model-missing' });
        assert.equal((await list(program)).total, 0, 'without a model there is no entry');
        const failed = nextEntry(program, 'failed');
        id = await dropText(program, 'a.txt', 'A slow crash.');
        assert.equal((await failed).error?.detail, 'parola-chooser');
        isMissing = false;
        scripted.crash(1);
        await again(program, id);
        scripted.crash(2);
        await assert.rejects(summarize(program, { text: 'A crash.' }, { id }), { code: 'engine-crashed' });
        assert.equal((await ask(program, 'summary.open', { id })).entry.state, 'failed');
        await again(program, id);
        const stopped = assert.rejects(summarize(program, { text: 'So slow.' }, { id }), {
          code: 'cancelled',
        });
        await nextEvent(program, 'summarizing');
        await ask(program, 'job.cancel', { id });
        await stopped;
        const { entry, text, digest } = await ask(program, 'summary.open', { id });
        assert.deepEqual([entry.state, text, digest], ['cancelled', 'So slow.', null]);
        const running = nextEntry(program, 'running');
        await ask(program, 'job.retry', { id });
        await running;
        await assert.rejects(ask(program, 'job.retry', { id }), { code: 'request-invalid' });
      },
      models,
    );
    await withProgram(
      scripted,
      async (program) => {
        const { active } = await ask(program, 'state.get', undefined);
        assert.deepEqual(
          active.map((entry) => [entry.id, entry.state]),
          [[id, 'interrupted']],
        );
        await again(program, id);
      },
      models,
    );
  }));

test('off the record nothing is written, also where only what is summarized was off it', () =>
  withHome(async (scripted) => {
    await withProgram(
      scripted,
      async (program) => {
        const typed = await summarize(program, { text: short }, { offTheRecord: true });
        assert.equal(typed.view.entry.offTheRecord, true);
        const told = nextEvent(program, 'summarized');
        await dropText(program, 'xylocanary.txt', short, true);
        await told;
        const spoken = await dictate(program, 1, true);
        await ask(program, 'dictation.stop', { id: spoken });
        const kept = await summarize(program, { text: 'Nothing of that.' });
        const made = await summarize(program, { entries: [spoken] }, { id: kept.id });
        assert.notEqual(made.id, kept.id);
        assert.equal(made.view.entry.offTheRecord, true);
        assert.equal((await list(program, 'xylocanary')).total, 4);
        assert.deepEqual(scripted.filesHolding('xylocanary'), []);
      },
      summarizing,
    );
    assert.deepEqual(scripted.filesHolding('xylocanary'), []);
  }));

test('a summary deleted for good is in no byte under the home folder, also while it is made', () =>
  withHome(async (scripted) => {
    await withProgram(
      scripted,
      async (program) => {
        const { id } = await summarize(program, { text: short });
        const running = summarize(program, { text: 'A slow xylocanary.' }, { id });
        const rejected = assert.rejects(running, { code: 'cancelled' });
        await nextEvent(program, 'summarizing');
        await ask(program, 'history.delete', { id });
        await rejected;
        assert.deepEqual(scripted.filesHolding('xylocanary'), []);
        await assert.rejects(ask(program, 'summary.open', { id }), { code: 'job-unknown' });
      },
      summarizing,
    );
    assert.deepEqual(scripted.filesHolding('xylocanary'), []);
  }));
