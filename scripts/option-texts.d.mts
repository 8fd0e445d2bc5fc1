import type { OptionDescription } from "../src/learning/options/options.ts";

export function optionsPage(
  algorithms: readonly {
    readonly name: string;
    readonly description: string;
    readonly options: readonly OptionDescription[];
  }[],
): string;
