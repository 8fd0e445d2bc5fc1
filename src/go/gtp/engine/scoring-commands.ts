import { resultText, scoreOf, vertexOf } from "../../../games/go/index.ts";
import { requireArguments } from "./arguments.ts";
import { CommandError, type EngineCommand, type EngineState } from "./state.ts";

/**
 * Commands that count. All stones on the board are held to be alive, as Tromp and Taylor's rules have it: dead ones must be
 * captured before the game ends.
 */
export const scoringCommands: Readonly<Record<string, EngineCommand>> = {
  final_score({ position }, args) {
    requireArguments(args, []);
    return resultText(scoreOf(position));
  },

  final_status_list({ position }, args) {
    requireArguments(args, ["alive, seki or dead"]);
    const status = args[0].toLowerCase();
    if (status === "dead" || status === "seki") return "";
    if (status !== "alive") throw new CommandError("syntax error: the status must be alive, seki or dead");
    return chainsOf(position)
      .map((chain) => chain.map((point) => vertexOf(point, position)).join(" "))
      .join("\n");
  },
};

function chainsOf({ stones, chains: { heads } }: EngineState["position"]): number[][] {
  const byHead = new Map<number, number[]>();
  for (const [point, stone] of stones.entries()) {
    if (stone === 0) continue;
    const chain = byHead.get(heads[point]);
    if (chain) chain.push(point);
    else byHead.set(heads[point], [point]);
  }
  return [...byHead.values()];
}
