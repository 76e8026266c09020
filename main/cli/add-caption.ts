/** What can be asked of `parola caption`. */
import { type Command, Option } from 'commander';
import { captionCommand } from './caption.ts';
import type { CaptionOptions } from './caption-batch.ts';
import type { Run } from './context.ts';
import { maxBeams, wholeNumber } from './option-values.ts';

/** `choose` takes what the user asked for. */
export function addCaption(program: Command, offline: Option, choose: (run: Run) => void): void {
  const command = program
    .command('caption')
    .description('say what is in pictures, folders of pictures and videos')
    .argument(
      '<file...>',
      'jpg, png, webp, gif, avif, tif, bmp; mp4, webm, mkv, mov; a folder; -: standard input',
    )
    .addOption(
      new Option('--format <format>', 'of the result; see below')
        .choices(['text', 'json', 'csv', 'txt-sidecar', 'srt', 'vtt'])
        .default('text'),
    )
    .option('--recursive', 'also the folders in a folder')
    .option('--output <folder>', 'write here, not to standard output or beside the pictures')
    .option('--skip-existing', 'with txt-sidecar: leave out pictures that have their text file')
    .option(
      '--beams <count>',
      'captions followed at a time (default: the model’s own)',
      wholeNumber(1, maxBeams),
    )
    .option('--alternatives <count>', 'other captions to give, in JSON and CSV', wholeNumber(0, maxBeams - 1))
    .option('--prefix <text>', 'what each caption begins with, as "A photo of"')
    .addOption(
      new Option('--read <when>', 'what is written in pictures: where it looks like there is text, or in all')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('--no-read', 'the same as --read never')
    .option('--model <id>', 'the captioner (default: parola-captioner)')
    .option(
      '--provider <name>',
      'what computes: auto (what proved faster), cpu, or one of "parola providers"',
    )
    .addOption(offline)
    .addHelpText('after', captionHelp);
  command.action((files, { read, ...options }) => {
    const { format, output, skipExisting } = options;
    if (skipExisting && format !== 'txt-sidecar')
      command.error('--skip-existing goes with --format txt-sidecar');
    if (format === 'txt-sidecar' && output === undefined && files.includes('-'))
      command.error('standard input has no place beside it; give --output or another --format');
    const asked: CaptionOptions = { ...options, read: read === false ? 'never' : read };
    choose((context) => captionCommand(files, asked, context));
  });
}

const captionHelp = `
Formats:
  text         a line for each picture: its path, a tab, its caption; facts where
               it is no photograph, and behind "Text:" what is written in it
  json         an array with an object for each picture: file, caption,
               confidence, abstained, kind, text, alternatives, grid, words
  csv          a header and a row for each picture
  txt-sidecar  boat.txt beside boat.jpg, or in the output folder (boat.png.txt
               for a boat.png of the same place); one that is there is replaced
  srt, vtt     subtitles of videos, a caption for each scene; with --output a
               file for each video

With --output the others write captions.txt, captions.json or captions.csv,
or captions-2.txt where that is there already. In lines of text a tab or line
break in a path is written \\t or \\n. The scenes of a video are called as
film.mp4#t=12.5 (seconds); videos need ffmpeg.`;
