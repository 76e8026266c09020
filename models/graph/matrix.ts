/** 8-bit matrices and the three ways in which ONNX Runtime's operators want their bytes laid. */

/** number = scale × (byte − zeroPoint); bytes row-major, [rows, columns]. */
export interface QuantizedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly bytes: Uint8Array;
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Matrices of equal height side by side, with a scale and a zero point for each column. */
export function sideBySide(matrices: readonly QuantizedMatrix[], factors: readonly number[]) {
  const rows = matrices[0]?.rows ?? 0;
  const columns = matrices.reduce((sum, matrix) => sum + matrix.columns, 0);
  const bytes = new Uint8Array(rows * columns);
  const scales = new Float32Array(columns);
  const zeroPoints = new Uint8Array(columns);
  let at = 0;
  for (const [index, matrix] of matrices.entries()) {
    for (let row = 0; row < rows; row++) {
      const source = matrix.bytes.subarray(row * matrix.columns, (row + 1) * matrix.columns);
      bytes.set(source, row * columns + at);
    }
    scales.fill(matrix.scale * (factors[index] ?? 1), at, at + matrix.columns);
    zeroPoints.fill(matrix.zeroPoint, at, at + matrix.columns);
    at += matrix.columns;
  }
  return { rows, columns, bytes, scales, zeroPoints };
}

/** The same matrix with rows and columns exchanged. */
export function transposed({ rows, columns, bytes, ...rest }: QuantizedMatrix): QuantizedMatrix {
  const turned = new Uint8Array(bytes.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = bytes[row * columns + column] ?? 0;
    }
  }
  return { rows: columns, columns: rows, bytes: turned, ...rest };
}

/**
 * Unsigned bytes as signed ones, all smaller by 128: the processor's fastest product is that of an
 * unsigned and a signed byte. Matrix and zero point move together, so the numbers stay the same.
 */
export function signed(bytes: Uint8Array): Int8Array {
  const shifted = new Int8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) shifted[i] = (bytes[i] ?? 0) - 128;
  return shifted;
}

/**
 * Matrices side by side as MatMulNBits wants them: column after column, cut into blocks of `block`
 * rows, with a scale and a zero point for each block.
 * @throws Error where the rows do not fill whole blocks
 */
export function inBlocks(matrices: readonly QuantizedMatrix[], factors: readonly number[], block: number) {
  const rows = matrices[0]?.rows ?? 0;
  if (rows % block !== 0) throw new Error(`${rows} rows are not whole blocks of ${block}`);
  const blocks = rows / block;
  const columns = matrices.reduce((sum, matrix) => sum + matrix.columns, 0);
  const bytes = new Uint8Array(rows * columns);
  const scales = new Float32Array(columns * blocks);
  const zeroPoints = new Uint8Array(columns * blocks);
  let at = 0;
  for (const [index, matrix] of matrices.entries()) {
    const end = at + matrix.columns;
    bytes.set(transposed(matrix).bytes, at * rows);
    scales.fill(matrix.scale * (factors[index] ?? 1), at * blocks, end * blocks);
    zeroPoints.fill(matrix.zeroPoint, at * blocks, end * blocks);
    at = end;
  }
  return { rows, columns, blocks, bytes, scales, zeroPoints };
}
