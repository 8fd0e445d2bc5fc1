/** The moves of a game, and what cannot be found again where one is taken back. */
export class MoveList {
  length = 0;
  /** Twice the move, and 1 more where White played it. */
  codes: Int16Array;
  /** How many stones the move took off, see `Chains.put`. */
  removed: Int16Array;
  /** The point that simple ko forbade before the move, or −1. */
  koPoints: Int16Array;
  /** How many passes the moves before it were. */
  passes: Int32Array;

  constructor(capacity: number) {
    this.codes = new Int16Array(capacity);
    this.removed = new Int16Array(capacity);
    this.koPoints = new Int16Array(capacity);
    this.passes = new Int32Array(capacity);
  }

  /** Appends a move that has taken nothing off so far; returns its number. */
  push(code: number, koPoint: number, passes: number): number {
    const index = this.length;
    if (index === this.codes.length) this.#grow(2 * index);
    this.codes[index] = code;
    this.removed[index] = 0;
    this.koPoints[index] = koPoint;
    this.passes[index] = passes;
    this.length = index + 1;
    return index;
  }

  copyFrom(other: MoveList): void {
    const { length } = other;
    if (this.codes.length < length) this.#grow(other.codes.length);
    for (let i = 0; i < length; i++) {
      this.codes[i] = other.codes[i];
      this.removed[i] = other.removed[i];
      this.koPoints[i] = other.koPoints[i];
      this.passes[i] = other.passes[i];
    }
    this.length = length;
  }

  #grow(capacity: number): void {
    const larger = new MoveList(capacity);
    larger.codes.set(this.codes);
    larger.removed.set(this.removed);
    larger.koPoints.set(this.koPoints);
    larger.passes.set(this.passes);
    this.codes = larger.codes;
    this.removed = larger.removed;
    this.koPoints = larger.koPoints;
    this.passes = larger.passes;
  }
}
