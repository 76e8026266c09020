/** The scenes of a video, each with what is seen in it, as subtitles. */
import { stringifySync } from 'subtitle';
import type { PictureDescription } from '../../preload/description.ts';
import { oneLine } from '../description-formats.ts';
import { escapeMarkup } from '../transcript-formats.ts';

export type SubtitleFormat = 'srt' | 'vtt';

/** What is seen from `start` to `end`, in seconds. */
export interface Scene {
  readonly start: number;
  readonly end: number;
  readonly description: PictureDescription;
}

const lineCharacters = 42;

/** A cue for each scene, which stands as long as the scene does. */
export function subtitlesOf(scenes: readonly Scene[], format: SubtitleFormat): string {
  if (scenes.length === 0) return format === 'srt' ? '' : 'WEBVTT\n';
  const nodes = scenes.map(({ start, end, description }) => {
    const text = wrapped(oneLine(description));
    return {
      type: 'cue' as const,
      data: {
        start: Math.round(start * 1000),
        end: Math.round(end * 1000),
        text: format === 'vtt' ? escapeMarkup(text) : text,
      },
    };
  });
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
