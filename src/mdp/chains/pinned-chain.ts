import { ConvergenceError } from "../linear-algebra/convergence-error.ts";
import { type ChainSolver, chainSolver } from "./chain-solver.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** A chain of which one state of each recurrent class is taken out, which makes I − P on the others regular. */
export interface PinnedChain {
  readonly chain: MarkovChain;
  readonly classes: readonly Int32Array[];
  /** Those states, one of each class in their order: such as are visited often. */
  readonly pins: Int32Array;
  /** For I − P without the pins. */
  readonly solver: ChainSolver;
  /** The stationary distribution of each class, all in one: [size], 0 in transient states. Periodic chains have it too. */
  readonly stationary: Float64Array;
}

/** A pin is good when no other state of its class is visited so many times as often. */
const mostVisits = 1e4;
/** Each round brings pins that are visited at least `mostVisits` times as often. */
const maxRounds = 100;

/** @param classes the recurrent classes of the chain */
export function pinnedChain(chain: MarkovChain, classes: readonly Int32Array[]): PinnedChain {
  const likely = afterSomeSteps(chain);
  const pins = Int32Array.from(classes, (members) =>
    members.reduce((most, member) => (likely[member] > likely[most] ? member : most)),
  );
  for (let round = 0; round < maxRounds; round++) {
    const { solver, visits } = visitsBetween(chain, pins);
    const better = classes.map((members, i) => mostVisited(members, visits, pins[i]));
    if (better.every((state, i) => state === pins[i])) {
      return { chain, classes, pins, solver, stationary: perStep(classes, visits) };
    }
    pins.set(better);
  }
  throw new ConvergenceError(
    "mdp: the stationary probabilities of the chain differ by more orders of magnitude than can be computed with.",
  );
}

/** Steps from anywhere after which mass has begun to gather where there is most of it. */
const firstSteps = 10;

function afterSomeSteps(chain: MarkovChain): Float64Array {
  let mass = new Float64Array(chain.size).fill(1);
  let next = new Float64Array(chain.size);
  for (let step = 0; step < firstSteps; step++) {
    chain.multiplyTransposed(mass, next);
    [mass, next] = [next, mass];
  }
  return mass;
}

/** How often each state is visited between two visits of the pin of its class: [size]. */
function visitsBetween(chain: MarkovChain, pins: Int32Array) {
  const { size, rows } = chain;
  const kept = new Uint8Array(size).fill(1);
  for (const pin of pins) kept[pin] = 0;
  const solver = chainSolver({ chain, discount: 1, kept });
  const after = new Float64Array(size);
  for (const pin of pins) {
    for (let at = rows.starts[pin]; at < rows.starts[pin + 1]; at++) {
      if (kept[rows.columns[at]]) after[rows.columns[at]] = rows.entries[at];
    }
  }
  const visits = solver.solveTransposed(after);
  for (const pin of pins) visits[pin] = 1;
  return { solver, visits };
}

function mostVisited(members: Int32Array, visits: Float64Array, pin: number): number {
  let most = pin;
  for (const member of members)
    if (Number.isFinite(visits[member]) && visits[member] > visits[most]) most = member;
  if (visits[most] > mostVisits) return most;
  // A number that is not finite is one that became too large.
  return members.find((member) => !Number.isFinite(visits[member])) ?? pin;
}

function perStep(classes: readonly Int32Array[], visits: Float64Array): Float64Array {
  const stationary = new Float64Array(visits.length);
  for (const members of classes) {
    let total = 0;
    for (const member of members) total += visits[member];
    for (const member of members) stationary[member] = visits[member] / total;
  }
  return stationary;
}
