import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createReplay } from "../../src/experience/index.ts";
import { scalarRow } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { decodeState, encodeState, StateError } from "../../src/state/index.ts";

const rows = {
  number: scalarRow,
  pair: { shape: [2], dtype: "float", spare: 0 },
  index: { shape: [], dtype: "int", spare: 0 },
} as const;

/** Rows that say which ones they are: row n holds n, (2n, 2n + 1) and 1000 − n. */
function numbered(first: number, count: number) {
  return {
    number: Float64Array.from({ length: count }, (_, i) => first + i),
    pair: Float32Array.from({ length: 2 * count }, (_, i) => 2 * first + i),
    index: Int32Array.from({ length: count }, (_, i) => 1000 - (first + i)),
  };
}

function room(count: number) {
  return {
    number: new Float32Array(count),
    pair: new Float32Array(2 * count),
    index: new Int32Array(count),
  };
}

/** A replay into which batches of these sizes were added, and how many rows that were. */
function filled(capacity: number, sizes: readonly number[]) {
  const replay = createReplay(rows, capacity);
  let added = 0;
  for (const size of sizes) {
    replay.add(numbered(added, size), size);
    added += size;
  }
  return { replay, added };
}

const capacities = fc.integer({ min: 1, max: 12 });
const batches = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 });

describe("a replay", () => {
  test("has the last rows that were added, as many as it has room for, each as it was", () => {
    fc.assert(
      fc.property(capacities, batches, (capacity, sizes) => {
        const { replay, added } = filled(capacity, sizes);
        expect(replay.count).toBe(Math.min(capacity, added));
        if (added === 0) return;
        const into = room(10 * capacity);
        replay.sample(createGenerator(1), into);
        const numbers = Array.from(into.number);
        expect(Math.min(...numbers)).toBeGreaterThanOrEqual(Math.max(0, added - capacity));
        expect(Math.max(...numbers)).toBeLessThan(added);
        expect(Array.from(into.pair)).toEqual(numbers.flatMap((number) => [2 * number, 2 * number + 1]));
        expect(Array.from(into.index)).toEqual(numbers.map((number) => 1000 - number));
      }),
      { seed: 1 },
    );
  });

  test("gives the same sample from the same generator, however its rows came", () => {
    fc.assert(
      fc.property(capacities, fc.integer({ min: 1, max: 30 }), (capacity, total) => {
        const sample = (sizes: readonly number[]) => {
          const into = room(16);
          filled(capacity, sizes).replay.sample(createGenerator(2), into);
          return into;
        };
        expect(sample(new Array(total).fill(1))).toEqual(sample([total]));
      }),
      { seed: 2 },
    );
  });

  test("samples each row equally often: χ² with 9 degrees of freedom is below 39.4, false alarm 1e-5", () => {
    const { replay } = filled(10, [23]);
    const into = room(20_000);
    replay.sample(createGenerator(3), into);
    const counts = new Float64Array(10);
    for (const number of into.number) counts[number - 13]++;
    expect(counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(39.4);
  });

  test("goes on from its saved bytes as if it had not been saved", () => {
    fc.assert(
      fc.property(capacities, batches, batches, (capacity, before, after) => {
        const { replay, added } = filled(capacity, before);
        const other = filled(capacity, [5]).replay;
        other.restore(decodeState(encodeState(replay.save())));
        let first = added;
        for (const size of after) {
          for (const each of [replay, other]) each.add(numbered(first, size), size);
          first += size;
        }
        expect(other.save()).toEqual(replay.save());
        if (first === 0) return;
        const samples = [replay, other].map((each) => {
          const into = room(16);
          each.sample(createGenerator(4), into);
          return into;
        });
        expect(samples[1]).toEqual(samples[0]);
      }),
      { seed: 3 },
    );
  });

  test("keeps nothing of its saved state, which later changes leave alone", () => {
    const { replay } = filled(3, [3]);
    const saved = replay.save();
    const copy = structuredClone(saved);
    replay.add(numbered(7, 2), 2);
    expect(saved).toEqual(copy);
  });

  test("fills only the arrays that are there", () => {
    const { replay } = filled(4, [4]);
    const { number } = room(3);
    replay.sample(createGenerator(1), { number });
    const all = room(3);
    replay.sample(createGenerator(1), all);
    expect(number).toEqual(all.number);
  });

  test("says what is wrong with a state of another size, and stays as it was", () => {
    const { replay } = filled(4, [3]);
    const before = replay.save();
    const record = before as { readonly rows: object };
    for (const wrong of [
      filled(8, [6]).replay.save(),
      { ...record, next: 1 },
      { ...record, count: 2 },
      { ...record, rows: { ...record.rows, pair: new Float32Array(5) } },
      { ...record, rows: { number: new Float32Array(3) } },
      null,
    ]) {
      expect(() => replay.restore(wrong as never)).toThrow(StateError);
      expect(replay.save()).toEqual(before);
    }
    expect(() => replay.restore(filled(8, [6]).replay.save())).toThrow(
      "count: it must be 4 at most; found 6",
    );
  });

  test("refuses rows that are not all there, and leaves those that are as they were", () => {
    const { replay } = filled(4, [3]);
    const before = replay.save();
    const three = numbered(3, 3);
    expect(() => replay.add({ ...three, pair: three.pair.subarray(0, 5) }, 3)).toThrow(
      "replay: pair has 5 elements; it must have 6 or more",
    );
    expect(() => replay.add({ ...three, index: undefined } as never, 3)).toThrow(
      "replay: index has 0 elements; it must have 3 or more",
    );
    for (const count of [1.5, -1, Number.NaN]) {
      expect(() => replay.add(three, count)).toThrow(`replay: the number of rows to add is ${count}`);
    }
    expect(replay.save()).toEqual(before);
  });

  test("refuses to sample into arrays of different numbers of rows", () => {
    const { replay } = filled(4, [3]);
    const { number, index } = room(3);
    expect(() => replay.sample(createGenerator(1), { number, index: index.subarray(1) })).toThrow(
      "replay: index has 2 elements; it must have 3 rows of 1, as many as the arrays before it",
    );
    expect(() => replay.sample(createGenerator(1), { pair: new Float32Array(5) })).toThrow(
      "replay: pair has 5 elements; it must have whole rows of 2",
    );
  });

  test("has nothing to sample before rows were added, and room for a row at least", () => {
    expect(() => createReplay(rows, 4).sample(createGenerator(1), room(1))).toThrow(
      "replay: there are no rows to sample from; add some first",
    );
    expect(() => createReplay(rows, 0)).toThrow("capacity is 0; it must be an integer from 1");
  });
});
