import { valueInText } from "../../text/value-in-text.ts";
import { empty } from "./colors.ts";
import { neighborsOf } from "./neighbors.ts";
import { zobristKeys } from "./zobrist.ts";

/** What {@link Chains.colors} has beyond the points. */
export const offBoard = 3;

const lowKeys = zobristKeys().low;
const highKeys = zobristKeys().high;

/**
 * Stones on a board, their chains and what they enclose; stones are put down and taken back, and nothing is known of rules.
 *
 * The stones of a chain are a ring (`next`) and know the one that stands for it, its head. Of a chain its head knows the
 * number of stones and of pseudo-liberties: pairs of one of its stones and an empty point beside it. A chain has no
 * liberties exactly where it has no pseudo-liberties, and those change by one with each stone beside it. Two rings become
 * one where the successors of two of their stones are exchanged, and two again where that is done once more, which is how
 * a move is taken back.
 *
 * Arrays have one entry more than there are points. It stands for what is off the board, which is neither empty nor of a
 * color, and the head of which it is also takes what is counted for points without a stone.
 */
export class Chains {
  readonly points: number;
  /** `[points, 4]`, see {@link neighborsOf}. */
  readonly neighbors: Int16Array;
  /** `[points + 1]` */
  readonly colors: Uint8Array;
  readonly heads: Int16Array;
  readonly next: Int16Array;
  /** By the head. */
  readonly sizes: Int16Array;
  /** By the head. */
  readonly pseudoLiberties: Int16Array;
  /** Which colors of stones have been taken off each point, as a sum of them; a stone that is taken back may leave its mark. */
  readonly vacated: Uint8Array;
  /** Of all stones: two words, the lower one first. */
  readonly hash = new Int32Array(2);
  /** What {@link takeBack} needs of each stone that was put down, the latest at the end. */
  trail: Int16Array;
  trailLength = 0;
  readonly #words: Int16Array;
  readonly #marks: Int32Array;
  #mark = 0;

  constructor(columns: number, rows: number) {
    const points = columns * rows;
    const length = points + 1;
    this.points = points;
    this.neighbors = neighborsOf(columns, rows).neighbors;
    this.colors = new Uint8Array(length);
    this.vacated = new Uint8Array(length);
    this.#words = new Int16Array(4 * length);
    this.heads = this.#words.subarray(0, length);
    this.next = this.#words.subarray(length, 2 * length);
    this.sizes = this.#words.subarray(2 * length, 3 * length);
    this.pseudoLiberties = this.#words.subarray(3 * length);
    this.#marks = new Int32Array(length);
    this.trail = new Int16Array(8 * length);
    this.clear();
  }

  clear(): void {
    this.colors.fill(0);
    this.colors[this.points] = offBoard;
    this.vacated.fill(0);
    this.heads.fill(this.points);
    this.hash.fill(0);
    this.trailLength = 0;
  }

  copyFrom(other: Chains): void {
    this.colors.set(other.colors);
    this.vacated.set(other.vacated);
    this.#words.set(other.#words);
    this.hash.set(other.hash);
    const { trailLength } = other;
    if (this.trail.length < other.trail.length) this.trail = new Int16Array(other.trail.length);
    for (let i = 0; i < trailLength; i++) this.trail[i] = other.trail[i];
    this.trailLength = trailLength;
  }

