/** From a coarse grid of weights to a smooth field of light, and the lines around its brightest places. Pure. */

type Size = readonly [rows: number, columns: number];

/** Weights below this share of the strongest give no light. */
const darkShare = 0.15;

/** The light, 0–1, at each point of a finer grid of the given size, row by row: between cells it changes evenly. */
export function lightField(weights: readonly number[], grid: Size, size: Size): Float32Array {
  const [gridRows, gridColumns] = grid;
  const [rows, columns] = size;
  const strongest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const cells = weights.map((weight) =>
    strongest <= 0 ? 0 : Math.max(0, (weight / strongest - darkShare) / (1 - darkShare)),
  );
  const cell = (row: number, column: number) =>
    cells[clamp(row, gridRows) * gridColumns + clamp(column, gridColumns)] ?? 0;
  const field = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const y = ((row + 0.5) / rows) * gridRows - 0.5;
    for (let column = 0; column < columns; column += 1) {
      const x = ((column + 0.5) / columns) * gridColumns - 0.5;
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, across] = [spline(y - top), spline(x - left)];
      field[row * columns + column] = down.reduce(
        (sum, ofRow, r) =>
          sum + ofRow * across.reduce((all, share, c) => all + share * cell(top + r - 1, left + c - 1), 0),
        0,
      );
    }
  }
  const most = field.reduce((highest, light) => Math.max(highest, light), 0);
  return most > 0 ? field.map((light) => light / most) : field;
}

/**
 * The lines where the light passes `level`, as pieces [x1, y1, x2, y2] in points of the grid. Marching squares
 * (Lorensen and Cline's marching cubes in the plane): of each square of four points the crossed sides are joined.
 */
export function contours(
  field: Float32Array,
  [rows, columns]: Size,
  level: number,
): readonly (readonly [x1: number, y1: number, x2: number, y2: number])[] {
  const pieces: (readonly [number, number, number, number])[] = [];
  const at = (row: number, column: number) => field[row * columns + column] ?? 0;
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const corners: readonly (readonly [x: number, y: number, light: number])[] = [
        [column, row, at(row, column)],
        [column + 1, row, at(row, column + 1)],
        [column + 1, row + 1, at(row + 1, column + 1)],
        [column, row + 1, at(row + 1, column)],
      ];
      const crossed = corners.flatMap(([x, y, light], index) => {
        const [nextX = 0, nextY = 0, nextLight = 0] = corners[(index + 1) % 4] ?? [];
        if (light >= level === nextLight >= level) return [];
        const share = (level - light) / (nextLight - light);
        return [[x + (nextX - x) * share, y + (nextY - y) * share] as const];
      });
      for (let first = 0; first + 1 < crossed.length; first += 2) {
        const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = [crossed[first], crossed[first + 1]];
        pieces.push([x1, y1, x2, y2]);
      }
    }
  }
  return pieces;
}

function clamp(at: number, count: number): number {
  return Math.min(count - 1, Math.max(0, at));
}

/** The shares of the four cells around a point: the uniform cubic B-spline, which draws no edges of cells. */
function spline(at: number): readonly number[] {
  const rest = 1 - at;
  return [
    rest ** 3 / 6,
    (3 * at ** 3 - 6 * at ** 2 + 4) / 6,
    (3 * rest ** 3 - 6 * rest ** 2 + 4) / 6,
    at ** 3 / 6,
  ];
}
