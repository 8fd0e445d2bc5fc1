const bucketCount = 512;

/**
 * The hashes of the positions of a game in their order, in buckets, so that it takes no search to find whether one of them
 * has been before. Hashes have two words, and are taken for different positions where they differ: two positions of a game
 * share one by accident with a probability below 10⁻¹³ in a game of 1,000 moves.
 */
export class Repetition {
  length = 0;
  #low: Int32Array;
  #high: Int32Array;
  /** The one before it in the same bucket, from 1; 0 where there is none. */
  #older: Int32Array;
  readonly #newest = new Int32Array(bucketCount);

  constructor(capacity: number) {
    this.#low = new Int32Array(capacity);
    this.#high = new Int32Array(capacity);
    this.#older = new Int32Array(capacity);
  }

  clear(): void {
    this.length = 0;
    this.#newest.fill(0);
  }

  push(low: number, high: number): void {
    if (this.length === this.#low.length) this.#grow(2 * this.length);
    const bucket = low & (bucketCount - 1);
    const index = this.length++;
    this.#low[index] = low;
    this.#high[index] = high;
    this.#older[index] = this.#newest[bucket];
    this.#newest[bucket] = this.length;
  }

  pop(): void {
    const index = --this.length;
    this.#newest[this.#low[index] & (bucketCount - 1)] = this.#older[index];
  }

  has(low: number, high: number): boolean {
    let entry = this.#newest[low & (bucketCount - 1)];
    while (entry > 0) {
      if (this.#low[entry - 1] === low && this.#high[entry - 1] === high) return true;
      entry = this.#older[entry - 1];
    }
    return false;
  }

  copyFrom(other: Repetition): void {
    if (this.#low.length < other.length) this.#grow(other.#low.length);
    for (let i = 0; i < other.length; i++) {
      this.#low[i] = other.#low[i];
      this.#high[i] = other.#high[i];
      this.#older[i] = other.#older[i];
    }
    this.#newest.set(other.#newest);
    this.length = other.length;
  }

  #grow(capacity: number): void {
    this.#low = grown(this.#low, capacity);
    this.#high = grown(this.#high, capacity);
    this.#older = grown(this.#older, capacity);
  }
}

function grown(array: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