  /**
   * Puts a stone on an empty point and takes off the chains that have no liberties then: those of the other color, or, where
   * there are none, its own. Returns how many stones were taken off, a negative number where it was the own chain.
   */
  put(point: number, color: number): number {
    const { colors, heads, next, sizes, pseudoLiberties, neighbors, hash } = this;
    if (this.trailLength + this.points + 16 > this.trail.length) this.#growTrail();
    hash[0] ^= lowKeys[(color << 9) + point];
    hash[1] ^= highKeys[(color << 9) + point];
    colors[point] = color;
    heads[point] = point;
    next[point] = point;
    sizes[point] = 1;
    const first = 4 * point;
    let free = 0;
    let own = 0;
    let dead = 0;
    for (let i = first; i < first + 4; i++) {
      const neighbor = neighbors[i];
      const content = colors[neighbor];
      if (content === 0) {
        free++;
        continue;
      }
      const left = --pseudoLiberties[heads[neighbor]];
      if (content === color) own++;
      else if (left === 0 && content !== offBoard) dead++;
    }
    pseudoLiberties[point] = free;

    let head = point;
    let joined = 0;
    for (let i = first; own > 0; i++) {
      const neighbor = neighbors[i];
      if (colors[neighbor] !== color) continue;
      own--;
      const other = heads[neighbor];
      if (other === head) continue;
      head = this.#join(head, other);
      joined++;
    }
    this.trail[this.trailLength++] = joined;

    let removed = 0;
    let chains = dead;
    const opponent = 3 - color;
    for (let i = first; dead > 0; i++) {
      const neighbor = neighbors[i];
      if (colors[neighbor] !== opponent) continue;
      const other = heads[neighbor];
      if (pseudoLiberties[other] > 0) continue;
      removed += this.#remove(other, opponent);
      dead--;
    }
    if (removed === 0 && pseudoLiberties[head] === 0) {
      removed = -this.#remove(head, color);
      chains++;
    }
    this.trail[this.trailLength++] = chains;
    return removed;
  }

  /** Undoes the latest `put` that is not yet undone. */
  takeBack(point: number, color: number): void {
    const { colors, heads, next, sizes, pseudoLiberties, neighbors, hash, trail } = this;
    let at = this.trailLength;
    // Chains that were taken off.
    for (let chains = trail[--at]; chains > 0; chains--) {
      const size = trail[--at];
      const begin = at - size;
      const head = trail[begin];
      const removedColor = this.#colorOfRemoved(trail, begin, at, point, color);
      for (let i = begin; i < at; i++) {
        const stone = trail[i];
        colors[stone] = removedColor;
        heads[stone] = head;
        next[stone] = i + 1 < at ? trail[i + 1] : head;
        hash[0] ^= lowKeys[(removedColor << 9) + stone];
        hash[1] ^= highKeys[(removedColor << 9) + stone];
        for (let j = 4 * stone; j < 4 * stone + 4; j++) pseudoLiberties[heads[neighbors[j]]]--;
      }
      sizes[head] = size;
      pseudoLiberties[head] = 0;
      at = begin;
    }
    // Chains that became one.
    for (let joined = trail[--at]; joined > 0; joined--) {
      const absorbed = trail[--at];
      const head = trail[--at];
      const swapped = next[head];
      next[head] = next[absorbed];
      next[absorbed] = swapped;
      let size = 0;
      let free = 0;
      let stone = absorbed;
      do {
        heads[stone] = absorbed;
        size++;
        for (let j = 4 * stone; j < 4 * stone + 4; j++) if (colors[neighbors[j]] === 0) free++;
        stone = next[stone];
      } while (stone !== absorbed);
      sizes[absorbed] = size;
      pseudoLiberties[absorbed] = free;
      sizes[head] -= size;
      pseudoLiberties[head] -= free;
    }
    this.trailLength = at;
    // The stone itself.
    colors[point] = 0;
    heads[point] = this.points;
    hash[0] ^= lowKeys[(color << 9) + point];
    hash[1] ^= highKeys[(color << 9) + point];
    for (let j = 4 * point; j < 4 * point + 4; j++) pseudoLiberties[heads[neighbors[j]]]++;
  }

  /**
   * The number of liberties of the chain of a stone; those beyond `most` need not be counted.
   *
   * @throws RangeError where there is no stone
   */
  liberties(point: number, most = this.points): number {
    const { colors, next, neighbors } = this;
    if (!(this.heads[point] < this.points)) this.#refusePoint("liberties", point);
    const marks = this.#marks;
    const mark = this.nextMark();
    let count = 0;
    let stone = point;
    do {
      for (let j = 4 * stone; j < 4 * stone + 4; j++) {
        const neighbor = neighbors[j];
        if (colors[neighbor] !== 0 || marks[neighbor] === mark) continue;
        marks[neighbor] = mark;
        count++;
        if (count >= most) return count;
      }
      stone = next[stone];
    } while (stone !== point);
    return count;
  }

