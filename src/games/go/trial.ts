import { type Chains, offBoard } from "./chains.ts";
import { zobristKeys } from "./zobrist.ts";

const lowKeys = zobristKeys().low;
const highKeys = zobristKeys().high;

/** What a stone on an empty point would do, without putting it down. */
export class Trial {
  /** Whether the stone's chain would have liberties without any capture. */
  lives = false;
  /** How many chains it would capture; their heads are the first so many of `captured`. */
  capturedChains = 0;
  readonly captured = new Int16Array(4);
  /** The hash of the stones after the move: two words. */
  readonly hash = new Int32Array(2);
  readonly #chains: Chains;

  constructor(chains: Chains) {
    this.#chains = chains;
  }

  /** Whether a neighbor is empty, or is of an own chain that has a liberty elsewhere for the sheer number of them. */
  clearlyLives(point: number, color: number): boolean {
    const { colors, heads, pseudoLiberties, neighbors } = this.#chains;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const content = colors[neighbors[i]];
      if (content === 0 || (content === color && pseudoLiberties[heads[neighbors[i]]] > 4)) return true;
    }
    return false;
  }

  /** Finds whether the stone lives, and what it captures. */
  put(point: number, color: number): void {
    const { colors, heads, pseudoLiberties, neighbors } = this.#chains;
    const { captured } = this;
    const first = 4 * point;
    let lives = false;
    let count = 0;
    for (let i = first; i < first + 4; i++) {
      const neighbor = neighbors[i];
      const content = colors[neighbor];
      if (content === 0) {
        lives = true;
        continue;
      }
      if (content === offBoard) continue;
      const head = heads[neighbor];
      // The point is a pseudo-liberty of the chain once for each stone beside it; only the first of them counts all.
      let beside = 1;
      for (let j = i + 1; j < first + 4; j++) if (heads[neighbors[j]] === head) beside++;
      if (content !== color) {
        if (pseudoLiberties[head] === beside) captured[count++] = head;
      } else if (!lives && pseudoLiberties[head] > beside) {
        lives = true;
        for (let j = first; j < i; j++) if (heads[neighbors[j]] === head) lives = false;
      }
    }
    this.lives = lives;
    this.capturedChains = count;
  }

  /** How many stones are captured; after {@link put}. */
  capturedStones(): number {
    let count = 0;
    for (let i = 0; i < this.capturedChains; i++) count += this.#chains.sizes[this.captured[i]];
    return count;
  }

  /** Computes the hash after the move; after {@link put}. */
  computeHash(point: number, color: number): void {
    const { colors, heads, neighbors, hash: before } = this.#chains;
    const { hash, captured } = this;
    hash[0] = before[0];
    hash[1] = before[1];
    if (this.lives || this.capturedChains > 0) {
      hash[0] ^= lowKeys[(color << 9) + point];
      hash[1] ^= highKeys[(color << 9) + point];
      for (let i = 0; i < this.capturedChains; i++) this.#takeOff(captured[i], 3 - color);
      return;
    }
    // Suicide: the chains beside it go.
    const first = 4 * point;
    for (let i = first; i < first + 4; i++) {
      if (colors[neighbors[i]] !== color) continue;
      const head = heads[neighbors[i]];
      let known = false;
      for (let j = first; j < i; j++) known ||= heads[neighbors[j]] === head;
      if (!known) this.#takeOff(head, color);
    }
  }

  #takeOff(head: number, color: number): void {
    const { next } = this.#chains;
    const { hash } = this;
    let stone = head;
    do {
      hash[0] ^= lowKeys[(color << 9) + stone];
      hash[1] ^= highKeys[(color << 9) + stone];
      stone = next[stone];
    } while (stone !== head);
  }
}
