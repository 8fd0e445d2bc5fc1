import type { Option, OptionsTable } from "./options.ts";

/** Where a search looks for the value of an option. */
export type SearchRange<Value = unknown> =
  | (number extends Value ? NumberRange : never)
  | { readonly kind: "choice"; readonly values: readonly Value[] };

/** Numbers from one to another, both included; whole ones for an option that holds such. */
export interface NumberRange {
  /** Each number equally likely, or each order of magnitude. */
  readonly kind: "uniform" | "log-uniform";
  readonly from: number;
  readonly to: number;
}

/** Ranges for some of the options of a table. */
export type SearchRanges<Table extends OptionsTable = OptionsTable> = {
  readonly [Name in keyof Table]?: Table[Name] extends Option<infer Value> ? SearchRange<Value> : never;
};
