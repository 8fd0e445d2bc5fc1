/** Values, gains and biases of chains in exact rational arithmetic, by the equations that define them. */
import { compare, exactly, type Fraction, minus, one, plus, solveExactly, times, zero } from "../fraction.ts";

/** P without its diagonal, which is 1 minus the rest of the row. */
export function exactRows(rows: readonly ArrayLike<number>[]): Fraction[][] {
  return rows.map((row, i) => {
    const exact = Array.from(row, (p) => exactly(p));
    const others = exact.reduce((sum, p, j) => (j === i ? sum : plus(sum, p)), zero);
    exact[i] = minus(one, others);
    return exact;
  });
}

/** V with V = r + γ P V; terminal states are worth 0. */
export function exactValues(
  p: readonly (readonly Fraction[])[],
  rewards: readonly Fraction[],
  discount: Fraction,
  terminal: readonly number[] = [],
): Fraction[] {
  const matrix = p.map((row, i) =>
    row.map((value, j) => {
      const identity = i === j ? one : zero;
      return terminal.includes(i) ? identity : minus(identity, times(discount, value));
    }),
  );
  return solveExactly(
    matrix,
    rewards.map((reward, i) => (terminal.includes(i) ? zero : reward)),
  );
}

/** The sets of states that can be reached from each other and are not left, by transitive closure. */
export function closedClasses(edges: readonly (readonly boolean[])[]): number[][] {
  const size = edges.length;
  const reach = edges.map((row, i) => row.map((edge, j) => edge || i === j));
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) reach[i][j] ||= reach[i][k] && reach[k][j];
  const classes = new Map<string, number[]>();
  for (let i = 0; i < size; i++) {
    const reached = reach[i].flatMap((yes, j) => (yes ? [j] : []));
    if (reached.every((j) => reach[j][i])) classes.set(reached.join(), reached);
  }
  return [...classes.values()];
}

export interface ExactLongRun {
  /** 0 in transient states; each class sums to 1. */
  readonly stationary: Fraction[];
  /** By state. */
  readonly gains: Fraction[];
  /** With mean 0 in each class. */
  readonly bias: Fraction[];
}

export function exactLongRun(
  p: readonly (readonly Fraction[])[],
  rewards: readonly Fraction[],
): ExactLongRun {
  const size = p.length;
  const all = Array.from({ length: size }, (_, i) => i);
  const classes = closedClasses(p.map((row) => row.map((value) => value.numerator !== 0n)));
  const stationary = all.map(() => zero);
  for (const members of classes) {
    // dᵀ (I − P) = 0, the last equation replaced by Σ d = 1.
    const matrix = members.map((j, row) =>
      members.map((i) => (row === members.length - 1 ? one : minus(i === j ? one : zero, p[i][j]))),
    );
    const d = solveExactly(
      matrix,
      members.map((_, row) => (row === members.length - 1 ? one : zero)),
    );
    members.forEach((member, k) => {
      stationary[member] = d[k];
    });
  }
  const classOf = (state: number) => classes.find((members) => members.includes(state));
  const mean = (members: readonly number[], values: readonly Fraction[]) =>
    members.reduce((sum, i) => plus(sum, times(stationary[i], values[i])), zero);
  /** x = P x in transient states, given in the others. */
  const spread = (ofClass: (members: readonly number[]) => Fraction) =>
    solveExactly(
      all.map((i) => all.map((j) => minus(i === j ? one : zero, classOf(i) ? zero : p[i][j]))),
      all.map((i) => {
        const members = classOf(i);
        return members ? ofClass(members) : zero;
      }),
    );
  const gains = spread((members) => mean(members, rewards));
  const pinned = solveExactly(
    all.map((i) => {
      const isPin = classOf(i)?.[0] === i;
      return all.map((j) => minus(i === j ? one : zero, isPin ? zero : p[i][j]));
    }),
    all.map((i) => (classOf(i)?.[0] === i ? zero : minus(rewards[i], gains[i]))),
  );
  const levels = spread((members) => mean(members, pinned));
  return { stationary, gains, bias: pinned.map((value, i) => minus(value, levels[i])) };
}

/** The greatest of each state, over a list of lists. */
export function bestOf(lists: readonly (readonly Fraction[])[]): Fraction[] {
  return lists.reduce<Fraction[]>(
    (best, list) => list.map((value, i) => (best[i] && compare(best[i], value) >= 0 ? best[i] : value)),
    [],
  );
}
