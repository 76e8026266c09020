/** A transcript as a file: plain text, JSON, SubRip or WebVTT; the command line and the window write the same. */
import { stringifySync } from 'subtitle';
import type { ExportFormat } from '../preload/contract.ts';
import type { Transcript } from '../preload/transcript.ts';
import { cuesOf } from './subtitle-cues.ts';

/** What a file of each format is called and served as. */
export const formatFacts: Readonly<Record<ExportFormat, { extension: string; mimeType: string }>> = {
  text: { extension: 'txt', mimeType: 'text/plain' },
  json: { extension: 'json', mimeType: 'application/json' },
  srt: { extension: 'srt', mimeType: 'application/x-subrip' },
  vtt: { extension: 'vtt', mimeType: 'text/vtt' },
};

/** The transcript's text in `format`; empty without speech, but for JSON's array and WebVTT's first line. */
export function formatTranscript(transcript: Transcript, format: ExportFormat, file = ''): string {
  switch (format) {
    case 'text':
      return transcript.segments.map(({ text }) => `${text}\n`).join('');
    case 'json':
      return `${JSON.stringify([rounded(transcript, file)], null, 2)}\n`;
    case 'srt':
      return subtitles(transcript, 'SRT');
    case 'vtt':
      return subtitles(transcript, 'WebVTT');
  }
}

function subtitles(transcript: Transcript, format: 'SRT' | 'WebVTT'): string {
  const nodes = cuesOf(transcript.segments).map(({ start, end, lines }) => ({
    type: 'cue' as const,
    data: {
      start: Math.round(start * 1000),
      end: Math.round(end * 1000),
      text: lines.map((line) => (format === 'WebVTT' ? escapeMarkup(line) : line)).join('\n'),
    },
  }));
  if (nodes.length === 0) return format === 'SRT' ? '' : 'WEBVTT\n';
  return `${stringifySync(nodes, { format }).trimEnd()}\n`;
}

/** WebVTT's text is markup; in it `<` begins a tag. https://www.w3.org/TR/webvtt1/#webvtt-cue-text */
export function escapeMarkup(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** To the millisecond: the sixteenth digit of a time means nothing and hides the others. */
function rounded({ language, duration, segments }: Transcript, file: string): unknown {
  return {
    file,
    language,
    duration: milli(duration),
    segments: segments.map((segment) => ({
      start: milli(segment.start),
      end: milli(segment.end),
      text: segment.text,
      confidence: milli(segment.confidence),
      words: segment.words.map((word) => ({
        text: word.text,
        start: milli(word.start),
        end: milli(word.end),
        confidence: milli(word.confidence),
      })),
    })),
  };
}

function milli(value: number): number {
  return Math.round(value * 1000) / 1000;
}
