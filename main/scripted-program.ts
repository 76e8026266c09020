/**
 * For tests: a home folder whose models look installed, and an inference process that "hears" a word for
 * every second of sound, "translates" a text by writing it in capitals, "sees" the same bird in every
 * picture and finds what matters in a text by its length, so that everything around them can be tried in a moment.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Receipt } from '../models/schema.ts';
import { catalogue, modelsFolder, neededFiles } from './models.ts';

export interface ScriptedHome {
  readonly home: string;
  readonly workerPath: string;
  /** The next process that hears a whole second ends there, `times` times. */
  crash(times: number): void;
  /** What was removed of them is there again. */
  installModels(): void;
  /** Every file under the home that holds `text`, in any case; names too. */
  filesHolding(text: string): string[];
  remove(): void;
}

/**
 * Files hold a second per 32,000 bytes; the word of second N is `wordN`, after an "um" in the tenth. Each line is translated as one
 * sentence; a line that says "crash" may crash, and one that says "slow" takes a while. So does a picture
 * that holds these words; one that says "bad" is damaged, "text" has text, "abstain chart" is a chart, and
 * "say A dog." is described so.
 */
const worker = `
  const fs = require('node:fs');
  const path = require('node:path');
  const send = (event) => process.send(event);
  const flag = path.join(__dirname, 'crashes');
  function mayCrash() {
    const left = Number(fs.readFileSync(flag, 'utf8'));
    if (left === 0) return;
    fs.writeFileSync(flag, String(left - 1));
    process.exit(134);
  }
  function hear(job, second) {
    mayCrash();
    const text = (second === 9 ? 'um, ' : '') + 'word' + second + ' xylocanary';
    const words = text.split(' ').map((text) => ({ text, start: second, end: second + 1, confidence: 1 }));
    send({ kind: 'segment', job, segment: { start: second, end: second + 1, text, confidence: 1, words } });
  }
  const live = new Map();
  let cancelled = new Set();
  async function transcribe({ job, path, fromSeconds }) {
    const seconds = Math.floor((fs.statSync(path).size - 44) / 32000);
    for (let second = Math.ceil(fromSeconds); second < seconds; second++) {
      send({ kind: 'progress', job, doneSeconds: second, totalSeconds: seconds });
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (cancelled.has(job)) return send({ kind: 'cancelled', job });
      hear(job, second);
    }
    send({ kind: 'done', job, heard: { language: 'en', duration: seconds } });
  }
  function part(source, target) {
    const tokens = target.split(/(?= )/).map((text) => ({ text, logProbability: -0.12345678 }));
    const sourceTokens = source.split(/(?= )/);
    const alignment = tokens.map((_, at) => [at, at, 0.987654321]);
    return { source, target, score: -0.12345678, sourceTokens, tokens, alternatives: [], alignment };
  }
  const same = (text) => ({ source: text, target: text, score: 0, sourceTokens: [], tokens: [], alternatives: [], alignment: [] });
  async function translate({ job, texts, models, options }) {
    const to = models.steps[models.steps.length - 1].to;
    const terms = (options.glossary ?? []).map(({ source, target }) => source + '=' + target).join(' ');
    for (const [text, words] of texts.entries()) {
      if (words.includes('crash')) mayCrash();
      await new Promise((resolve) => setTimeout(resolve, words.includes('slow') ? 60 : 0));
      if (cancelled.has(job)) return send({ kind: 'cancelled', job });
      const [, before, sentence, after] = /^(\\s*)([^]*?)(\\s*)$/.exec(words);
      const target = sentence.toUpperCase() + (terms && ' ' + terms) + (to === 'pt' ? '' : ' ' + to);
      const parts = [before && same(before), sentence && part(sentence, target), after && same(after)];
      send({ kind: 'translated', job, text, parts: parts.filter(Boolean) });
    }
    send({ kind: 'done', job, heard: null });
  }
  async function describe({ job, pictures, preview }) {
    for (const [picture, source] of pictures.entries()) {
      const words = (source.bytes ? Buffer.from(source.bytes) : fs.readFileSync(source.path)).toString('latin1');
      if (words.includes('crash')) mayCrash();
      await new Promise((resolve) => setTimeout(resolve, words.includes('slow') ? 400 : 5));
      if (cancelled.has(job)) return send({ kind: 'cancelled', job });
      const [, abstained] = /abstain ([a-z]+)/.exec(words) ?? [];
      const [, given] = /say ([^.]*)./.exec(words) ?? [];
      const caption = abstained ? 'A ' + abstained + ', 8 × 4 pixels, light, mostly white.' : (given ?? 'A xylocanary on a branch') + '.';
      const sentence = abstained ? [] : caption.replace('.', '').split(' ');
      const attention = (at) => [0, 1, 2, 3].map((cell) => (cell === at % 4 ? 0.8 : 0.05));
      const description = {
        caption, confidence: abstained ? 0 : 0.75, abstained: Boolean(abstained), kind: abstained ?? 'photograph',
        text: words.includes('text') ? 'XYLOCANARY STREET' : '',
        alternatives: abstained ? [] : [{ caption: 'A bird on a branch.', score: -0.9 }, { caption: 'A xylocanary.', score: -1.2 }],
        grid: abstained ? [0, 0] : [2, 2],
        words: sentence.map((text, at) => ({ text, confidence: 0.9, attention: attention(at) })),
        facts: { width: 8, height: 4, frames: 1, colours: ['white'], brightness: 'light' },
      };
      const webp = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');
      const error = { code: 'picture-malformed', message: 'the picture is damaged' };
      const result = words.includes('bad') ? { ok: false, error } : { ok: true, description, preview: preview ? new Uint8Array(webp) : null };
      send({ kind: 'described', job, picture, result });
    }
    send({ kind: 'done', job, heard: null });
  }
  // Each sentence ends with a full stop; "um, " is cleaned away; the longer one is, the sooner it is chosen.
  function digestOf(sources, models) {
    const found = sources.flatMap(({ text, moments = [] }, textNumber) =>
      [...text.matchAll(/[^.\\n]+[.]?/g)].filter(([one]) => one.trim()).map((match) => {
        const original = match[0].trim();
        const start = match.index + match[0].indexOf(original);
        const removed = [...original.matchAll(/um, /g)].map((um) => [um.index, um.index + 4]);
        const said = moments.find(({ range }) => range[1] > start);
        return {
          text: original.replace(/um, /g, ''), original, source: [start, start + original.length], removed, prefix: '',
          paragraph: text.slice(0, start).split('\\n\\n').length - 1, textNumber, seconds: said ? said.start : null,
          rank: 0, confidence: 0.5,
        };
      }));
    const order = [...found].sort((a, b) => b.original.length - a.original.length);
    const read = found.reduce((sum, { original }) => sum + original.split(' ').length, 0);
    const language = sources[0].language ?? 'en';
    if (models.kind === 'written') {
      const sentences = [{ text: 'In short: xylocanary.', source: [0, sources[0].text.length], seconds: null, confidence: 0.4 }];
      return { kind: 'written', language, read, model: models.writer.id, sentences, notes: [] };
    }
    const sentences = found.map((one) => ({ ...one, rank: order.indexOf(one) }));
    return { kind: 'said', language, read, sentences, enough: Math.min(2, found.length), notes: [] };
  }
  async function summarize({ job, sources, together, models, share }) {
    const groups = together ? [sources] : sources.map((source) => [source]);
    for (const [source, group] of groups.entries()) {
      const words = group.map(({ text }) => text).join(' ');
      if (words.includes('crash')) mayCrash();
      send({ kind: 'summarizing', job, done: 0, total: 2 });
      for (let step = 0; step < (words.includes('slow') ? 40 : 1); step++) {
        await new Promise((resolve) => setTimeout(resolve, words.includes('slow') ? 10 : 0));
        if (cancelled.has(job)) return send({ kind: 'cancelled', job });
      }
      send({ kind: 'summarizing', job, done: 1, total: 2 });
      if (share) send({ kind: 'prepared', job, sentences: [] });
      else send({ kind: 'summarized', job, source, digest: digestOf(group, models) });
    }
    send({ kind: 'done', job, heard: null });
  }
  function suggest({ job, sentence, before, count }) {
    const suggestions = Array.from({ length: count }, (_, at) => part(sentence, before.join('') + ' other' + at));
    send({ kind: 'suggested', job, suggestions });
    send({ kind: 'done', job, heard: null });
  }
  process.on('message', (request) => {
    const { kind, job } = request;
    if (kind === 'translate') void translate(request);
    if (kind === 'describe') void describe(request);
    if (kind === 'summarize') void summarize(request);
    if (kind === 'suggest') suggest(request);
    if (kind === 'warm') send({ kind: 'warmed', provider: 'toy' });
    if (kind === 'transcribe-file') void transcribe(request);
    if (kind === 'live-start') live.set(job, { heard: request.fromSeconds, samples: request.fromSeconds * 16000 });
    if (kind === 'live-audio') {
      const state = live.get(job);
      state.samples += request.samples.length;
      send({ kind: 'partial', job, settled: [], unsettled: 'listening' });
      while (state.heard + 1 <= state.samples / 16000) hear(job, state.heard++);
    }
    if (kind === 'live-stop') {
      const state = live.get(job);
      if (state.samples / 16000 > state.heard) hear(job, state.heard);
      send({ kind: 'done', job, heard: { language: 'en', duration: state.samples / 16000 } });
    }
    if (kind === 'cancel') { cancelled.add(job); if (live.has(job)) send({ kind: 'cancelled', job }); }
    if (kind === 'bye') process.exit(0);
  });
  process.on('disconnect', () => process.exit(0));
  send({ kind: 'hello', runtime: 'scripted' });
`;

