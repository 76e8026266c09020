import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppState, Entry } from '../preload/contract.ts';
import type { Segment, Word } from '../preload/transcript.ts';
import {
  type Change,
  initialView,
  interruptedEntries,
  otherJobs,
  reduce,
  type ViewState,
} from './view-state.ts';

const entry = (changes: Partial<Entry> = {}): Entry => ({
  id: 'take',
  kind: 'dictation',
  title: '',
  createdAt: 0,
  state: 'recording',
  progress: null,
  durationSeconds: 0,
  excerpt: '',
  hasRecording: true,
  offTheRecord: false,
  error: null,
  ...changes,
});
const word = (text: string, start: number): Word => ({ text, start, end: start + 0.3, confidence: 1 });
const segment = (start: number, text: string): Segment => ({
  start,
  end: start + 1,
  text,
  confidence: 1,
  words: [],
});
const program = (active: readonly Entry[]): AppState => ({
  version: '0',
  settings: {
    microphoneLabel: null,
    cameraLabel: null,
    offTheRecord: false,
    sounds: true,
    letterKeys: true,
    theme: 'system',
    speechModel: 'a',
    translateFrom: null,
    translateTo: 'pt',
    dictationTranslation: null,
    exactTranslation: false,
    captionModel: 'parola-captioner',
    cleanDictation: false,
    summaryModel: null,
    sceneVoice: 'screen-reader',
    provider: 'auto',
  },
  engine: { kind: 'ready', provider: 'cpu' },
  models: [],
  active,
  hears: ['English'],
  providers: { available: ['cpu'], testing: false, verdicts: [] },
  networkRequests: 0,
});
const after = (...changes: readonly Change[]): ViewState => changes.reduce(reduce, initialView);
const segmentChange = (start: number, text: string, id = 'take'): Change => ({
  kind: 'segment',
  event: { id, segment: segment(start, text) },
});
const texts = (view: ViewState) => view.sheet?.segments.map(({ text }) => text);

test('settled stretches stand in the order of their time, and one told twice stands once', () => {
  const view = after(
    { kind: 'sheet', entry: entry() },
    segmentChange(4, 'second'),
    segmentChange(0, 'first'),
    segmentChange(4, 'second'),
  );
  assert.deepEqual(texts(view), ['first', 'second']);
});

test('settled words never go back, even when an older event comes late', () => {
  const newer: Change = {
    kind: 'partial',
    event: { id: 'take', settled: [word('one', 0), word('two', 0.3)], unsettled: 'three' },
  };
  const older: Change = {
    kind: 'partial',
    event: { id: 'take', settled: [word('one', 0)], unsettled: 'too' },
  };
  const view = after({ kind: 'sheet', entry: entry() }, newer, older);
  assert.deepEqual(
    view.sheet?.settled.map(({ text }) => text),
    ['one', 'two'],
  );
  assert.equal(view.sheet?.unsettled, 'three');
});

test('a finished stretch takes the place of what was being spoken', () => {
  const partial: Change = {
    kind: 'partial',
    event: { id: 'take', settled: [word('one', 0)], unsettled: 'two' },
  };
  const view = after({ kind: 'sheet', entry: entry() }, partial, segmentChange(0, 'One two.'));
  assert.deepEqual([view.sheet?.settled, view.sheet?.unsettled, texts(view)], [[], '', ['One two.']]);
});

test('words of another recording do not come onto this page', () => {
  const view = after({ kind: 'sheet', entry: entry() }, segmentChange(0, 'elsewhere', 'other'));
  assert.deepEqual(texts(view), []);
});

test('when a take ends, nothing on the page is unsettled any more', () => {
  const view = after(
    { kind: 'sheet', entry: entry() },
    { kind: 'partial', event: { id: 'take', settled: [], unsettled: 'perhaps' } },
    { kind: 'entry', event: { id: 'take', entry: entry({ state: 'done' }) } },
  );
  assert.equal(view.sheet?.unsettled, '');
  assert.equal(view.sheet?.entry.state, 'done');
});

test('a page whose entry is deleted is cleared; the deletion of another changes nothing', () => {
  const shown = after({ kind: 'sheet', entry: entry() });
  assert.equal(reduce(shown, { kind: 'entry', event: { id: 'take', entry: null } }).sheet, null);
  assert.equal(reduce(shown, { kind: 'entry', event: { id: 'x', entry: null } }).sheet, shown.sheet);
});

test('after a lost connection the page shows what was stored meanwhile', () => {
  const view = after({ kind: 'sheet', entry: entry() }, segmentChange(0, 'first'), {
    kind: 'transcript',
    entry: entry({ state: 'done' }),
    transcript: { language: 'en', duration: 2, segments: [segment(0, 'first'), segment(1, 'second')] },
  });
  assert.deepEqual(texts(view), ['first', 'second']);
});

test('progress reaches the page with the program’s state; other jobs and interrupted ones are told apart', () => {
  const view = after(
    { kind: 'sheet', entry: entry({ kind: 'file', state: 'waiting' }) },
    {
      kind: 'program',
      program: program([
        entry({ kind: 'file', state: 'running', progress: 0.5 }),
        entry({ id: 'next', state: 'waiting' }),
        entry({ id: 'lost', state: 'interrupted' }),
      ]),
    },
  );
  assert.equal(view.sheet?.entry.progress, 0.5);
  assert.deepEqual(
    otherJobs(view).map(({ id }) => id),
    ['next'],
  );
  assert.deepEqual(
    interruptedEntries(view).map(({ id }) => id),
    ['lost'],
  );
});
