/** The states of Summarize, and of dictation that is cleaned, with a text that was made up for them. */
import type { Page } from 'playwright';
import type { AppState, ModelView } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import type { DigestSentence, SaidDigest, WrittenDigest } from '../../preload/summary.ts';
import type { SummaryView } from '../../preload/summary-calls.ts';
import { countWords } from '../../preload/summary-length.ts';
import { answer, entry, hearing, readyState, type Script, segment, tell } from './scripted-program.ts';
import { goTo, main, ok, type WindowState } from './window-state.ts';

/** What was said: [what stands before it, the sentence with what is cleaned away in braces, its place of choice]. */
type Said = readonly [prefix: string, marked: string, rank: number];

const meeting: readonly (readonly Said[])[] = [
  [
    ['Ana:', 'Good morning, everybody, and {um, }thank you for coming in so early.', 9],
    ['', 'Let us begin with the ferry, because the harbour office wants an answer by Friday.', 3],
  ],
  [
    [
      'Joris:',
      '{Well, so, }the ferry needs a new engine, and {the, }the repair takes {two, no, sorry, }three more weeks.',
      0,
    ],
    ['', 'Until then the small boat goes twice a day, at seven and at five.', 2],
    ['', '{You know, }people will complain, but they will get home.', 7],
  ],
  [
    ['Ana:', 'Who tells the school?', 8],
    ['Joris:', 'I do, this afternoon.', 6],
  ],
  [
    [
      'Ana:',
      'The money is the harder part: the repair costs forty thousand, and we have set aside only thirty.',
      1,
    ],
    ['', '{I mean, }we can ask the council for the rest, or {we can, }we can wait until spring.', 4],
    ['', 'Nobody wants to wait until spring.', 5],
  ],
];

/** The text and its digest as the program would give them. */
function summarized(
  paragraphs: readonly (readonly Said[])[],
  { enough, seconds, notes = [] }: { enough: number; seconds?: number; notes?: SaidDigest['notes'] },
): { readonly text: string; readonly digest: SaidDigest } {
  let text = '';
  const sentences: DigestSentence[] = [];
  for (const [paragraph, said] of paragraphs.entries()) {
    if (text !== '') text += '\n\n';
    for (const [at, [prefix, marked, rank]] of said.entries()) {
      if (at > 0) text += ' ';
      if (prefix !== '') text += `${prefix} `;
      const { original, removed, clean } = unmarked(marked);
      const source = [text.length, text.length + original.length] as const;
      text += original;
      sentences.push({
        ...{ text: clean, original, source, removed, prefix, paragraph, textNumber: 0, rank },
        seconds: seconds === undefined ? null : sentences.length * seconds,
        confidence: rank === 3 ? 0.08 : 0.6,
      });
    }
  }
  const digest = { kind: 'said', language: 'en', read: countWords(text), sentences, enough, notes } as const;
  return { text, digest };
}

function unmarked(marked: string) {
  const removed: [number, number][] = [];
  let original = '';
  for (const [, left = '', kept = ''] of marked.matchAll(/\{([^}]*)\}|([^{]+)/g)) {
    if (left !== '') removed.push([original.length, original.length + left.length]);
    original += left + kept;
  }
  const clean = marked.replace(/\{[^}]*\}/g, '');
  return { original, removed, clean: clean.charAt(0).toUpperCase() + clean.slice(1) };
}

function viewOf(
  { text, digest }: { readonly text: string; readonly digest: SummaryView['digest'] },
  changes: Partial<SummaryView> = {},
): SummaryView {
  return {
    entry: entry({
      id: 'summary',
      kind: 'summary',
      durationSeconds: 0,
      hasRecording: false,
      excerpt: 'The ferry',
    }),
    text,
    texts: [{ startCharacter: 0, endCharacter: text.length, entry: null, title: '' }],
    digest,
    length: 'auto',
    ...changes,
  };
}

const typed = summarized(meeting, { enough: 3 });
export const meetingText = typed.text;
export const typedView = viewOf(typed);

/** The same, heard: each sentence five seconds after the other. */
const heard = summarized(meeting, { enough: 4, seconds: 5 });
export const heardView = viewOf(heard, {
  texts: [{ startCharacter: 0, endCharacter: heard.text.length, entry: 'entry-1', title: 'ferry.wav' }],
  entry: entry({ id: 'summary', kind: 'summary', title: 'ferry.wav', hasRecording: false }),
});

const many = Array.from({ length: 30 }, (_, part) =>
  meeting.map((said) => said.map(([prefix, words, rank]): Said => [prefix, words, rank * 30 + part])),
).flat();
const long = summarized(many, { enough: 12, notes: [{ kind: 'read-in-parts', parts: 4 }] });

