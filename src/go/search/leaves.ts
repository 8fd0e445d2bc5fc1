import type { Rollout } from "./rollout.ts";
import type { SearchEvaluator } from "./search-evaluator.ts";
import type { SearchGame } from "./search-game.ts";
import type { SearchTree } from "./search-tree.ts";

/** The leaves of a tree that simulations have come to and that wait for their evaluation. */
export interface Leaves {
  /** How many wait. */
  readonly count: number;
  /**
   * Ends a simulation at a node that the game stands at: at once where its value is known, or by putting it among those that
   * wait. "under way": it waits already, and nothing was done.
   */
  reach(node: number): "ended" | "put" | "under way";
  /** Ends the simulations of those that wait, which the evaluator has evaluated, and gives them their children. */
  end(): void;
  /** Whether a position was met whose moves the tree has no room for, since the root changed. */
  isFull(): boolean;
  /** Drops those that wait. */
  forget(): void;
}

export function createLeaves(
  game: SearchGame,
  evaluator: SearchEvaluator,
  tree: SearchTree,
  rollout: Rollout | undefined,
): Leaves {
  const { batch } = evaluator;
  const { moves } = game;
  const nodes = new Int32Array(batch);
  const movers = new Uint8Array(batch);
  const counts = new Int32Array(batch);
  const legal = Array.from({ length: batch }, () => new Int32Array(moves));
  /** What player 0 gets by the moves that end the game; NaN for the others. */
  const endings = Array.from({ length: batch }, () => new Float32Array(moves));
  const rollouts = new Float64Array(batch);
  const shares = new Float64Array(batch);
  const priors = new Float32Array(moves);
  let count = 0;

  /** What player 0 gets. The bounds that games begin with are −1 and 1: with other payoffs a proof would be wrong. */
  const payoff = (): number => {
    const paid = game.payoff();
    if (!(paid >= -1 && paid <= 1)) {
      throw new RangeError(
        `search: the game's payoff is ${paid}; it must be from −1 to 1: divide payoffs by the largest one`,
      );
    }
    return paid;
  };

  const look = (row: number) => {
    const list = legal[row];
    counts[row] = game.legalMoves(list);
    if (!(counts[row] >= 1 && counts[row] <= moves)) {
      throw new RangeError(
        `search: the game has ${counts[row]} legal moves where it is not over; there must be from 1 to ${moves}`,
      );
    }
    movers[row] = game.mover();
    endings[row].fill(Number.NaN);
    if (!game.isLast) return;
    for (let i = 0; i < counts[row]; i++) {
      if (!game.isLast(list[i])) continue;
      game.play(list[i]);
      endings[row][i] = payoff();
      game.undo();
    }
  };

  const hasRoom = (row: number) => tree.size + counts[row] <= tree.most;

  /** Priors of the legal moves, with the sum 1. */
  const readPriors = (row: number) => {
    let sum = 0;
    for (let i = 0; i < counts[row]; i++) {
      const prior = evaluator.priors[row * moves + legal[row][i]];
      if (!(prior >= 0 && prior < Number.POSITIVE_INFINITY)) throw badNumber("a prior", prior, "from 0 on");
      priors[i] = prior;
      sum += prior;
    }
    for (let i = 0; i < counts[row]; i++) priors[i] = sum > 0 ? priors[i] / sum : 1 / counts[row];
  };

  /** What player 0 is expected to get. */
  const readValue = (row: number): number => {
    const value = evaluator.values[row];
    if (!(value >= -1 && value <= 1)) throw badNumber("a value", value, "from −1 to 1");
    const own = movers[row] === 0 ? value : 0 - value;
    return (1 - shares[row]) * own + shares[row] * rollouts[row];
  };

  /** Plays on from the position that the game stands at, where that counts. */
  const playOn = ({ share, play }: Rollout, row: number) => {
    shares[row] = typeof share === "number" ? share : share();
    if (!(shares[row] >= 0 && shares[row] <= 1)) {
      throw new RangeError(`search: a rollout's share is ${shares[row]}; it must be from 0 to 1`);
    }
    rollouts[row] = shares[row] > 0 ? play() : 0;
    if (!(rollouts[row] >= -1 && rollouts[row] <= 1)) {
      throw new RangeError(`search: a rollout's result is ${rollouts[row]}; it must be from −1 to 1`);
    }
  };

  const endRow = (row: number) => {
    const node = nodes[row];
    tree.addPending(node, -1);
    tree.record(node, readValue(row));
    if (!hasRoom(row)) return;
    readPriors(row);
    tree.expand(node, movers[row] as 0 | 1, legal[row], priors, counts[row]);
    for (let i = 0; i < counts[row]; i++) {
      const ending = endings[row][i];
      if (!Number.isNaN(ending)) tree.solve(tree.firstChild[node] + i, ending);
    }
  };

  return {
    get count() {
      return count;
    },
    reach(node) {
      if (tree.isSolved(node) || game.isOver()) {
        if (!tree.isSolved(node)) tree.solve(node, payoff());
        tree.record(node, tree.lower[node]);
        return "ended";
      }
      if (tree.pending[node] > 0) return "under way";
      look(count);
      evaluator.see(count);
      if (rollout) playOn(rollout, count);
      nodes[count] = node;
      tree.addPending(node, 1);
      count++;
      return "put";
    },
    end() {
      for (let row = 0; row < count; row++) endRow(row);
      count = 0;
    },
    isFull: () => tree.size + moves > tree.most,
    forget() {
      count = 0;
    },
  };
}

function badNumber(what: string, value: number, allowed: string): RangeError {
  return new RangeError(`search: ${what} of the evaluator is ${value}; it must be ${allowed}`);
}
