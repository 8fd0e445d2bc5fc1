import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { decodeState, encodeState, type Saved, StateError } from "../../src/state/index.ts";

const again = (state: unknown) => decodeState(encodeState(state as Saved));
const nested = (levels: number) => JSON.parse('{"a":'.repeat(levels) + 1 + "}".repeat(levels));

describe("a state that is encoded and decoded", () => {
  it.each<[string, unknown]>([
    ["the five types of arrays", [Uint8Array.of(1), Int32Array.of(-1), Uint32Array.of(7), Float32Array.of(0.5), Float64Array.of(NaN, -0)]], // biome-ignore format: one row
    ["what JSON has", { none: null, yes: true, text: "−", list: [1, [2.5, []]], record: {} }],
    ["negative zeros", { list: [-0, 0], one: -0 }],
    ["arrays at paths that read the same", { "a.b": Float64Array.of(1), a: { b: Float64Array.of(2) } }],
    [
      "names that files have of their own",
      { __metadata__: Uint8Array.of(1), "__metadata__'": Uint8Array.of(2) },
    ],
    ["a name that objects have", { toString: { name: 2 } }],
    ["as many levels as there may be", nested(64)],
  ])("is the same: %s", (_, state) => {
    expect(again(state)).toStrictEqual(state);
  });

  it("may have an array under a name that objects have", () => {
    const entries = [["__proto__", Int32Array.of(3)]];
    expect(Object.entries(again(Object.fromEntries(entries)) as object)).toEqual(entries);
  });

  it("is the same but for members that are undefined, which read the same where they are not there", () => {
    expect(again({ a: 1, b: undefined })).toStrictEqual({ a: 1 });
  });

  it("may be of records of another realm, and of records without a prototype", () => {
    expect(again(runInNewContext("({ a: [1, { b: 2 }] })"))).toEqual({ a: [1, { b: 2 }] });
    expect(again(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
  });
});

describe("a state that could not be decoded is refused when it is encoded, with its place and what is allowed", () => {
  it.each<[string, unknown]>([
    [
      "copies.1.counts is Uint16Array; it must be plain data, as JSON has it, or one of Uint8Array",
      { copies: [0, { counts: Uint16Array.of(1) }] },
    ],
    ["it is Int8Array", Int8Array.of(1)],
    ["view is DataView", { view: new DataView(new ArrayBuffer(8)) }],
    ["seen is Map", { seen: new Map([[1, 2]]) }],
    ["seen is Set", { seen: new Set([1]) }],
    ["at is Date", { at: new Date(0) }],
    ["place is Place", { place: new (class Place {})() }],
    ["n is bigint", { n: 1n }],
    ["n is function", { n: () => 1 }],
    ["n is symbol", { n: Symbol("n") }],
    ["1 is undefined", [0, undefined]],
    ["0 is undefined", new Array(1)],
    ["value is NaN; it must be plain data, as JSON has it, or one of", { value: Number.NaN }],
    ["values.1 is -Infinity", { values: [0, -Infinity] }],
    ["a.a.a.a.a.a", nested(65)],
    ["is nested more than 64 deep", nested(70)],
  ])("%s", (message, state) => {
    expect(() => encodeState(state as Saved)).toThrow(StateError);
    expect(() => encodeState(state as Saved)).toThrow(/^state: /);
    expect(() => encodeState(state as Saved)).toThrow(message);
  });

  it("also where it contains itself", () => {
    const state: Record<string, unknown> = {};
    state.own = state;
    expect(() => encodeState(state as Saved)).toThrow("is nested more than 64 deep");
  });

  it("with the types that there are", () => {
    expect(() => encodeState({ m: new Map() } as never)).toThrow(
      "it must be plain data, as JSON has it, or one of Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array",
    );
  });
});
