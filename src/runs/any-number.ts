import * as v from "valibot";

/** JSON has no numbers that are not finite: their names stand for them, or null, as older versions wrote. */
export const anyNumber = v.union([
  v.number(),
  v.pipe(v.picklist(["NaN", "Infinity", "-Infinity"]), v.transform(Number)),
  v.pipe(
    v.null(),
    v.transform(() => Number.NaN),
  ),
]);

/** For `JSON.stringify`: writes numbers so that {@link anyNumber} reads them. */
export function withNamesOfNumbers(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
