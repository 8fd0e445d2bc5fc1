import type { Team } from "../team.ts";
import { shareOf } from "./share.ts";

/**
 * The sum of what the shards of a batch gave, in float32, always in the same order: that of a balanced binary tree
 * over the shards, whichever member of the team computes which of them. So every number of members gives the same
 * bits.
 *
 * A member adds up the largest subtrees that lie within its own shards, one leaf after the other, and then all
 * members together the top of the tree, each for its part of the numbers.
 */
export interface TreeSum {
  /** Finds the memory for a sum over `shards` leaves now, which moves the adder's, and not when the first one begins. */
  reserve(shards: number): void;
  /** Begins a sum over `shards` leaves. Returns this member's, which it then adds in order. May move the adder's memory. */
  begin(shards: number): { readonly start: number; readonly end: number };
  /** Adds the next leaf of this member's, which lies in the adder's memory. */
  add(leaf: Leaf): void;
  /** Waits for the others. The sums hold until the next begins. */
  finish(): Leaf;
}

/** Arrays of the sizes that the sum was made for. */
export type Leaf = readonly Float32Array[];

/** Where and how a member adds up: a backend, whose kernels do it several times faster than a loop. */
export interface Adder {
  /** Zeros that last, as a function that gives the view of them. */
  array(length: number): () => Float32Array;
  /** sums += values, both in its memory. */
  add(sums: Float32Array, values: Float32Array): void;
}

/** One subtree: the leaves from `start` on, `size` of them, a power of two; those beyond the last leaf are absent. */
interface Subtree {
  readonly start: number;
  readonly size: number;
}

/** A subtree's sums as all members see them. */
interface Slot {
  readonly all: Float32Array;
  readonly parts: Leaf;
  /** Those of the numbers that this member adds up when the members finish a sum together. */
  readonly share: Float32Array;
}

/** How a sum over some number of leaves is made. */
interface Schedule {
  readonly shards: number;
  /** The subtrees that single members add up, in order: number i goes into slot i. */
  readonly subtrees: readonly Subtree[];
  /** Which of them are this member's, from which leaf to which, and how many sums wait at most while one is made. */
  readonly own: {
    readonly first: number;
    readonly start: number;
    readonly end: number;
    readonly heights: number;
  };
  /** What is left to be added, in this order: one slot into another. The sum is then in slot 0. */
  readonly additions: readonly { readonly into: number; readonly from: number }[];
}

/** Its members' own sums lie in the memory of `adder`; what they give each other, in memory that they share. */
export function createTreeSum(team: Team, sizes: readonly number[], adder: Adder): TreeSum {
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const partsOf = (all: Float32Array): Leaf => {
    let end = 0;
    return sizes.map((size) => {
      end += size;
      return all.subarray(end - size, end);
    });
  };
  const share = team.share(length);
  const slot = (): Slot => {
    const all = team.array(Float32Array, length);
    return { all, parts: partsOf(all), share: all.subarray(share.start, share.start + share.count) };
  };
  // Two sets of slots, used in turn: a slower member may still read the last sums while the next ones are computed.
  const slots: [Slot[], Slot[]] = [[], []];
  /** The sums of the subtree that is being added up, by height: its root's come first. */
  const heights: (() => { readonly all: Float32Array; readonly parts: Leaf })[] = [];
  /** Copies of this member's shares of two slots. */
  const shares = team.size > 1 ? [adder.array(share.count), adder.array(share.count)] : [];

  let schedule = scheduleFor(team, 1);
  let turn = 0;
  let leaf = 0;
  let subtree = 0;
  let depth = 0;

  const newHeight = () => {
    const array = adder.array(length);
    let all = array();
    let parts = partsOf(all);
    return () => {
      // The adder's memory may have moved.
      if (array() !== all) {
        all = array();
        parts = partsOf(all);
      }
      return { all, parts };
    };
  };
  const fold = () => {
    depth--;
    adder.add(heights[depth - 1]().all, heights[depth]().all);
  };

  const reserve = (shards: number) => {
    if (shards !== schedule.shards) schedule = scheduleFor(team, shards);
    if (team.size > 1) {
      for (const set of slots) while (set.length < schedule.subtrees.length) set.push(slot());
    }
    while (heights.length < schedule.own.heights) heights.push(newHeight());
  };

  return {
    reserve,
    begin(shards) {
      reserve(shards);
      turn = 1 - turn;
      const { first, start, end } = schedule.own;
      leaf = start;
      subtree = first;
      depth = 0;
      return { start, end };
    },

    add(values) {
      const { start, size } = schedule.subtrees[subtree];
      const position = leaf - start;
      leaf++;
      // As in a binary counter: each 1 at the end of the position is a finished subtree to the left, of that size.
      if (position % 2 === 1) {
        const { parts } = heights[depth - 1]();
        for (let i = 0; i < parts.length; i++) adder.add(parts[i], values[i]);
        for (let left = position >> 1; left % 2 === 1; left >>= 1) fold();
      } else {
        const { parts } = heights[depth]();
        for (let i = 0; i < parts.length; i++) parts[i].set(values[i]);
        depth++;
      }
      if (leaf < Math.min(start + size, schedule.shards)) return;
      while (depth > 1) fold();
      depth = 0;
      if (team.size > 1) slots[turn][subtree].all.set(heights[0]().all);
      subtree++;
    },

    finish() {
      // A single member has added up the whole tree.
      if (team.size === 1) return heights[0]().parts;
      const set = slots[turn];
      team.barrier();
      const [sums, values] = shares.map((view) => view());
      for (const { into, from } of schedule.additions) {
        sums.set(set[into].share);
        values.set(set[from].share);
        adder.add(sums, values);
        set[into].share.set(sums);
      }
      team.barrier();
      return set[0].parts;
    },
  };
}

function scheduleFor(team: Team, shards: number): Schedule {
  const subtrees: Subtree[] = [];
  let own = { first: 0, start: 0, end: 0, heights: 0 };
  for (let rank = 0; rank < team.size; rank++) {
    const { start, count } = shareOf(shards, rank, team.size);
    const within = subtreesWithin(start, start + count, shards);
    if (rank === team.rank) {
      const heights = Math.max(1, ...within.map(({ size }) => Math.log2(size)));
      own = { first: subtrees.length, start, end: start + count, heights };
    }
    subtrees.push(...within);
  }

  const additions: { into: number; from: number }[] = [];
  const slotOf = (start: number, size: number): number => {
    const slot = subtrees.findIndex((subtree) => subtree.start === start && subtree.size === size);
    if (slot >= 0) return slot;
    const half = size / 2;
    const into = slotOf(start, half);
    if (start + half < shards) additions.push({ into, from: slotOf(start + half, half) });
    return into;
  };
  let whole = 1;
  while (whole < shards) whole *= 2;
  slotOf(0, whole);
  return { shards, subtrees, own, additions };
}

/** The largest subtrees of a tree over `shards` leaves that have none outside `start` to `end`. */
function subtreesWithin(start: number, end: number, shards: number): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = start; at < end; ) {
    let size = 1;
    while (size < shards && at % (2 * size) === 0 && Math.min(at + 2 * size, shards) <= end) size *= 2;
    subtrees.push({ start: at, size });
    at += size;
  }
  return subtrees;
}
