import type { Terms } from "../estimate.ts";

/** What an estimator computes of each sample. */
export interface RowTerms {
  /** [rows, parameters]. */
  readonly gradients: Float64Array;
  /** [rows]. */
  readonly values: Float64Array;
  readonly evaluationsPerRow: number;
  readonly preparation?: number;
  draw(): void;
}

/** Terms from rows, each the mean of a group of rows that were drawn together. */
export function averageGroups(rows: RowTerms, group = 1): Terms {
  const { evaluationsPerRow, preparation = 0 } = rows;
  const shared = { group, preparation, evaluationsPerTerm: group * evaluationsPerRow };
  if (group === 1) return { ...rows, ...shared, count: rows.values.length };

  const count = rows.values.length / group;
  const size = rows.gradients.length / rows.values.length;
  const gradients = new Float64Array(count * size);
  const values = new Float64Array(count);
  return {
    ...shared,
    count,
    gradients,
    values,
    draw() {
      rows.draw();
      groupMeans(rows.gradients, group, size, gradients);
      groupMeans(rows.values, group, 1, values);
    },
  };
}

/** The means of `group` rows that follow one another, of each column. */
export function groupMeans(rows: Float64Array, group: number, columns: number, means: Float64Array): void {
  for (let at = 0, start = 0; at < means.length; at += columns, start += group * columns) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let row = 0; row < group; row++) sum += rows[start + row * columns + column];
      means[at + column] = sum / group;
    }
  }
}