export function makeScriptedHome(): ScriptedHome {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-scripted-'));
  const home = path.join(folder, 'home');
  const workerPath = path.join(folder, 'worker.cjs');
  const flag = path.join(folder, 'crashes');
  writeFileSync(workerPath, worker);
  writeFileSync(flag, '0');
  installModels(home);
  return {
    home,
    workerPath,
    installModels: () => installModels(home),
    crash: (times) => writeFileSync(flag, String(times)),
    filesHolding: (text) => filesUnder(home).filter((file) => holds(file, text.toLowerCase())),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** As far as names and sizes tell. */
function installModels(home: string): void {
  for (const manifest of catalogue().filter((one) => one.default)) {
    const target = path.join(modelsFolder(home), manifest.id);
    mkdirSync(target, { recursive: true });
    const files = neededFiles(manifest).map((name) => {
      writeFileSync(path.join(target, name), '');
      const published = manifest.files.find((file) => file.name === name)?.sha256;
      return { name, bytes: 0, sha256: published ?? '0'.repeat(64), source: 'a test' };
    });
    const receipt: Receipt = {
      id: manifest.id,
      revision: manifest.revision,
      madeBy: 'a test',
      converterVersion: manifest.conversion?.version ?? null,
      installedAt: '',
      files,
    };
    writeFileSync(path.join(target, 'receipt.json'), JSON.stringify(receipt));
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesUnder(file) : [file];
  });
}

function holds(file: string, text: string): boolean {
  return (
    file.toLowerCase().includes(text) || readFileSync(file).toString('latin1').toLowerCase().includes(text)
  );
}
