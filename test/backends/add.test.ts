import { describe, expect, it } from "vitest";
import { createNativeBackend, createReferenceBackend, createWasmBackend } from "../../src/backends/index.ts";
import { addOn } from "./add-on.ts";

const backends = {
  reference: createReferenceBackend,
  wasm: createWasmBackend,
  ...Object.fromEntries(
    (addOn?.instructionSets ?? []).map((instructionSet) => [
      `native ${instructionSet}`,
      () => createNativeBackend({ instructionSet }),
    ]),
  ),
};

describe.each(Object.entries(backends))("arrays in the memory of %s", (name, create) => {
  it.each([0, 1, 3, 4, 17, 1000])("are added in place, %i numbers", (length) => {
    const backend = create();
    const [sums, values, next] = [length, length, 8].map((size) => backend.array(size));
    for (let i = 0; i < length; i++) {
      sums()[i] = i / 3;
      values()[i] = 1e4 / (i + 1);
    }
    const expected = sums().map((sum, i) => sum + values()[i]);
    backend.add(sums() as never, values() as never);
    expect(sums()).toEqual(expected);
    expect(Array.from(next())).toEqual(new Array(8).fill(0));
  });

  it("keep their values when the memory grows", () => {
    const backend = create();
    const array = backend.array(2);
    array().set([1, 2]);
    const before = array();
    backend.array(1 << 22);
    expect(Array.from(array())).toEqual([1, 2]);
    if (name === "reference") return;
    expect(() => backend.add(before as never, array() as never)).toThrow(/fetch the view again/);
    expect(() => backend.add(array() as never, backend.array(1)() as never)).toThrow(/1 values .* 2 sums/);
  });
});
