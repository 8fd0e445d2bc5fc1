import { architecture, flag, optionsTable, orAuto, positiveInteger } from "../../learning/index.ts";
import { gamesOptions } from "../positions/options.ts";

export const imitationOptions = optionsTable({
  ...gamesOptions,
  steps: positiveInteger(8_000_000, "positions to learn from, counted as often as they are shown"),
  passes: flag(
    true,
    "whether passes are learned too; without them, as AlphaGo's policy, it never ends a game by itself",
  ),
  architecture: orAuto(
    architecture,
    "auto",
    "how the policy is built; auto: convolutions by layers and filters, and a bias per point, as AlphaGo's",
  ),
});
