/** Captions one after the other: lines of text, rows of CSV, or one JSON array. */
import type { PictureDescription } from '../../preload/description.ts';
import { descriptionRecord, oneLine } from '../description-formats.ts';

export type TableFormat = 'text' | 'json' | 'csv';

/** What is written of a batch, piece by piece. */
export interface Table {
  readonly extension: string;
  readonly begin: string;
  /** @param number of the picture in the table, from 0 on */
  row(file: string, description: PictureDescription, number: number): string;
  /** @param count of pictures in the table */
  end(count: number): string;
}

/** @param alternatives how many other captions each picture can have */
export function tableOf(format: TableFormat, alternatives: number): Table {
  switch (format) {
    case 'text':
      return {
        extension: 'txt',
        begin: '',
        row: (file, description) => `${plainPath(file)}\t${oneLine(description)}\n`,
        end: () => '',
      };
    case 'json':
      return {
        extension: 'json',
        begin: '[',
        row: (file, description, number) =>
          `${number === 0 ? '' : ','}\n  ${JSON.stringify(descriptionRecord(file, description))}`,
        end: (count) => (count === 0 ? ']\n' : '\n]\n'),
      };
    case 'csv':
      return {
        extension: 'csv',
        begin: csvRow([...columns, ...others(alternatives).map((number) => `alternative ${number}`)]),
        row: (file, description) => csvRow(cellsOf(file, description, alternatives)),
        end: () => '',
      };
  }
}

const columns = ['file', 'caption', 'confidence', 'abstained', 'kind', 'text'];

function cellsOf(file: string, description: PictureDescription, alternatives: number): string[] {
  const { caption, confidence, abstained, kind, text, ...record } = descriptionRecord(file, description);
  const wordings = others(alternatives).map((number) => record.alternatives[number - 1]?.caption ?? '');
  return [file, caption, String(confidence), String(abstained), kind, text, ...wordings];
}

function others(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** RFC 4180. */
function csvRow(cells: readonly string[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(',')}\r\n`;
}

/** Names may hold tabs and line breaks; written out as \t and \n they cannot break the lines of a table. */
export function plainPath(file: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to be replaced
  return file.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]/g, (sign) => {
    const short = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }[sign];
    return short ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
