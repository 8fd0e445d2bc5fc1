import { expect, test } from "vitest";
import { createGenerator } from "../../src/random/index.ts";

/** Where the kernels begin, powers of 2 and their neighbors, where the kernels end, and beyond. */
const lengths = [255, 256, 257, 258, 511, 512, 513, 1000, 2048, 4097, 16_384, 16_385];

test("integers are shuffled by the draws that shuffle any list, which leave the generator alike", () => {
  for (const length of lengths) {
    for (let seed = 0; seed < 3; seed++) {
      const [many, single] = [createGenerator(seed), createGenerator(seed)];
      for (const generator of [many, single]) {
        for (let i = 0; i < seed; i++) generator.integers(0, 6); // from 1 on half an output stays
      }
      const numbers = Array.from({ length }, (_, index) => index);
      for (let pass = 0; pass < 3; pass++) {
        const shuffled = many.shuffle(Int32Array.from(numbers));
        single.shuffle(numbers);
        expect(shuffled.every((number, index) => number === numbers[index])).toBe(true);
      }
      expect(many.save()).toEqual(single.save());
    }
  }
});
