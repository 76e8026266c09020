/** What can be asked of `parola summarize`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LengthChoice } from '../../preload/summary-length.ts';
import type { Run } from './context.ts';
import { summarizeCommand } from './summarize.ts';

/** `choose` takes what the user asked for. */
export function addSummarize(program: Command, offline: Option, choose: (run: Run) => void): void {
  const command = program
    .command('summarize')
    .description('leave of texts and recordings what matters, in words that were really said')
    .argument(
      '[file...]',
      'text, Markdown, subtitles (.srt, .vtt), JSON of "parola transcribe", a recording or a folder; none or -: standard input',
    )
    .option(
      '--length <length>',
      'short (10 % of the words), medium (20 %), long (35 %) or as "25%" (default: as much as the model finds enough)',
      lengthOf,
    )
    .option('--clean-only', 'keep every sentence, without fillers, repeats and self-repairs')
    .option('--together', 'one digest of all the texts, without repeats')
    .option('--model <id>', 'the summarizer (default: parola-chooser)')
    .addOption(
      new Option('--format <format>', 'of the result; see below')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option('--output <folder>', 'write one file for each file here, not to standard output')
    .option(
      '--provider <name>',
      'what computes: auto (what proved faster), cpu, or one of "parola providers"',
    )
    .addOption(offline)
    .addHelpText('after', summarizeHelp);
  command.action((files, options) => {
    if (options.cleanOnly && options.length !== undefined)
      command.error('--clean-only keeps every sentence; leave --length out');
    choose((context) => summarizeCommand(files, options, context));
  });
}

/** @throws InvalidArgumentError */
export function lengthOf(text: string): LengthChoice {
  if (text === 'short' || text === 'medium' || text === 'long') return text;
  const percent = /^(\d{1,3}(?:\.\d{1,3})?)\s*%$/.exec(text)?.[1];
  const share = Number(percent) / 100;
  if (percent === undefined || share <= 0 || share > 1) {
    throw new InvalidArgumentError('it must be short, medium, long, or a share from 1% to 100%.');
  }
  return { share };
}

const summarizeHelp = `
Formats:
  text      a line for each point, with its speaker or time; with --clean-only
            a paragraph for each paragraph
  markdown  a list, with the time of what was said in a recording
  json      an array with an object for each text: file, read and kept (words),
            and points: text, original, source, seconds, confidence. source is
            where original stands in the text that was read; of subtitles and
            recordings that is their words alone`;
