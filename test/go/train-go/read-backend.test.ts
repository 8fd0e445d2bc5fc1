import { expect, it } from "vitest";
import { readBackend } from "../../../scripts/train-go/read-backend.ts";

it("reads the name of a backend, and refuses others rather than computing with another one", () => {
  expect(["wasm", "native"].map((name) => readBackend("a script", name))).toEqual(["wasm", "native"]);
  expect(() => readBackend("a script", "nativ")).toThrow(
    'a script: --backend is "nativ"; it must be wasm or native',
  );
});
