import type { Chains } from "../chains.ts";
import type { BoardSize } from "../vertices.ts";

/**
 * How many positions one question may look at, for each row and column; beyond them a chain counts as not captured. One in a
 * thousand questions of random games takes more than a tenth of them.
 */
const positionsPerLine = 64;

/** How many liberties set a chain free. */
const safe = 3;

/**
 * Reads ladders: one player puts a chain in atari with every move, and the other brings it out, by extending it or by capturing
 * a chain beside it that is in atari, until it is captured or has three liberties. A ko is not taken back at once. The stones
 * are put down and taken back on the board itself.
 */
export class LadderReader {
  readonly #most: number;
  #positions = 0;
  /** Moves to try, of one position after the other. */
  readonly #moves: Int16Array;
  #end = 0;

  constructor({ columns, rows }: BoardSize) {
    this.#most = positionsPerLine * (columns + rows);
    this.#moves = new Int16Array(32 * columns * rows);
  }

  /**
   * Whether a move of the attacker captures the chain of a stone, which has two liberties, of which this is one.
   *
   * @param move legal
   */
  captures(chains: Chains, stone: number, move: number): boolean {
    this.#positions = this.#most;
    this.#end = 0;
    return this.#isCapturedBy(chains, stone, move);
  }

  /**
   * Whether a move of the owner saves the chain of a stone, which is in atari.
   *
   * @param move legal
   */
  escapes(chains: Chains, stone: number, move: number): boolean {
    this.#positions = this.#most;
    this.#end = 0;
    return this.#isSavedBy(chains, stone, move);
  }

  /** Whether the other player captures the chain of a stone with an atari there; with suicide nothing is captured. */
  #isCapturedBy(chains: Chains, stone: number, move: number): boolean {
    const attacker = 3 - chains.colors[stone];
    const removed = chains.put(move, attacker);
    const isCaptured =
      removed >= 0 &&
      chains.liberties(stone, 2) === 1 &&
      !this.#canBeSaved(chains, stone, koAfter(chains, move, removed));
    chains.takeBack(move, attacker);
    return isCaptured;
  }

  /** Whether the chain of a stone, which is in atari, has two liberties or more after a move of its owner, and is not captured. */
  #isSavedBy(chains: Chains, stone: number, move: number): boolean {
    const defender = chains.colors[stone];
    const removed = chains.put(move, defender);
    let isSaved = false;
    if (removed >= 0) {
      const liberties = chains.liberties(stone, safe);
      isSaved =
        liberties >= safe ||
        (liberties === 2 && !this.#canBeCaptured(chains, stone, koAfter(chains, move, removed)));
    }
    chains.takeBack(move, defender);
    return isSaved;
  }

  /** Also where stones capture one another for ever, which no superko ends here. */
  #isTooLong({ points }: Chains): boolean {
    return this.#positions-- <= 0 || this.#end + points > this.#moves.length;
  }

  #canBeCaptured(chains: Chains, stone: number, ko: number): boolean {
    if (this.#isTooLong(chains)) return false;
    const begin = this.#end;
    this.#addLiberties(chains, stone, begin);
    this.#orderAtaris(chains, begin);
    const isCaptured = this.#anyWorks(chains, stone, ko, begin, true);
    this.#end = begin;
    return isCaptured;
  }

  #canBeSaved(chains: Chains, stone: number, ko: number): boolean {
    if (this.#isTooLong(chains)) return true;
    const { colors, heads, next, neighbors, pseudoLiberties } = chains;
    const begin = this.#end;
    this.#addLiberties(chains, stone, begin);
    const attacker = 3 - colors[stone];
    let own = stone;
    do {
      for (let i = 4 * own; i < 4 * own + 4; i++) {
        const beside = neighbors[i];
        if (colors[beside] !== attacker || pseudoLiberties[heads[beside]] > 4) continue;
        if (chains.liberties(beside, 2) !== 1) continue;
        this.#addLiberties(chains, beside, begin);
      }
      own = next[own];
    } while (own !== stone);
    const isSaved = this.#anyWorks(chains, stone, ko, begin, false);
    this.#end = begin;
    return isSaved;
  }

  /** Whether one of the moves from `begin` on captures the chain of a stone, or saves it. */
  #anyWorks(chains: Chains, stone: number, ko: number, begin: number, captures: boolean): boolean {
    for (let i = begin; i < this.#end; i++) {
      const move = this.#moves[i];
      if (move === ko) continue;
      if (captures ? this.#isCapturedBy(chains, stone, move) : this.#isSavedBy(chains, stone, move))
        return true;
    }
    return false;
  }

  /**
   * Puts that one of two ataris first that takes the liberty with more empty points beside it from the chain. Without this, a
   * chain that is driven along the edge takes thousands of positions.
   */
  #orderAtaris(chains: Chains, begin: number): void {
    const moves = this.#moves;
    const first = moves[begin];
    const second = moves[begin + 1];
    if (emptyBeside(chains, second) <= emptyBeside(chains, first)) return;
    moves[begin] = second;
    moves[begin + 1] = first;
  }

  /** Adds the liberties of a chain to the moves from `begin` on, each once. */
  #addLiberties({ colors, next, neighbors }: Chains, stone: number, begin: number): void {
    const moves = this.#moves;
    let at = stone;
    do {
      for (let i = 4 * at; i < 4 * at + 4; i++) {
        const beside = neighbors[i];
        if (colors[beside] !== 0) continue;
        let known = false;
        for (let j = begin; j < this.#end; j++) known ||= moves[j] === beside;
        if (!known) moves[this.#end++] = beside;
      }
      at = next[at];
    } while (at !== stone);
  }
}

function emptyBeside({ colors, neighbors }: Chains, point: number): number {
  let count = 0;
  for (let i = 4 * point; i < 4 * point + 4; i++) if (colors[neighbors[i]] === 0) count++;
  return count;
}

/** The point that may not be taken back at once after a move, or −1. */
function koAfter(chains: Chains, move: number, removed: number): number {
  const { colors, heads, sizes, pseudoLiberties, neighbors } = chains;
  if (removed !== 1 || heads[move] !== move || sizes[move] !== 1 || pseudoLiberties[move] !== 1) return -1;
  for (let i = 4 * move; i < 4 * move + 4; i++) if (colors[neighbors[i]] === 0) return neighbors[i];
  return -1;
}
