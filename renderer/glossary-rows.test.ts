import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeRow, lackOf, rowsOf, rulesOf, withoutRow } from './glossary-rows.ts';

const board = { source: 'board', target: 'conselho', forbidden: [] };
const table = { source: 'table', target: null, forbidden: ['tabela, quadro', 'mesa'] };

test('the rules that were read are the rules that are written', () => {
  assert.deepEqual(rulesOf(rowsOf([board, table])), [board, table]);
});

test('a term keeps what it must not be, commas inside it too, while only its translation changes', () => {
  const rows = changeRow(rowsOf([table]), 0, 'target', 'mapa');
  assert.deepEqual(rulesOf(rows), [{ ...table, target: 'mapa' }]);
});

test('what must not be written is read with commas between', () => {
  const rows = changeRow(rowsOf([board]), 0, 'never', ' placa,, tábua ');
  assert.deepEqual(rulesOf(rows), [{ ...board, forbidden: ['placa', 'tábua'] }]);
});

test('there is always one blank row, and filling it makes the next', () => {
  const rows = rowsOf([]);
  assert.equal(rows.length, 1);
  const filled = changeRow(rows, 0, 'source', 'board');
  assert.equal(filled.length, 2);
  assert.deepEqual(
    filled.map(({ id }) => id),
    [0, 1],
  );
});

test('a row that is not finished is no rule and says what it lacks', () => {
  const [begun] = changeRow(rowsOf([]), 0, 'source', 'board');
  const [nameless] = changeRow(rowsOf([]), 0, 'target', 'conselho');
  assert.ok(begun && nameless);
  assert.deepEqual([lackOf(begun), lackOf(nameless)], ['translation', 'source']);
  assert.deepEqual(rulesOf([begun, nameless]), []);
});

test('a removed row is no rule any more', () => {
  assert.deepEqual(rulesOf(withoutRow(rowsOf([board, table]), 0)), [table]);
});
