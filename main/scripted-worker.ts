/**
 * For tests: an inference process that does what the "path" of a recording or a picture, or a text, says,
 * word by word.
 */
import { writeFileSync } from 'node:fs';

/** Names the file whose presence tells `crash-once` that it has crashed. */
export const crashFlag = 'PAROLA_TEST_FLAG';

const program = `
  const fs = require('node:fs');
  const send = (event) => process.send(event);
  let live = null;
  let cancelled = () => {};
  const steps = {
    progress: (job) => send({ kind: 'progress', job, doneSeconds: 1, totalSeconds: 4 }),
    segment: (job, from) => segment(job, from, 'heard from ' + from),
    environment: (job, from) => segment(job, from, Object.keys(process.env).sort().join(' ')),
    computes: (job, from, models) => segment(job, from, JSON.stringify(models.speech.providers ?? null)),
    'gpu-crash': (job, from, models) => { if (models.speech.providers) process.exit(139); },
    'gpu-fails': (job, from, models) => send({ kind: 'provider-failed', model: models.speech.id, graph: 'encoder', provider: 'gpu', reason: 'device lost', running: 'cpu' }),
    'crash-once': () => {
      const flag = process.env.${crashFlag};
      if (fs.existsSync(flag)) return;
      fs.writeFileSync(flag, '');
      process.exit(134);
    },
    crash: () => { process.stderr.write('the ground gave way\\n', () => process.exit(134)); return new Promise(() => {}); },
    loaded: () => send({ kind: 'warmed', provider: 'toy' }),
    hang: () => { for (;;); },
    fail: (job) => { send({ kind: 'failed', job, error: { code: 'audio-empty', message: 'nothing in it' } }); throw 0; },
    wait: (job) => new Promise((resolve, reject) => { cancelled = () => { send({ kind: 'cancelled', job }); reject(0); }; }),
    deaf: () => { setInterval(() => send({ kind: 'progress', job: 'x', doneSeconds: 0, totalSeconds: null }), 50); return new Promise(() => {}); },
  };
  function segment(job, start, text) {
    send({ kind: 'segment', job, segment: { start, end: start + 2, text, confidence: 1, words: [] } });
  }
  async function transcribe({ job, path, fromSeconds, models }) {
    let from = fromSeconds;
    try {
      for (const step of path.split(' ')) { await steps[step](job, from, models); if (step === 'segment') from += 2; }
      send({ kind: 'done', job, heard: { language: 'en', duration: from } });
    } catch {}
  }
  async function translate({ job, texts, threads }) {
    try {
      for (const [text, source] of texts.entries()) {
        for (const step of source.split(' ')) await steps[step]?.(job);
        const target = source.toUpperCase() + ' by ' + process.pid;
        const part = { source, target, score: 0, sourceTokens: [], tokens: [], alternatives: [], alignment: [] };
        send({ kind: 'translated', job, text, parts: [part] });
      }
      send({ kind: 'done', job, heard: null });
    } catch {}
  }
  async function describe({ job, pictures, preview }) {
    try {
      for (const [picture, { path }] of pictures.entries()) {
        for (const step of path.split(' ')) await steps[step]?.(job);
        const isBad = path.includes('bad');
        const error = { code: 'picture-malformed', message: path };
        const facts = { width: 2, height: 1, frames: 1, colours: ['red'], brightness: 'medium' };
        const description = {
          caption: path + ' by ' + process.pid, confidence: 0.5, abstained: false, kind: 'photograph', text: '',
          alternatives: [], grid: [1, 1], words: [{ text: path, confidence: 1, attention: [1] }], facts,
        };
        const good = { ok: true, description, preview: preview ? new Uint8Array([1, 2]) : null };
        send({ kind: 'described', job, picture, result: isBad ? { ok: false, error } : good });
      }
      send({ kind: 'done', job, heard: null });
    } catch {}
  }
  async function summarize({ job, sources, together, share }) {
    try {
      const digest = (text) => ({
        kind: 'written', language: 'en', read: 1, model: 'toy', notes: [],
        sentences: [{ text: text + ' by ' + process.pid, source: [0, text.length], seconds: null, confidence: 1 }],
      });
      for (const [source, { text }] of sources.entries()) {
        send({ kind: 'summarizing', job, done: source, total: sources.length });
        for (const step of text.split(' ')) await steps[step]?.(job);
        if (share) send({ kind: 'prepared', job, sentences: [] });
        else if (!together) send({ kind: 'summarized', job, source, digest: digest(text) });
      }
      if (together && !share) send({ kind: 'summarized', job, source: 0, digest: digest(sources.map(({ text }) => text).join('+')) });
      send({ kind: 'done', job, heard: null });
    } catch {}
  }
  function suggest({ job, sentence, before }) {
    const part = { source: sentence, target: before.join('') + '…', score: 0, sourceTokens: [], tokens: [], alternatives: [], alignment: [] };
    send({ kind: 'suggested', job, suggestions: [part] });
    send({ kind: 'done', job, heard: null });
  }
  send({ kind: 'hello', runtime: 'test' });
  process.on('message', (request) => {
    if (request.kind === 'warm') send({ kind: 'warmed', provider: 'toy' });
    if (request.kind === 'transcribe-file') void transcribe(request);
    if (request.kind === 'translate') void translate(request);
    if (request.kind === 'describe') void describe(request);
    if (request.kind === 'summarize') void summarize(request);
    if (request.kind === 'suggest') suggest(request);
    if (request.kind === 'live-start') live = { job: request.job, samples: request.fromSeconds * 16000 };
    if (request.kind === 'live-audio') {
      live.samples += request.samples.length;
      if (request.samples[0] === 0.5) process.exit(139);
    }
    if (request.kind === 'live-stop') send({ kind: 'done', job: live.job, heard: { language: 'en', duration: live.samples / 16000 } });
    if (request.kind === 'cancel') cancelled();
    if (request.kind === 'bye') process.exit(0);
  });
  process.on('disconnect', () => process.exit(0));
`;

/** Writes the program to `file`, plain CommonJS. */
export function writeScriptedWorker(file: string): void {
  writeFileSync(file, program);
}

/** Is there such a process? */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