const written: WrittenDigest = {
  kind: 'written',
  language: 'en',
  read: 118,
  model: 'distilbart-cnn',
  sentences: [
    {
      text: 'The ferry will be out of service for three weeks while its engine is repaired.',
      source: [0, 420],
      seconds: null,
      confidence: 0.8,
    },
    {
      text: 'The council has promised ten thousand for the repair.',
      source: [420, typed.text.length],
      seconds: null,
      confidence: 0.3,
    },
  ],
  notes: [],
};

const models = (state: ModelView['state']): readonly ModelView[] =>
  (['parola-cleaner', 'parola-chooser'] as const).map((id) => ({
    ...hearing,
    id,
    title: id === 'parola-cleaner' ? 'Leaving out fillers' : 'Finding what matters',
    name: id === 'parola-cleaner' ? 'Parola cleaner' : 'Parola chooser',
    task: id === 'parola-cleaner' ? 'clean' : 'summarize',
    downloadBytes: 7e6,
    state,
  }));

/** A program that can summarize. */
export function summaryState(
  state: ModelView['state'] = { kind: 'installed', bytes: 7e6 },
  settings: Partial<AppState['settings']> = {},
): AppState {
  return {
    ...readyState,
    models: [...readyState.models, ...models(state)],
    settings: { ...readyState.settings, ...settings },
  };
}

/** The script of a program whose every summary is `view`. */
export function summaryScript(view: SummaryView = typedView, more: Script = {}): Script {
  const ended = entry({ hasRecording: false, title: 'ferry.wav', kind: 'file' });
  return {
    'state.get': ok(summaryState()),
    'settings.set': ok(summaryState().settings),
    'summary.run': ok({ id: 'summary', view }),
    'summary.open': ok(view),
    'history.open': ok({
      entry: ended,
      transcript: { language: 'en', duration: 50, segments: [segment(0, 5, 'Good morning, everybody.')] },
    }),
    ...more,
  };
}

/** Goes to the room, puts `text` there and asks for its points. */
export async function summarizeText(page: Page, text = meetingText): Promise<void> {
  await goTo('Summarize')(page);
  await page.getByRole('textbox', { name: 'The whole text' }).fill(text);
  await main(page, 'Summarize').click();
}

async function readPoints(page: Page): Promise<void> {
  await summarizeText(page);
  await page.getByRole('group', { name: 'Key points' }).waitFor();
}

const neverAnswers = (page: Page) =>
  page.evaluate(() => {
    const { parola } = window as unknown as { parola: { call(name: string, input: unknown): unknown } };
    const { call } = parola;
    parola.call = (name, input) =>
      name === 'summary.run' ? new Promise(() => undefined) : call(name, input);
  });

const fails = (error: ErrorData): Script => summaryScript(typedView, { 'summary.run': { ok: false, error } });

const repair = segment(
  3.4,
  9,
  'Well, so, the ferry needs a new engine, and the, the repair takes two, no, sorry, three more weeks.',
);
const greeting = segment(0.3, 3, 'Good morning, everybody.');
const leftOut = unmarked(
  '{Well, so, }the ferry needs a new engine, and {the, }the repair takes {two, no, sorry, }three more weeks.',
);
const cleaned = { text: leftOut.clean, removed: leftOut.removed };
const cleans: Script = {
  ...summaryScript(),
  'state.get': ok(summaryState(undefined, { cleanDictation: true })),
};

/** Two sentences are said; what is left out of the second has just been found. */
async function dictate(page: Page): Promise<void> {
  await main(page, 'Speak').click();
  await main(page, 'Stop').waitFor();
  for (const one of [greeting, repair]) await tell(page, 'segment', { id: 'take', segment: one });
  await tell(page, 'segment-cleaned', {
    id: 'take',
    start: greeting.start,
    text: greeting.text,
    removed: [],
  });
  await tell(page, 'segment-cleaned', { id: 'take', start: repair.start, ...cleaned });
  const settled = segment(9.4, 10.2, 'Until then').words;
  await tell(page, 'partial', { id: 'take', settled, unsettled: 'the small boat' });
}

async function finishDictation(page: Page): Promise<void> {
  await dictate(page);
  const ended = entry({ id: 'take', createdAt: Date.now() });
  const segments = [greeting, { ...repair, cleaned }];
  const opened = { entry: ended, transcript: { language: 'en', duration: 11, segments } };
  await answer(page, 'history.open', ok(opened));
  await answer(page, 'history.list', ok({ entries: [ended], total: 1 }));
  await main(page, 'Stop').click();
  await main(page, 'Speak').waitFor();
  await tell(page, 'entry', { id: 'take', entry: ended });
}

