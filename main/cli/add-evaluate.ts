/** What can be asked of `parola evaluate`. */
import type { Command, Option } from 'commander';
import type { Run } from './context.ts';
import { evaluateTranscribeCommand } from './evaluate.ts';
import { evaluateCaptionCommand } from './evaluate-caption.ts';
import { evaluateReadCommand } from './evaluate-read.ts';
import { evaluateSummarizeCommand } from './evaluate-summarize.ts';
import { evaluateTranslateCommand } from './evaluate-translate.ts';
import { decimal, maxBeams, positiveInteger, wholeNumber } from './option-values.ts';

/** `choose` takes what the user asked for. */
export function addEvaluate(program: Command, offline: Option, choose: (run: Run) => void): void {
  const evaluate = program
    .command('evaluate')
    .description('measure quality and speed on data whose right answers are known');
  evaluate
    .command('transcribe')
    .description('word error rate, speed, memory')
    .requiredOption('--data <folder>', 'audio and transcripts.tsv (file, text), or laid out as LibriSpeech')
    .option('--limit <count>', 'only the first recordings', positiveInteger)
    .option('--live', 'feed the audio as a microphone would')
    .option('--model <id>', 'the speech model (default: moonshine-tiny)')
    .option('--noise <file>', 'mix this recording in')
    .option('--snr <decibels>', 'how much louder than the noise the speech is (default: 10)', decimal)
    .option('--json', 'print the figures as JSON')
    .addOption(offline)
    .action((options) => choose((context) => evaluateTranscribeCommand(options, context)));
  evaluate
    .command('caption')
    .description('BLEU, CIDEr, ROUGE-L, variety, speed, memory')
    .requiredOption('--data <folder>', 'images/ and captions.tsv (image, caption), or laid out as COCO')
    .option('--split <name>', 'only the pictures that NAME.txt lists; of COCO, captions_NAME.json')
    .option('--limit <count>', 'only the first pictures', positiveInteger)
    .option(
      '--beams <count>',
      'captions followed at a time (default: the model’s own)',
      wholeNumber(1, maxBeams),
    )
    .option('--model <id>', 'the captioner (default: parola-captioner)')
    .option('--json', 'print the figures as JSON')
    .addOption(offline)
    .addHelpText(
      'after',
      '\nA picture that the captioner abstains from is scored with the facts that a user gets in place of a\ncaption; how many there were is printed, and they do not count as captions that differ.',
    )
    .action((options) => choose((context) => evaluateCaptionCommand(options, context)));
  evaluate
    .command('read')
    .description('letters and words read wrong in pictures, speed')
    .requiredOption('--data <folder>', 'pictures and what is written in each: page.png and page.txt')
    .option('--limit <count>', 'only the first pictures', positiveInteger)
    .option('--always', 'read every picture, not only where it looks like something is written')
    .option('--json', 'print the figures as JSON')
    .addOption(offline)
    .action((options) => choose((context) => evaluateReadCommand(options, context)));
  evaluate
    .command('translate')
    .description('BLEU, chrF, speed, memory')
    .requiredOption('--from <language>', 'what the lines are in, as "en"')
    .requiredOption('--to <language>', 'what they are to be in, as "pt"')
    .requiredOption('--source <file>', 'the lines to translate')
    .requiredOption('--reference <file>', 'how each of them should be translated')
    .option('--against <file>', 'another translation of them, to compare with')
    .option('--limit <count>', 'only the first lines', positiveInteger)
    .option('--beams <count>', 'translations followed at a time (default: 1)', wholeNumber(1, maxBeams))
    .option('--exact', 'the same result on every processor, more slowly')
    .option('--json', 'print the figures as JSON')
    .addOption(offline)
    .action((options) => choose((context) => evaluateTranslateCommand(options, context)));
  evaluate
    .command('summarize')
    .description('exact match of cleaning; ROUGE of choosing; words kept, negations lost, speed')
    .requiredOption('--data <file>', 'JSON Lines, see below; .gz too')
    .option('--split <name>', 'only lines whose "split" it is')
    .option('--limit <count>', 'only the first of those lines', positiveInteger)
    .option(
      '--words <count>',
      'words of each summary (default: as many as the references have)',
      positiveInteger,
    )
    .option('--model <id>', 'the chooser (default: parola-chooser)')
    .option('--json', 'print the figures as JSON')
    .addOption(offline)
    .addHelpText('after', summarizeDataHelp)
    .action((options) => choose((context) => evaluateSummarizeCommand(options, context)));
}

const summarizeDataHelp = `
Each line is an object:
  {"document", "summary", "kind"}  a spoken sentence and the same without what is
                                   too much: cleaning is measured (kind is any
                                   word; "keep" in its place will do)
  {"document", "summary"}          a text and a summary of it, or an array of
                                   several: choosing is measured, at the same
                                   number of words for the beginning of the text
                                   (lead), the sentences chosen (this), and
                                   without a limit for the whole text ((all)).
                                   "sents": its sentences, where they are known`;
