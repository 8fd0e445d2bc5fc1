import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requireInteger, requirePositive } from "../../text/require-number.ts";
import { createLeaves } from "./leaves.ts";
import type { Rollout } from "./rollout.ts";
import { addNoise, checkNoise, type RootNoise } from "./root-noise.ts";
import type { SearchEvaluator } from "./search-evaluator.ts";
import type { SearchGame } from "./search-game.ts";
import { none, SearchTree } from "./search-tree.ts";
import { bestChild, expectedValue, selectChild } from "./select-child.ts";

export interface SearchOptions {
  /** c of PUCT: how much likely moves are looked into beside good ones; default 1.5. */
  readonly exploration?: number;
  /**
   * How many nodes the tree may have; a node is a move at a position that was evaluated, and takes 49 bytes. A search ends
   * where the next position does not fit. Memory is taken as the tree grows. Default 2^21, for 25,000 positions on 9×9.
   */
  readonly nodes?: number;
  /** Default none. */
  readonly rollout?: Rollout;
  /** Default none: the same position gives the same moves. */
  readonly noise?: RootNoise;
}

/** When a search ends; at least one of them. What comes first counts. */
export interface SearchLimits {
  /** How many simulations are added to those that the tree has. */
  readonly simulations?: number;
  /** Time on the clock; a batch that has begun is finished. */
  readonly milliseconds?: number;
}

export interface SearchResult {
  /** The move to play. */
  readonly move: number;
  /** What whoever is to move is expected to get after this move, from −1 to 1. */
  readonly value: number;
  /** Whether it is proven that this move is the best, and what it gets. */
  readonly solved: boolean;
  /** [moves]: simulations that went to each move, those from before included. */
  readonly visits: Int32Array;
  /** How many this search added. */
  readonly simulations: number;
}

/** A search that goes with one game, and keeps the part of its tree that the game has come to. */
export interface Search {
  /**
   * Searches from the position that the game stands at, which it leaves as it was.
   *
   * @throws RangeError when the game is over, a limit is no number above 0 or there is none, or a prior or value of the
   *   evaluator, a payoff of the game or what a rollout says is not as it must be
   */
  run(limits: SearchLimits): SearchResult;
  /**
   * The same with the evaluations left to the caller, such as for many searches whose leaves are evaluated together: each time it
   * yields, the first rows of the evaluator, as many as it says, must be evaluated before it goes on. The game stands where it
   * stood then. A search that was left before its end is begun anew by the next one.
   *
   * @throws as `run` does
   */
  steps(limits: SearchLimits): Generator<number, SearchResult, void>;
  /** Forgets the tree: needed where the game was begun anew with other rules or another start. */
  clear(): void;
}

/**
 * Monte-Carlo tree search with PUCT, as AlphaGo's: a policy says which moves are likely, a value function what positions are
 * worth. Leaves are evaluated in batches; those under way count as lost (virtual loss), so that the others go elsewhere. Games
 * that end are scored exactly, and what follows from them is proven up to the root.
 *
 * With limits by simulations only, the same game, evaluator, options and seeds give the same result.
 *
 * @param game stays the caller's, who plays the moves
 * @throws RangeError when an option is out of range, or the evaluator is for another number of moves
 *
 * @example
 * const search = createSearch(game, evaluator);
 * while (!game.isOver()) game.play(search.run({ simulations: 400 }).move);
 */
