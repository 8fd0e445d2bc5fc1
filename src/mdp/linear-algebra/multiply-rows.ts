/**
 * result ← A x for a matrix by rows, [result.length × columns]. Four rows at once: their sums do not wait for each other,
 * and each element of x is read once for the four.
 */
export function multiplyRows(
  matrix: Float64Array,
  columns: number,
  x: Float64Array,
  result: Float64Array,
): void {
  const rows = result.length;
  let row = 0;
  for (; row + 3 < rows; row += 4) {
    const first = row * columns;
    const second = first + columns;
    const third = second + columns;
    const fourth = third + columns;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let column = 0; column < columns; column++) {
      const value = x[column];
      a += matrix[first + column] * value;
      b += matrix[second + column] * value;
      c += matrix[third + column] * value;
      d += matrix[fourth + column] * value;
    }
    result[row] = a;
    result[row + 1] = b;
    result[row + 2] = c;
    result[row + 3] = d;
  }
  for (; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += matrix[row * columns + column] * x[column];
    result[row] = sum;
  }
}
