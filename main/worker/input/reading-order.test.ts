import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inReadingOrder, type PlacedWord } from './reading-order.ts';

/** Letters are 10 wide and lines 20 high. */
function line(left: number, top: number, text: string, name = `${left},${top}`): PlacedWord[] {
  let at = left;
  return text.split(' ').map((word) => {
    const placed = { text: word, left: at, top, right: at + word.length * 10, bottom: top + 20 };
    at = placed.right + 10;
    return { ...placed, confidence: 95, line: name };
  });
}

/** Lines under each other, 30 apart. */
function lines(left: number, top: number, texts: readonly string[]): PlacedWord[] {
  return texts.flatMap((text, at) => line(left, top + at * 30, text));
}

const left = ['the first line of it', 'goes on over here and', 'ends in this corner.'];
const right = ['a second column says', 'what came after that', 'and how it all ended.'];

test('two columns are read one after the other, with the title before them and the footer after', () => {
  const words = [
    ...line(0, 0, 'A title that stands over both of the columns here'),
    ...lines(0, 60, left),
    ...lines(300, 60, right),
    ...line(0, 200, 'Page 7'),
  ];
  assert.equal(
    inReadingOrder(words),
    ['A title that stands over both of the columns here', left.join('\n'), right.join('\n'), 'Page 7'].join(
      '\n\n',
    ),
  );
});

test('columns that the recognizer took for one wide line are parted', () => {
  const words = left.flatMap((text, at) => [
    ...line(0, at * 30, text, `row ${at}`),
    ...line(300, at * 30, right[at] as string, `row ${at}`),
  ]);
  assert.equal(inReadingOrder(words), `${left.join('\n')}\n\n${right.join('\n')}`);
});

test('the rows of a table are read across', () => {
  const words = ['Monday', 'Tuesday', 'Wednesday', 'Thursday'].flatMap((day, at) => [
    ...line(0, at * 30, day),
    ...line(200, at * 30, `${at + 8}:00`),
    ...line(400, at * 30, 'open'),
    ...line(600, at * 30, 'free'),
  ]);
  assert.equal(
    inReadingOrder([...words, ...line(600, 120, 'paid')]),
    'Monday 8:00 open free\nTuesday 9:00 open free\nWednesday 10:00 open free\nThursday 11:00 open free\npaid',
  );
});

test('a list of rooms beside a list of choices is read before it, though their lines do not match', () => {
  const words = [
    ...['Inbox', 'Drafts', 'Sent', 'Deleted'].flatMap((text, at) => line(0, at * 37, text)),
    ...['Show pictures', 'Read aloud', 'Keep for a year', 'Ask before', 'Save'].flatMap((text, at) =>
      line(250, 12 + at * 29, text),
    ),
  ];
  const text = inReadingOrder(words);
  assert.deepEqual(text.split('\n').slice(0, 4), ['Inbox', 'Drafts', 'Sent', 'Deleted']);
  assert.match(text, /Show pictures\nRead aloud\nKeep for a year\nAsk before\nSave$/);
});

test('more room than usual begins a paragraph', () => {
  const words = [
    ...lines(0, 0, ['one', 'two']),
    ...lines(0, 90, ['three', 'four']),
    ...lines(0, 180, ['five']),
  ];
  assert.equal(inReadingOrder(words), 'one\ntwo\n\nthree\nfour\n\nfive');
});

test('words written from right to left keep their order, and their columns begin on the right', () => {
  const arabic = ['مرحبا بكم في المدينة', 'القطار يغادر صباحا اليوم', 'الباب مغلق بعد الظهر'];
  const hebrew = ['שלום לכם ולכל האורחים', 'הרכבת יוצאת בבוקר היום', 'הדלת סגורה אחרי הצהריים'];
  const backwards = (from: number, top: number, text: string) => {
    let at = from;
    return text.split(' ').map((word) => {
      const placed = { text: word, left: at - word.length * 10, top, right: at, bottom: top + 20 };
      at = placed.left - 10;
      return { ...placed, confidence: 90, line: `${from},${top}` };
    });
  };
  const words = [
    ...arabic.flatMap((text, at) => backwards(700, at * 30, text)),
    ...hebrew.flatMap((text, at) => backwards(300, at * 30, text)),
  ];
  assert.equal(inReadingOrder(words), `${arabic.join('\n')}\n\n${hebrew.join('\n')}`);
});

test('nothing written is nothing read', () => {
  assert.equal(inReadingOrder([]), '');
});

test('a page of thousands of words is put in order at once', () => {
  const words = Array.from({ length: 400 }, (_, at) =>
    line(at % 7, at * 30, 'some words of a long page'),
  ).flat();
  assert.equal(inReadingOrder(words).split('\n').length, 400);
});
