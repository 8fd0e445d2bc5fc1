import {
  architecture,
  flag,
  nonNegativeNumber,
  optionsTable,
  orAuto,
  positiveInteger,
} from "../../learning/index.ts";
import { gamesOptions } from "../positions/options.ts";

export const imitationOptions = optionsTable({
  ...gamesOptions,
  steps: positiveInteger(8_000_000, "positions to learn from, counted as often as they are shown"),
  passes: flag(
    true,
    "whether passes are learned too; without them, as AlphaGo's policy, it never ends a game by itself",
  ),
  outcomeWeight: nonNegativeNumber(
    0,
    "factor on the error of who wins, which is learned beside as a value network learns it; 0: it is not",
  ),
  architecture: orAuto(
    architecture,
    "auto",
    "how the policy is built; auto: convolutions by layers and filters, and a bias per point, as AlphaGo's",
  ),
});
