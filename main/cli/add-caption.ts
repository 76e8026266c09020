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
    .description('say what is in pictures, and in the pictures of folders')
    .argument(
      '<file...>',
      'jpg, png, webp, gif, avif, tif, bmp; mp4, webm, mkv, mov; a folder; -: standard input',
    )
    .addOption(
      new Option('--format <format>', 'a line, an object or a row for each picture; or a text file beside it')
        .choices(['text', 'json', 'csv', 'txt-sidecar', 'srt', 'vtt'])
        .default('text'),
    )
    .option('--recursive', 'also the folders in a folder')
    .option('--output <folder>', 'write captions.txt, .json or .csv here, or the text files; not beside')
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
A line of text is the picture’s path, a tab, and its caption. What is no photograph has plain facts for
a caption and, in lines of text and text files, what is written in it behind "Text:". A tab or line break in a path
is written \\t or \\n; JSON and CSV have it as it is. A text file is called as its picture, with .txt
(boat.jpg and boat.png: boat.txt and boat.png.txt); one that is there is replaced. Other files are
never replaced: beside a captions.txt comes a captions-2.txt. A video has a caption for each scene, behind the path
and #t= with the seconds; srt and vtt are subtitles of videos, a file for each with --output. ffmpeg must be installed.`;
