import { chainSolver, directSize, iterativeSolver } from "./chain-solver.ts";
import { dot } from "./linear-algebra/dot.ts";
import type { LinearSolver } from "./linear-algebra/linear-solver.ts";
import type { MarkovChain } from "./markov-chain.ts";
import { once } from "./once.ts";

/** What a chain with one recurrent class does in the long run. */
export interface ChainAverages {
  /** d [size] with dᵀP = dᵀ and Σ d = 1: 0 in transient states. Periodic chains have it too. */
  readonly stationary: Float64Array;
  /** h [size] with h = c − g + P h and dᵀh = 0, for c [size] and its average g = dᵀc. */
  bias(c: Float64Array): Float64Array;
}

/**
 * @param recurrent the only recurrent class
 */
export function chainAverages(chain: MarkovChain, recurrent: Int32Array): ChainAverages {
  const { size } = chain;
  const direct = once((): LinearSolver => {
    const stationary = once(() => eliminateStates(chain, recurrent));
    return { solveTransposed: stationary, solve: (c) => solveFromState(chain, mostVisited(stationary()), c) };
  });
  const uniform = new Float64Array(size);
  for (const state of recurrent) uniform[state] = 1 / recurrent.length;
  // (I − P + 1 uᵀ)ᵀ d = u: its solution has dᵀ1 = 1, hence dᵀ(I − P) = 0.
  const solver =
    size <= directSize ? direct() : iterativeSolver({ chain, discount: 1, distribution: uniform }, direct);

  const found = solver.solveTransposed(uniform);
  const stationary = new Float64Array(size);
  for (const state of recurrent) stationary[state] = Math.max(found[state], 0);
  const total = stationary.reduce((sum, value) => sum + value, 0);
  for (let i = 0; i < size; i++) stationary[i] /= total;

  return {
    stationary,
    bias(c) {
      const average = dot(stationary, c);
      const h = solver.solve(c.map((value) => value - average));
      const level = dot(stationary, h);
      return h.map((value) => value - level);
    },
  };
}

/**
 * The stationary distribution by eliminating one state after another (Grassmann, Taksar and Heyman 1985). Nothing is
 * ever subtracted, so that the smallest probabilities are as accurate as the largest.
 */
function eliminateStates(chain: MarkovChain, recurrent: Int32Array): Float64Array {
  const count = recurrent.length;
  const p = chain.restrictedTo(recurrent).toDense();
  for (let last = count - 1; last > 0; last--) {
    let leaving = 0;
    for (let j = 0; j < last; j++) leaving += p[last * count + j];
    for (let i = 0; i < last; i++) {
      const share = p[i * count + last] / leaving;
      p[i * count + last] = share;
      if (share === 0) continue;
      for (let j = 0; j < last; j++) p[i * count + j] += share * p[last * count + j];
    }
  }
  const stationary = new Float64Array(chain.size);
  recurrent.forEach((state, j) => {
    let weight = j === 0 ? 1 : 0;
    for (let i = 0; i < j; i++) weight += stationary[recurrent[i]] * p[i * count + j];
    stationary[state] = weight;
  });
  return stationary;
}

/** h with h = c + P h and h = 0 in one recurrent state, for c of average 0. */
function solveFromState(chain: MarkovChain, state: number, c: Float64Array): Float64Array {
  const kept = new Uint8Array(chain.size).fill(1);
  kept[state] = 0;
  const b = c.slice();
  b[state] = 0;
  return chainSolver({ chain, discount: 1, kept }).solve(b);
}

export function mostVisited(stationary: Float64Array): number {
  return stationary.indexOf(stationary.reduce((a, b) => Math.max(a, b)));
}