  /** Writes the liberties of the chain of a stone, and returns how many there are. @throws RangeError where there is no stone */
  writeLiberties(point: number, into: Int16Array | Int32Array): number {
    const { colors, next, neighbors } = this;
    if (!(this.heads[point] < this.points)) this.#refusePoint("writeLiberties", point);
    const marks = this.#marks;
    const mark = this.nextMark();
    let count = 0;
    let stone = point;
    do {
      for (let j = 4 * stone; j < 4 * stone + 4; j++) {
        const neighbor = neighbors[j];
        if (colors[neighbor] !== 0 || marks[neighbor] === mark) continue;
        marks[neighbor] = mark;
        into[count++] = neighbor;
      }
      stone = next[stone];
    } while (stone !== point);
    return count;
  }

  /** Writes the points of the stones that the latest {@link put} took off, from `at` on, and returns where they end. */
  writeRemoved(into: Int16Array | Int32Array, at = 0): number {
    const { trail } = this;
    let end = this.trailLength - 1;
    for (let chains = trail[end]; chains > 0; chains--) {
      const begin = end - 1 - trail[end - 1];
      for (let i = begin; i < end - 1; i++) into[at++] = trail[i];
      end = begin;
    }
    return at;
  }

  /** A number that no entry of the marks has. */
  nextMark(): number {
    this.#mark++;
    if (this.#mark > 0x7ffffffe) {
      this.#marks.fill(0);
      this.#mark = 1;
    }
    return this.#mark;
  }

  /** Makes one chain of two, the head of which it returns. The chain with fewer stones changes its head. */
  #join(first: number, second: number): number {
    const { heads, next, sizes, pseudoLiberties, trail } = this;
    const larger = sizes[first] >= sizes[second];
    const head = larger ? first : second;
    const absorbed = larger ? second : first;
    let stone = absorbed;
    do {
      heads[stone] = head;
      stone = next[stone];
    } while (stone !== absorbed);
    const swapped = next[head];
    next[head] = next[absorbed];
    next[absorbed] = swapped;
    sizes[head] += sizes[absorbed];
    pseudoLiberties[head] += pseudoLiberties[absorbed];
    trail[this.trailLength++] = head;
    trail[this.trailLength++] = absorbed;
    return head;
  }

  /** Takes a chain off the board and returns how many stones it had. */
  #remove(head: number, color: number): number {
    const { colors, heads, next, pseudoLiberties, neighbors, vacated, hash, trail, points } = this;
    const begin = this.trailLength;
    let at = begin;
    let stone = head;
    do {
      colors[stone] = 0;
      heads[stone] = points;
      hash[0] ^= lowKeys[(color << 9) + stone];
      hash[1] ^= highKeys[(color << 9) + stone];
      trail[at++] = stone;
      vacated[stone] |= color;
      for (let j = 4 * stone; j < 4 * stone + 4; j++) pseudoLiberties[heads[neighbors[j]]]++;
      stone = next[stone];
    } while (stone !== head);
    trail[at] = at - begin;
    this.trailLength = at + 1;
    return at - begin;
  }

  /** Of a chain that was taken off: the color of the stone that was put down if it is in it, otherwise the other one. */
  #colorOfRemoved(trail: Int16Array, begin: number, end: number, point: number, color: number): number {
    for (let i = begin; i < end; i++) if (trail[i] === point) return color;
    return 3 - color;
  }

  /** Of a point without a stone: it is in no ring, and going around one would never end. */
  #refusePoint(owner: string, point: number): never {
    const found = this.colors[point] === empty ? "which is empty" : "which is not on the board";
    throw new RangeError(
      `${owner}: the point is ${valueInText(point)}, ${found}; it must be one from 0 to ${this.points - 1} with a stone`,
    );
  }

  #growTrail(): void {
    const trail = new Int16Array(2 * this.trail.length + this.points + 16);
    trail.set(this.trail);
    this.trail = trail;
  }
}
