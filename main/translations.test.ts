import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { CallResults, Events } from '../preload/contract.ts';
import { ask, withHome, withProgram } from './scripted-calls.ts';
import type { RunningProgram } from './session.ts';

type Ran = CallResults['translate.run'];

function translate(
  program: RunningProgram,
  text: string,
  more: { id?: string | null; from?: string | null; to?: string; offTheRecord?: boolean } = {},
): Promise<Ran> {
  return ask(program, 'translate.run', {
    id: null,
    text,
    from: 'en',
    to: 'pt',
    offTheRecord: false,
    ...more,
  });
}

const targetOf = ({ translation }: Ran | CallResults['translation.open']): string =>
  translation.parts.map(({ target }) => target).join('');
const sourceOf = ({ translation }: Ran | CallResults['translation.open']): string =>
  translation.parts.map(({ source }) => source).join('');

function list(program: RunningProgram, query = '') {
  return ask(program, 'history.list', { query, limit: 10, offset: 0 });
}

/** Long enough to be work of its own, and so slow that it can be interrupted. */
const longText = (lines: number): string =>
  Array.from({ length: lines }, (_, at) => `slow line ${at} ${'x'.repeat(200)}\n`).join('');

test('what is typed is translated, stored before it is told, and there after a restart', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(scripted, async (program) => {
      const stored: Promise<boolean>[] = [];
      program.on('translated', ({ id, index, parts }) => {
        const opened = ask(program, 'translation.open', { id });
        stored.push(
          opened.then(({ translation }) =>
            parts.every(({ target }, at) => translation.parts[index + at]?.target === target),
          ),
        );
      });
      const ran = await translate(program, 'the river\nis deep');
      id = ran.id;
      assert.equal(targetOf(ran), 'THE RIVER\nIS DEEP');
      assert.ok(stored.length > 0 && (await Promise.all(stored)).every((isThere) => isThere));
      const { from, to, detected, models } = ran.translation;
      assert.deepEqual(
        { from, to, detected, models },
        { from: 'en', to: 'pt', detected: false, models: ['firefox-en-pt-tiny'] },
      );
      assert.equal(ran.glossaryError, undefined);
    });
    await withProgram(scripted, async (program) => {
      const opened = await ask(program, 'translation.open', { id });
      assert.deepEqual([sourceOf(opened), targetOf(opened)], ['the river\nis deep', 'THE RIVER\nIS DEEP']);
      const { kind, state, excerpt } = opened.entry;
      assert.deepEqual([kind, state, excerpt], ['translation', 'done', 'the river\nis deep']);
      const saved = await ask(program, 'translation.export', { id, format: 'text' });
      assert.match(saved.name, /^translation .*\.pt\.txt$/);
      assert.equal(saved.text, 'THE RIVER\nIS DEEP');
      const json = await ask(program, 'translation.export', { id, format: 'json' });
      assert.deepEqual(JSON.parse(json.text), opened.translation.parts);
      await assert.rejects(ask(program, 'translation.export', { id, format: 'document' }), {
        code: 'request-invalid',
      });
    });
  }));

test('a text stays one entry while it is typed, and only what changed is translated and told', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id } = await translate(program, 'one\ntwo\nthree');
      const told: Events['translated'][] = [];
      program.on('translated', (event) => told.push(event));
      const ran = await translate(program, 'one\ntwo more\nthree', { id });
      assert.equal(targetOf(ran), 'ONE\nTWO MORE\nTHREE');
      assert.deepEqual(
        told.flatMap(({ index, parts }) => parts.map(({ target }, at) => [index + at, target])),
        [
          [2, 'TWO MORE'],
          [3, '\n'],
          [4, 'THREE'],
        ],
      );
      assert.equal(targetOf(await translate(program, 'three\none\n', { id })), 'THREE\nONE\n');
      assert.equal(targetOf(await translate(program, '', { id })), '');
      assert.equal((await list(program)).total, 1);
      await assert.rejects(translate(program, ' \n'), { code: 'request-invalid' });
      assert.equal((await list(program)).total, 1);
    }),
  ));

test('a newer run of a text ends the older, and what was there of it is the newer one’s', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id } = await translate(program, 'one');
      const older = translate(program, 'slow one\nslow two\nslow three', { id });
      const newer = translate(program, 'slow one\nslow four', { id });
      await assert.rejects(older, { code: 'cancelled' });
      assert.equal(targetOf(await newer), 'SLOW ONE\nSLOW FOUR');
      const opened = await ask(program, 'translation.open', { id });
      assert.deepEqual([targetOf(opened), opened.entry.state], ['SLOW ONE\nSLOW FOUR', 'done']);
    }),
  ));

