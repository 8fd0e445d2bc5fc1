import { shareOf } from "./share.ts";
import type { Team } from "./team.ts";

/**
 * The sum of what the shards of a batch gave, in float32, always in the same order: that of a balanced binary tree
 * over the shards, whichever member of the team computes which of them. So every number of members gives the same
 * bits.
 *
 * A member adds up the largest subtrees that lie within its own shards, one leaf after the other, and then all
 * members together the top of the tree, each for its part of the numbers.
 */
export interface TreeSum {
  /** Begins a sum over `shards` leaves. Returns this member's, which it then adds in order. */
  begin(shards: number): { readonly start: number; readonly end: number };
  /** Adds the next leaf of this member's. */
  add(leaf: Leaf): void;
  /** Waits for the others. The sums hold until the one after the next begins. */
  finish(): Leaf;
}

/** Arrays of the sizes that the sum was made for. */
export type Leaf = readonly Float32Array[];

/** One subtree: the leaves from `start` on, `size` of them, a power of two; those beyond the last leaf are absent. */
interface Subtree {
  readonly start: number;
  readonly size: number;
}

/** Numbers that are added up. */
interface Accumulator {
  readonly parts: Leaf;
  /** Those of the numbers that this member adds up when the members finish a sum together. */
  readonly share: Float32Array;
}

/** How a sum over some number of leaves is made. */
interface Schedule {
  readonly shards: number;
  /** The subtrees that single members add up, in order: number i goes into slot i. */
  readonly subtrees: readonly Subtree[];
  /** Which of them are this member's. */
  readonly own: { readonly first: number; readonly start: number; readonly end: number };
  /** What is left to be added, in this order: one slot into another. The sum is then in slot 0. */
  readonly additions: readonly { readonly into: number; readonly from: number }[];
}

export function createTreeSum(team: Team, sizes: readonly number[]): TreeSum {
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const share = team.share(length);
  const accumulator = (all: Float32Array): Accumulator => {
    let end = 0;
    const parts = sizes.map((size) => {
      end += size;
      return all.subarray(end - size, end);
    });
    return {
      parts,
      share: all.subarray(share.start, share.start + share.count),
    };
  };
  // Two sets of slots, used in turn: who is late may still read the last sums while the next ones are made.
  const slots: [Accumulator[], Accumulator[]] = [[], []];
  const pending: Accumulator[] = [];

  let schedule = scheduleFor(team, 1);
  let turn = 0;
  let leaf = 0;
  let subtree = 0;
  let depth = 0;

  /** The numbers at a height of the subtree that is being added up: its root's are in the slot. */
  const at = (height: number) => (height === 0 ? slots[turn][subtree] : pending[height - 1]);
  const fold = () => {
    depth--;
    addInto(at(depth - 1).parts, at(depth).parts);
  };

  return {
    begin(shards) {
      if (shards !== schedule.shards) schedule = scheduleFor(team, shards);
      turn = 1 - turn;
      for (const set of slots) {
        while (set.length < schedule.subtrees.length) set.push(accumulator(team.array(Float32Array, length)));
      }
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
        addInto(at(depth - 1).parts, values);
        for (let left = position >> 1; left % 2 === 1; left >>= 1) fold();
      } else {
        if (depth > pending.length) pending.push(accumulator(new Float32Array(length)));
        copyInto(at(depth).parts, values);
        depth++;
      }
      if (leaf < Math.min(start + size, schedule.shards)) return;
      while (depth > 1) fold();
      depth = 0;
      subtree++;
    },

    finish() {
      const set = slots[turn];
      team.barrier();
      for (const { into, from } of schedule.additions) addArray(set[into].share, set[from].share);
      team.barrier();
      return set[0].parts;
    },
  };
}

function scheduleFor(team: Team, shards: number): Schedule {
  const subtrees: Subtree[] = [];
  let own = { first: 0, start: 0, end: 0 };
  for (let rank = 0; rank < team.size; rank++) {
    const { start, count } = shareOf(shards, rank, team.size);
    if (rank === team.rank) own = { first: subtrees.length, start, end: start + count };
    subtrees.push(...subtreesWithin(start, start + count, shards));
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

function addInto(sums: Leaf, values: Leaf): void {
  for (let i = 0; i < sums.length; i++) addArray(sums[i], values[i]);
}

/** Four at a time, which takes engines two thirds of the time. */
function addArray(sums: Float32Array, values: Float32Array): void {
  const { length } = sums;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    sums[i] += values[i];
    sums[i + 1] += values[i + 1];
    sums[i + 2] += values[i + 2];
    sums[i + 3] += values[i + 3];
  }
  for (; i < length; i++) sums[i] += values[i];
}

function copyInto(copies: Leaf, values: Leaf): void {
  for (let i = 0; i < copies.length; i++) copies[i].set(values[i]);
}
