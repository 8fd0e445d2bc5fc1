import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareOf } from "../../../src/workers/sharing/share.ts";
import { type Adder, createTreeSum } from "../../../src/workers/sharing/tree-sum.ts";
import { alone, type Team } from "../../../src/workers/team.ts";

/** The definition: the left half's sum plus the right half's, in float32; what lies beyond the end is left out. */
function treeSum(leaves: readonly number[]): number {
  if (leaves.length === 1) return leaves[0];
  let half = 1;
  while (2 * half < leaves.length) half *= 2;
  return Math.fround(treeSum(leaves.slice(0, half)) + treeSum(leaves.slice(half)));
}

/**
 * The members of a team without threads: their shared arrays are the same by the order of the calls.
 * `meet` runs what each does until its next barrier.
 */
function members(size: number): Team[] {
  const arrays: unknown[] = [];
  return Array.from({ length: size }, (_, rank) => {
    let asked = 0;
    return {
      ...alone,
      rank,
      size,
      share: (total) => shareOf(total, rank, size),
      array(type, length) {
        arrays[asked] ??= new type(length);
        return arrays[asked++] as InstanceType<typeof type>;
      },
    };
  });
}

/** The definition of what backends do in their memory. */
const adder: Adder = {
  array(length) {
    const array = new Float32Array(length);
    return () => array;
  },
  add(sums, values) {
    for (let i = 0; i < sums.length; i++) sums[i] += values[i];
  },
};

const sizes = [3, 1, 7];
const length = 11;

/** The sums that `size` members find, one batch of leaves after another. */
function sumsOf(batches: readonly (readonly number[][])[], size: number): number[][] {
  const trees = members(size).map((team) => createTreeSum(team, sizes, adder));
  return batches.map((leaves) => {
    for (const tree of trees) {
      const { start, end } = tree.begin(leaves.length);
      for (let leaf = start; leaf < end; leaf++) {
        const values = Float32Array.from(leaves[leaf]);
        tree.add([values.subarray(0, 3), values.subarray(3, 4), values.subarray(4)]);
      }
    }
    // Without threads no member waits at the barriers; the sums are complete when the last member has done its share.
    const found = trees.map((tree) => tree.finish());
    const [first, ...others] = found.map((parts) => parts.flatMap((part) => Array.from(part)));
    for (const other of others) expect(other).toEqual(first);
    return first;
  });
}

const float = fc.float({ noNaN: true, min: Math.fround(-1e6), max: Math.fround(1e6) });
const leaf = fc.array(float, { minLength: length, maxLength: length });
const batch = fc.array(leaf, { minLength: 1, maxLength: 40 });

describe("the sum of shards", () => {
  it("is that of the balanced tree, to the bit, for any number of shards and of members", () => {
    fc.assert(
      fc.property(
        fc.array(batch, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        (batches, size) => {
          const expected = batches.map((leaves) =>
            Array.from({ length }, (_, at) => treeSum(leaves.map((values) => values[at]))),
          );
          expect(sumsOf(batches, size)).toEqual(expected);
        },
      ),
    );
  });

  it("depends on the order, so that the test above can fail", () => {
    const leaves = [1, 1e8, -1e8, 1].map((value) => new Array<number>(length).fill(value));
    expect(sumsOf([leaves], 3)[0][0]).toBe(treeSum([1, 1e8, -1e8, 1]));
    expect(treeSum([1, 1e8, -1e8, 1])).not.toBe(leaves.reduce((sum, [value]) => Math.fround(sum + value), 0));
  });
});