export function createSearch(
  game: SearchGame,
  evaluator: SearchEvaluator,
  options: SearchOptions = {},
): Search {
  const names = ["exploration", "nodes", "rollout", "noise"] as const;
  const { exploration = 1.5, nodes = 2 ** 21, rollout, noise } = knownOptions("createSearch", options, names);
  requirePositive("createSearch: exploration", exploration);
  requireInteger("createSearch: nodes", nodes, game.moves + 1);
  requireInteger("createSearch: the evaluator's batch", evaluator.batch, 1);
  if (evaluator.priors.length !== evaluator.batch * game.moves) {
    throw new RangeError(
      `createSearch: the evaluator knows ${evaluator.priors.length / evaluator.batch} moves, and the game has ${game.moves}`,
    );
  }
  if (typeof rollout?.share === "number") requireFraction("createSearch: rollout's share", rollout.share);
  if (noise) checkNoise(noise);
  const tree = new SearchTree(nodes);
  const leaves = createLeaves(game, evaluator, tree, rollout);
  let root = playedIn(game);
  let hasNoise = false;
  let isUnderWay = false;

  const clear = () => {
    leaves.forget();
    tree.clear();
    hasNoise = false;
    isUnderWay = false;
    root = playedIn(game);
  };

  /** Makes the node of the game's position the root, where the tree has it. */
  const follow = () => {
    const { history, movers } = playedIn(game);
    const goesOn =
      root.history.length <= history.length &&
      root.history.every((move, i) => move === history[i]) &&
      root.movers.every((mover, i) => mover === movers[i]);
    let node = goesOn ? 0 : none;
    // A color may play twice in a row where a game is put in, and then the tree is about another game.
    const isOther = (mover: number) => tree.children[node] > 0 && tree.mover[node] !== mover;
    for (let i = root.history.length; i < history.length && node !== none; i++) {
      node = i < movers.length && isOther(movers[i]) ? none : tree.childBy(node, history[i]);
    }
    if (node === none || isOther(game.mover())) return clear();
    if (node === 0) return;
    tree.advance(node);
    hasNoise = false;
    root = { history, movers };
  };

  /** Goes down to a leaf and back; returns whether it was ended there, or has been put among those to be evaluated. */
  const simulate = (): "ended" | "put" | "under way" => {
    let node = 0;
    let depth = 0;
    for (; tree.children[node] > 0 && !tree.isSolved(node); depth++) {
      node = selectChild(tree, node, exploration);
      game.play(tree.move[node]);
    }
    const outcome = leaves.reach(node);
    for (; depth > 0; depth--) game.undo();
    return outcome;
  };

  /** Adds simulations until `most` of them are added or the batch is full; returns how many. */
  const addBatch = (most: number): number => {
    let added = 0;
    while (added < most && leaves.count < evaluator.batch && !tree.isSolved(0)) {
      const outcome = simulate();
      if (outcome === "under way") break;
      added++;
      if (tree.children[0] === 0) break; // nothing is below the root before it is evaluated
    }
    return added;
  };

  /** Adds the noise once to the moves of a root, as soon as it has some. */
  const stir = (): void => {
    if (!noise || hasNoise || tree.children[0] === 0) return;
    addNoise(tree, noise);
    hasNoise = true;
  };

  function* search(limits: SearchLimits): Generator<number, number, void> {
    const { most, deadline } = readLimits(limits);
    let added = 0;
    stir(); // a root that is kept from the move before has its children already
    while (added < most && !leaves.isFull() && !tree.isSolved(0)) {
      if (added > 0 && performance.now() >= deadline) break;
      added += addBatch(most - added);
      if (leaves.count > 0) {
        yield leaves.count;
        leaves.end();
      }
      stir();
    }
    return added;
  }

  function* steps(limits: SearchLimits): Generator<number, SearchResult, void> {
    if (game.isOver()) throw new RangeError("search: the game is over; there is no move to look for");
    if (isUnderWay) clear();
    follow();
    const start = game.history.length;
    isUnderWay = true;
    try {
      const simulations = yield* search(limits);
      isUnderWay = false;
      return { ...resultOf(tree, game), simulations };
    } catch (error) {
      while (game.history.length > start) game.undo();
      clear();
      throw error;
    }
  }

  clear();
  return {
    ...{ clear, steps },
    run(limits) {
      const search = steps(limits);
      let step = search.next();
      for (; !step.done; step = search.next()) evaluator.evaluate(step.value);
      return step.value;
    },
  };
}

/** The moves of a game, and who played them where it says so. */
function playedIn({ history, movers = [] }: SearchGame) {
  return { history: Array.from(history), movers: Array.from(movers) };
}

function resultOf(tree: SearchTree, game: SearchGame): Omit<SearchResult, "simulations"> {
  const best = bestChild(tree);
  const visits = new Int32Array(game.moves);
  const first = tree.firstChild[0];
  for (let i = 0; i < tree.children[0]; i++) visits[tree.move[first + i]] = tree.visits[first + i];
  const node = tree.visits[best] > 0 || tree.isSolved(best) ? best : 0;
  return {
    move: tree.move[best],
    value: expectedValue(tree, node, game.mover()),
    solved: tree.isSolved(0),
    visits,
  };
}

function readLimits(limits: SearchLimits): { readonly most: number; readonly deadline: number } {
  const { simulations, milliseconds } = knownOptions("search", limits, ["simulations", "milliseconds"]);
  if (simulations === undefined && milliseconds === undefined) {
    throw new RangeError("search: there is no limit; give simulations, milliseconds, or both");
  }
  if (simulations !== undefined) requireInteger("search: simulations", simulations, 1);
  if (milliseconds !== undefined) requirePositive("search: milliseconds", milliseconds);
  return {
    most: simulations ?? Number.POSITIVE_INFINITY,
    deadline: milliseconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + milliseconds,
  };
}
