/** A number as JSON can hold it. */
export type NumberJson = number | "Infinity" | "-Infinity";

/** The description of a space in JSON: what a saved policy keeps of its observations and actions. */
export type SpaceJson =
  | {
      readonly kind: "box";
      readonly shape: readonly number[];
      readonly low: readonly NumberJson[];
      readonly high: readonly NumberJson[];
    }
  | { readonly kind: "discrete"; readonly n: number; readonly start: number }
  | { readonly kind: "multi-discrete"; readonly counts: readonly number[] }
  | { readonly kind: "multi-binary"; readonly n: number }
  | { readonly kind: "dict"; readonly spaces: Readonly<Record<string, SpaceJson>> }
  | { readonly kind: "tuple"; readonly spaces: readonly SpaceJson[] };