/** All of them. */
export const summarizeStates: readonly WindowState[] = [
  {
    name: 'summarize-empty',
    shows: 'What matters appears here',
    script: summaryScript(),
    act: goTo('Summarize'),
  },
  { name: 'summarize-done', shows: 'Read 125 words', script: summaryScript(), act: readPoints },
  {
    name: 'summarize-lit',
    shows: 'perhaps',
    script: summaryScript(heardView),
    act: async (page) => {
      await readPoints(page);
      await page.getByRole('button', { name: /forty thousand/ }).click();
      await page.locator('.source-lit').waitFor();
    },
  },
  {
    name: 'summarize-left-out',
    shows: 'Well, so,',
    script: summaryScript(heardView),
    act: async (page) => {
      await readPoints(page);
      await page.getByRole('switch', { name: 'Left-out words' }).click();
    },
  },
  {
    name: 'summarize-paragraph',
    shows: 'Read 125 words',
    script: summaryScript(),
    act: async (page) => {
      await readPoints(page);
      await page.getByText('Paragraph', { exact: true }).click();
    },
  },
  {
    name: 'summarize-long',
    shows: 'read in 4 parts',
    script: summaryScript(viewOf(long)),
    act: readPoints,
  },
  {
    name: 'summarize-not-cleaned',
    shows: 'The text has no full stops',
    script: summaryScript(
      viewOf({
        ...typed,
        digest: {
          ...typed.digest,
          language: 'de',
          notes: [
            { kind: 'not-cleaned', language: 'de' },
            { kind: 'split-unpunctuated', by: 'pauses' },
          ],
        },
      }),
    ),
    act: readPoints,
  },
  {
    name: 'summarize-written',
    shows: 'may say what was never said',
    script: summaryScript(viewOf({ text: typed.text, digest: written })),
    act: readPoints,
  },
  {
    name: 'summarize-busy',
    shows: '41 %',
    script: summaryScript(),
    act: async (page) => {
      await neverAnswers(page);
      await summarizeText(page);
      await tell(page, 'summarizing', { id: 'summary', done: 5, total: 12 });
    },
  },
  {
    name: 'summarize-together',
    shows: 'Tuesday.md',
    script: summaryScript(
      viewOf(
        {
          text: `${typed.text}\n\n${typed.text}`,
          digest: {
            ...typed.digest,
            read: typed.digest.read * 2,
            enough: 5,
            sentences: [0, 1].flatMap((textNumber) =>
              typed.digest.sentences.map((one) => ({ ...one, textNumber, rank: one.rank * 2 + textNumber })),
            ),
          },
        },
        {
          texts: [
            { startCharacter: 0, endCharacter: typed.text.length, entry: null, title: 'Monday.md' },
            {
              startCharacter: typed.text.length + 2,
              endCharacter: typed.text.length * 2 + 2,
              entry: null,
              title: 'Tuesday.md',
            },
          ],
        },
      ),
    ),
    act: readPoints,
  },
  {
    name: 'summarize-error',
    shows: 'Try again',
    script: fails({ code: 'engine-crashed', message: 'it stopped by itself three times; try it once more' }),
    act: (page) => summarizeText(page),
  },
  {
    name: 'summarize-missing',
    shows: 'Summarizing is not ready yet.',
    script: summaryScript(typedView, { 'state.get': ok(summaryState({ kind: 'absent' })) }),
    act: goTo('Summarize'),
  },
  {
    name: 'summarize-library',
    shows: 'Read 125 words',
    script: summaryScript(heardView, {
      'history.list': ok({ entries: [heardView.entry], total: 1 }),
      'history.open': ok({
        entry: heardView.entry,
        transcript: { language: 'en', duration: 0, segments: [] },
      }),
    }),
    act: async (page) => {
      await goTo('Library')(page);
      await page.locator('.diary-line').click();
    },
  },
  { name: 'dictation-cleaning', shows: 'the ferry needs', script: cleans, act: dictate },
  { name: 'dictation-cleaned', shows: 'Left-out words', script: cleans, act: finishDictation },
  {
    name: 'dictation-cleaned-hidden',
    shows: 'The ferry needs a new engine, and the repair takes three more weeks.',
    script: cleans,
    act: async (page) => {
      await finishDictation(page);
      await page.getByRole('switch', { name: 'Left-out words' }).click();
    },
  },
  {
    name: 'library-choosing',
    shows: 'Summarize 2 together',
    script: summaryScript(typedView, {
      'history.list': ok({
        entries: [
          entry({ id: 'a', title: 'ferry.wav', kind: 'file' }),
          entry({ id: 'b', excerpt: 'The school wants to know by noon.' }),
          typedView.entry,
        ],
        total: 3,
      }),
    }),
    act: async (page) => {
      await goTo('Library')(page);
      await main(page, 'Choose').click();
      for (const name of ['Choose ferry.wav', /^Choose The school/]) {
        await page.getByRole('checkbox', { name }).check();
      }
    },
  },
  {
    name: 'settings-summarizing',
    shows: 'sentences that were really said',
    script: summaryScript(typedView, {
      'state.get': ok({
        ...summaryState(),
        models: [
          ...summaryState().models,
          {
            ...hearing,
            id: 'distilbart-cnn',
            name: 'DistilBART',
            title: 'Summarizing in its own words',
            task: 'summarize',
            default: false,
          },
        ],
      }),
    }),
    act: goTo('Settings'),
  },
];
