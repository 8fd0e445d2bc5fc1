import { expect, test } from "vitest";
import { allocateRows } from "../../src/experience/allocate-rows.ts";

const gibibyte = 2 ** 30;
const made = () => new Float32Array(1);

test("A replay that fits into memory is made, and one that does not is refused with what it needs and what fits", () => {
  const memory = { rows: 2 ** 20, bytesPerRow: 1024, members: 1 };
  expect(allocateRows({ ...memory, available: gibibyte }, made)).toEqual(made());
  expect(() => allocateRows({ ...memory, available: gibibyte / 4 }, made)).toThrow(
    "replay: 1048576 steps need 1 GiB, 1024 bytes each, more than the 0.25 GiB of memory that there are. Set replaySize to " +
      "262144 at most",
  );
  expect(() => allocateRows({ ...memory, members: 3, available: 2 * gibibyte }, made)).toThrow(
    "replay: 1048576 steps in each of 3 workers need 3 GiB, 1024 bytes each, more than the 2 GiB of memory that there are. Set " +
      "replaySize to 699050 at most, or take fewer workers",
  );
});

test("A replay for which no memory can be had says so too, and other errors come through", () => {
  const memory = { rows: 2 ** 20, bytesPerRow: 1024, members: 1, available: gibibyte };
  expect(() => allocateRows(memory, () => new Float32Array(2 ** 60))).toThrow(
    "replay: 1048576 steps need 1 GiB, 1024 bytes each, more than could be had. Set a smaller replaySize",
  );
  const other = new TypeError("other");
  expect(() =>
    allocateRows(memory, () => {
      throw other;
    }),
  ).toThrow(other);
});