test('a long text comes bit by bit, in order, shows its progress, and can be cancelled', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const text = longText(60);
      const told: Events['translated'][] = [];
      const progress: number[] = [];
      program.on('translated', (event) => told.push(event));
      program.on('state', ({ active }) => progress.push(...active.map((entry) => entry.progress ?? 0)));
      const { id, translation } = await translate(program, text);
      assert.ok(told.length > 1, `${told.length} events`);
      assert.deepEqual(
        told.flatMap(({ parts }) => parts),
        translation.parts,
      );
      let next = 0;
      for (const { index, parts } of told) {
        assert.equal(index, next);
        next += parts.length;
      }
      assert.ok(progress.some((share) => share > 0 && share < 1));
      const first = new Promise((resolve) => program.on('translated', resolve));
      const again = translate(program, longText(70).replaceAll('line', 'other'), { id });
      await first;
      await ask(program, 'job.cancel', { id });
      await assert.rejects(again, { code: 'cancelled' });
      const opened = await ask(program, 'translation.open', { id });
      assert.equal(opened.entry.state, 'cancelled');
      assert.equal(sourceOf(opened), longText(70).replaceAll('line', 'other'), 'the text is kept');
      assert.match(targetOf(opened), /^SLOW OTHER 0 /);
    }),
  ));

test('a crash of the process in the middle of a text is not noticed; a second in a row is told', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id } = await translate(program, 'one');
      scripted.crash(1);
      assert.equal(targetOf(await translate(program, 'one\ncrash\ntwo', { id })), 'ONE\nCRASH\nTWO');
      scripted.crash(2);
      await assert.rejects(translate(program, 'one\ncrash again\ntwo', { id }), { code: 'engine-crashed' });
      await assert.rejects(
        translate(program, 'crash')
          .then(() => scripted.crash(2))
          .then(() => translate(program, 'crash')),
        {
          code: 'engine-crashed',
        },
      );
      assert.equal((await list(program)).total, 2, 'a new text that failed leaves no entry');
      const opened = await ask(program, 'translation.open', { id });
      assert.equal(sourceOf(opened), 'one\ncrash again\ntwo', 'the text is kept');
      assert.equal(
        targetOf(await translate(program, 'one\ncrash again\ntwo', { id })),
        'ONE\nCRASH AGAIN\nTWO',
      );
    }),
  ));

test('a long text that the end of the program cut short is offered again and goes on', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(scripted, async (program) => {
      const first = new Promise<Events['translated']>((resolve) => program.on('translated', resolve));
      translate(program, longText(80)).catch(() => {});
      ({ id } = await first);
    });
    await withProgram(scripted, async (program) => {
      const { active } = await ask(program, 'state.get', undefined);
      assert.deepEqual(
        active.map((entry) => [entry.id, entry.state]),
        [[id, 'interrupted']],
      );
      const done = new Promise<void>((resolve) => {
        program.on('entry', ({ entry }) => entry?.state === 'done' && resolve());
      });
      await ask(program, 'job.retry', { id });
      await done;
      const opened = await ask(program, 'translation.open', { id });
      assert.deepEqual([sourceOf(opened), targetOf(opened)], [longText(80), longText(80).toUpperCase()]);
    });
  }));

test('off the record leaves nothing under the home folder and nothing after the program', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      const { id } = await translate(program, 'xylocanary', { offTheRecord: true });
      await translate(program, 'xylocanary sings', { id, offTheRecord: true });
      const { entries } = await list(program, 'sings');
      assert.deepEqual(
        entries.map((entry) => [entry.id, entry.offTheRecord]),
        [[id, true]],
      );
      assert.deepEqual(scripted.filesHolding('xylocanary'), []);
    });
    assert.deepEqual(scripted.filesHolding('xylocanary'), []);
    await withProgram(scripted, async (program) => assert.equal((await list(program)).total, 0));
  }));

test('a translation deleted for good is in no byte under the home folder, also while it is made', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      const { id } = await translate(program, 'xylocanary');
      await translate(program, 'a bird', { id });
      const running = translate(program, 'slow xylocanary\nslow bird', { id });
      await ask(program, 'history.delete', { id });
      await assert.rejects(running, { code: 'cancelled' });
      assert.deepEqual(scripted.filesHolding('xylocanary'), []);
      await assert.rejects(ask(program, 'translation.open', { id }), { code: 'job-unknown' });
      await assert.rejects(translate(program, 'again', { id }), { code: 'job-unknown' });
    });
    assert.deepEqual(scripted.filesHolding('xylocanary'), []);
  }));

