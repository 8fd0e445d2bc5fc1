/**
 * pinv(A) b for a symmetric matrix: the least x among those with the least ‖A x − b‖. Eigenvalues below
 * size · 2⁻⁵² times the largest count as 0.
 *
 * @param matrix [size × size]; not changed
 */
export function symmetricPseudoInverse(matrix: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const { eigenvalues, eigenvectors } = symmetricEigen(matrix, size);
  const largest = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const least = size * Number.EPSILON * largest;
  const x = new Float64Array(size);
  eigenvalues.forEach((eigenvalue, k) => {
    if (Math.abs(eigenvalue) <= least) return;
    const vector = eigenvectors.subarray(k * size, (k + 1) * size);
    let share = 0;
    for (let i = 0; i < size; i++) share += vector[i] * b[i];
    for (let i = 0; i < size; i++) x[i] += (share / eigenvalue) * vector[i];
  });
  return x;
}

/** More are never needed: convergence is quadratic. */
const maxSweeps = 60;

/**
 * Eigenvalues, and eigenvectors as rows, by Jacobi's rotations (Golub and Van Loan, “Matrix Computations”, §8.5): slow
 * and very accurate.
 */
function symmetricEigen(matrix: Float64Array, size: number) {
  const a = matrix.slice();
  const eigenvectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) eigenvectors[i * size + i] = 1;

  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const between = a[p * size + q];
        const scale = Math.sqrt(Math.abs(a[p * size + p] * a[q * size + q]));
        if (between === 0 || Math.abs(between) <= Number.EPSILON * Number.EPSILON * scale) continue;
        if (Math.abs(between) > 0.1 * Number.EPSILON * scale) rotated = true;
        const theta = (a[q * size + q] - a[p * size + p]) / (2 * between);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < size; k++) {
          const [x, y] = [a[k * size + p], a[k * size + q]];
          a[k * size + p] = c * x - s * y;
          a[k * size + q] = s * x + c * y;
        }
        for (const rows of [a, eigenvectors]) {
          for (let k = 0; k < size; k++) {
            const [x, y] = [rows[p * size + k], rows[q * size + k]];
            rows[p * size + k] = c * x - s * y;
            rows[q * size + k] = s * x + c * y;
          }
        }
      }
    }
    if (!rotated) break;
  }
  const eigenvalues = Float64Array.from({ length: size }, (_, i) => a[i * size + i]);
  return { eigenvalues, eigenvectors };
}
