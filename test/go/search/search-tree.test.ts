import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SearchTree } from "../../../src/go/search/search-tree.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** A tree of random form, with random numbers at its nodes. */
function randomTree(seed: number): SearchTree {
  const generator = createGenerator(seed);
  const tree = new SearchTree(400);
  const priors = new Float32Array(5);
  for (let i = 0; i < 60; i++) {
    const node = generator.integers(0, tree.size);
    if (tree.children[node] > 0 || tree.isSolved(node)) continue;
    const moves = Int32Array.from({ length: generator.integers(1, 6) }, (_, move) => 10 * i + move);
    generator.fillUniform(priors);
    tree.expand(node, (i % 2) as 0 | 1, moves, priors, moves.length);
    const leaf = generator.integers(0, tree.size);
    if (i % 7 === 0 && tree.children[leaf] === 0) tree.solve(leaf, generator.integers(-1, 2));
    else tree.record(leaf, generator.random());
  }
  return tree;
}

interface Described {
  readonly numbers: readonly number[];
  readonly below: readonly Described[];
}

function describeNode(tree: SearchTree, node: number, isRoot = true): Described {
  const { prior, visits, pending, total, lower, upper, mover, move, children, firstChild } = tree;
  return {
    numbers: [
      ...[prior, visits, pending, total, lower, upper].map((each) => each[node]),
      ...(children[node] > 0 ? [mover[node]] : []),
      ...(isRoot ? [] : [move[node]]),
    ],
    below: Array.from({ length: children[node] }, (_, i) => describeNode(tree, firstChild[node] + i, false)),
  };
}

const sizeOf = ({ below }: Described): number => 1 + below.reduce((sum, each) => sum + sizeOf(each), 0);

describe("the nodes of a search", () => {
  it("stay as they are below the node that becomes the root, and the others make room", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }), (seed, choice) => {
        const tree = randomTree(seed);
        const root = choice % tree.size;
        const before = describeNode(tree, root);
        tree.advance(root);
        expect(describeNode(tree, 0)).toEqual(before);
        expect(tree.size).toBe(sizeOf(before));
        for (let node = 1; node < tree.size; node++) {
          expect(tree.childBy(tree.parent[node], tree.move[node])).toBe(node);
        }
      }),
      { numRuns: 80, seed: 1 },
    );
  });

  it("have the bounds that minimax of their children's bounds gives", () => {
    const bounds = (tree: SearchTree, node: number): readonly [number, number] => {
      const count = tree.children[node];
      if (count === 0) return [tree.lower[node], tree.upper[node]];
      const all = Array.from({ length: count }, (_, i) => bounds(tree, tree.firstChild[node] + i));
      const best = tree.mover[node] === 0 ? Math.max : Math.min;
      return [best(...all.map(([low]) => low)), best(...all.map(([, high]) => high))];
    };
    let solved = 0;
    for (let seed = 0; seed < 40; seed++) {
      const tree = randomTree(seed);
      for (let node = 0; node < tree.size; node++) {
        expect([tree.lower[node], tree.upper[node]]).toEqual(bounds(tree, node));
        if (tree.isSolved(node)) solved++;
      }
    }
    expect(solved).toBeGreaterThan(40);
  });
});
