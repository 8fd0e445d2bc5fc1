import { architecture, oneOf, optionsTable, orAuto, positiveInteger } from "../../learning/index.ts";
import { gamesOptions } from "../positions/options.ts";

export const valueOptions = optionsTable({
  ...gamesOptions,
  steps: positiveInteger(400_000, "positions to learn from, counted as often as they are shown"),
  positions: oneOf(
    ["one", "all"],
    "one",
    "how many positions of each game are learned from: one that is drawn, or all, which a network learns by heart",
  ),
  architecture: orAuto(
    architecture,
    "auto",
    "how the network is built; auto: convolutions by layers and filters, 256 units and tanh, as AlphaGo's",
  ),
});
