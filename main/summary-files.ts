/** A file as texts to be summarized: plain text, Markdown, subtitles, or a transcript as `parola transcribe` writes it. */
import path from 'node:path';
import * as v from 'valibot';
import type { SummarySource } from '../preload/summary.ts';
import { documentKind, readText } from './documents/documents.ts';
import { markdownProse } from './documents/markdown-prose.ts';
import { readCues } from './documents/subtitle-file.ts';
import { ParolaError } from './errors.ts';
import { sourceOfSegments, type TextToRead } from './summary-sources.ts';

const segment = v.object({
  start: v.number(),
  end: v.number(),
  text: v.string(),
  words: v.optional(
    v.array(
      v.object({
        text: v.string(),
        start: v.number(),
        end: v.number(),
        confidence: v.optional(v.number(), 1),
      }),
    ),
    [],
  ),
});
const transcript = v.object({
  file: v.optional(v.string(), ''),
  language: v.optional(v.string(), ''),
  segments: v.array(segment),
});
const transcripts = v.union([v.array(transcript), transcript]);

/**
 * The texts of a file named `name`; several only in a transcript of several recordings.
 * @throws ParolaError text-unreadable; data-malformed where it is not what its name says
 */
export function textsOfFile(name: string, bytes: Uint8Array): TextToRead[] {
  const text = readText(bytes).replace(/^\ufeff/, '');
  if (path.extname(name).toLowerCase() === '.json') return textsOfTranscript(name, text);
  return [{ title: name, entry: null, source: sourceOfText(name, text) }];
}

/**
 * The text of a file named `name`, as what its name says that it is.
 * @throws ParolaError data-malformed
 */
export function sourceOfText(name: string, text: string): SummarySource {
  const kind = documentKind(name);
  switch (kind) {
    case 'srt':
    case 'vtt':
      return sourceOfSegments(segmentsOfCues(text, kind));
    case 'markdown':
      return { text: markdownProse(text).join('\n\n') };
    case 'plain':
      return { text };
  }
}

function textsOfTranscript(name: string, text: string): TextToRead[] {
  const parsed = v.safeParse(transcripts, parseJson(text));
  if (!parsed.success) {
    throw new ParolaError(
      'data-malformed',
      'it is no transcript; give the JSON that "parola transcribe --format json" writes',
    );
  }
  return [parsed.output].flat().map(({ file, language, segments }) => {
    const said = segments.map((one) => ({ ...one, confidence: 1 }));
    const source = { ...sourceOfSegments(said), ...(language === '' ? {} : { language }) };
    return { title: file === '' ? name : file, entry: null, source };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function segmentsOfCues(text: string, kind: 'srt' | 'vtt') {
  let last = '';
  return readCues(text, kind).map(({ from, to, startSeconds, endSeconds }) => {
    const cue = text.slice(from, to);
    const voice = kind === 'vtt' ? (voiceTag.exec(cue)?.[1] ?? '').trim() : '';
    const named = voice === '' || voice === last ? '' : `${voice}: `;
    last = voice;
    const said = named + wordsOfCue(cue, kind);
    return { start: startSeconds, end: endSeconds, text: said, confidence: 1, words: [] };
  });
}

/** https://www.w3.org/TR/webvtt1/#webvtt-cue-voice-span */
const voiceTag = /<v(?:\.[^\s<>]*)?\s([^<>]+)>/;
const references: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  quot: '"',
  lrm: '',
  rlm: '',
};

/** Without tags, settings and notes of music. */
function wordsOfCue(cue: string, kind: 'srt' | 'vtt'): string {
  const bare = cue.replace(/<\/?[A-Za-z0-9][^<>\n]*>|\{\\[^{}\n]*\}|[♪♫♬♩]+/gu, '');
  const spelled =
    kind === 'vtt' ? bare.replace(/&(\w+);/g, (whole, name: string) => references[name] ?? whole) : bare;
  return spelled.replace(/\s+/g, ' ').trim();
}
