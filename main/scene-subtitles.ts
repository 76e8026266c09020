/** The scenes of what was watched, each with what is seen in it, as subtitles; the command line and the window write the same. */
import { stringifySync } from 'subtitle';
import { escapeMarkup } from './transcript-formats.ts';

export type SubtitleFormat = 'srt' | 'vtt';

/** What is seen from `start` to `end`, in seconds. */
export interface SceneText {
  readonly start: number;
  readonly end: number;
  /** In one line. */
  readonly text: string;
}

const lineCharacters = 42;

/** A cue for each scene, which stands as long as the scene does. */
export function subtitlesOf(scenes: readonly SceneText[], format: SubtitleFormat): string {
  if (scenes.length === 0) return format === 'srt' ? '' : 'WEBVTT\n';
  const nodes = scenes.map(({ start, end, text }) => ({
    type: 'cue' as const,
    data: {
      start: Math.round(start * 1000),
      end: Math.round(end * 1000),
      text: format === 'vtt' ? escapeMarkup(wrapped(text)) : wrapped(text),
    },
  }));
  return `${stringifySync(nodes, { format: format === 'srt' ? 'SRT' : 'WebVTT' }).trimEnd()}\n`;
}

/** Lines of the length that broadcasters' guidelines have; as many as it takes. */
function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '' || line.length + 1 + word.length <= lineCharacters) {
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    } else lines.push(word);
  }
  return lines.join('\n');
}
