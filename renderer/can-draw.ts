/** Are there letters for a text on this computer? Where none is, the browser draws one empty box for each. */

const side = 24;
/** No character, in no font. */
const nothing = '\u{10ffff}';
const known = new Map<string, boolean>();

/** Can `text` be read in the interface's font or one that the system has? Its first letter answers for all. */
export function canDraw(text: string): boolean {
  const [letter = ''] = text;
  const before = known.get(letter);
  if (before !== undefined) return before;
  const drawn = pictureOf(letter);
  const answer = drawn === null || drawn !== pictureOf(nothing);
  known.set(letter, answer);
  return answer;
}

function pictureOf(letter: string): string | null {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.font = '16px "Inter Variable", system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.fillText(letter, 2, side / 2);
  return context.getImageData(0, 0, side, side).data.join();
}