test('another wording that was chosen is stored and stays while the rest is typed', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id, translation } = await translate(program, 'one\ntwo');
      const { suggestions } = await ask(program, 'translate.suggest', {
        sentence: 'one',
        before: ['A'],
        from: 'en',
        to: 'pt',
      });
      const one = { sentence: 'one', before: [], from: 'en', to: 'pt' };
      const older = ask(program, 'translate.suggest', one);
      const newer = ask(program, 'translate.suggest', one);
      await assert.rejects(older, { code: 'cancelled' });
      assert.equal((await newer).suggestions.length, 6);
      assert.equal(suggestions.length, 6);
      const [part] = suggestions;
      assert.ok(part && translation.parts[0]?.source === part.source);
      await ask(program, 'translate.choose', { id, index: 0, part });
      assert.equal(targetOf(await ask(program, 'translation.open', { id })), 'A other0\nTWO');
      assert.equal(targetOf(await translate(program, 'one\ntwo three', { id })), 'A other0\nTWO THREE');
      for (const [index, chosen] of [
        [0, { ...part, source: 'other' }],
        [9, part],
      ] as const) {
        await assert.rejects(ask(program, 'translate.choose', { id, index, part: chosen }), {
          code: 'request-invalid',
        });
      }
      assert.equal((await list(program, 'other0')).total, 1);
    }),
  ));

test('the language is found where it is not given; what cannot be translated says why', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const english = await translate(program, 'Where is the next station, and when does the train leave?', {
        from: null,
      });
      assert.deepEqual([english.translation.from, english.translation.detected], ['en', true]);
      const refused: [Parameters<typeof translate>[2], string][] = [
        [{ from: 'pt', to: 'pt' }, 'request-invalid'],
        [{ from: 'de' }, 'model-missing'],
        [{ from: 'xx' }, 'language-unsupported'],
        [{ from: null }, 'language-unclear'],
        [{ id: 'absent' }, 'job-unknown'],
      ];
      for (const [more, code] of refused) {
        await assert.rejects(translate(program, '12345', more), { code }, JSON.stringify(more));
      }
      await assert.rejects(translate(program, 'x'.repeat(2_000_001)), { code: 'request-invalid' });
      assert.equal((await list(program)).total, 1);
    }),
  ));

test('text of any characters is stored and comes back, or is refused by its code', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const texts = [
        'a\0b\nc',
        'lone \ud800 half\nnext',
        '\u202eright to left\r\nنص',
        '</s> <unk>',
        '\n\n\n',
        '👩‍👩‍👧',
      ];
      for (const text of texts) {
        const ran = await translate(program, text).catch(({ code }) => code);
        if (text.trim() === '') {
          assert.equal(ran, 'request-invalid');
          continue;
        }
        assert.equal(sourceOf(ran), text);
        const again = await translate(program, `${text}\nmore`, { id: ran.id });
        assert.equal(sourceOf(again), `${text}\nmore`);
        await ask(program, 'history.delete', { id: ran.id });
      }
      const { total } = await list(program);
      assert.equal(total, 0);
    }),
  ));

test('the user’s terms count from the next run on; a glossary that cannot be read is told and left alone', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id } = await translate(program, 'one');
      const pair = { from: 'en', to: 'pt' };
      const rules = [{ source: 'board', target: 'conselho', forbidden: [] }];
      await ask(program, 'glossary.set', { ...pair, rules });
      const { file, rules: stored } = await ask(program, 'glossary.get', pair);
      assert.deepEqual([stored, file], [rules, path.join(scripted.home, 'glossary.yaml')]);
      assert.equal(targetOf(await translate(program, 'one', { id })), 'ONE board=conselho');
      writeFileSync(file, 'terms: [');
      await assert.rejects(ask(program, 'glossary.get', pair), { code: 'data-malformed' });
      await assert.rejects(ask(program, 'glossary.set', { ...pair, rules }), { code: 'data-malformed' });
      const ran = await translate(program, 'one', { id });
      assert.deepEqual([targetOf(ran), ran.glossaryError?.code], ['ONE', 'data-malformed']);
    }),
  ));

test('a model is not removed while a text goes through it', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const { id } = await translate(program, 'one');
      const running = translate(program, 'slow one', { id });
      await assert.rejects(ask(program, 'models.remove', { id: 'firefox-en-pt-tiny' }), {
        code: 'request-invalid',
      });
      await running;
      assert.ok(program.processIds().length > 0);
      await ask(program, 'models.remove', { id: 'firefox-en-pt-tiny' });
      await assert.rejects(translate(program, 'two', { id }), { code: 'model-missing' });
    }),
  ));
