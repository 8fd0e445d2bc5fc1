import { chainsOf, deadChains, resultText, scoreOf, vertexOf } from "../../../games/go/index.ts";
import { createGenerator } from "../../../random/index.ts";
import { requireArguments } from "./arguments.ts";
import { CommandError, type EngineCommand } from "./state.ts";

/**
 * Commands that count. The score is that of the rules, by which all stones on the board are alive: dead ones must be captured
 * before the game ends. Which stones two players would agree to be dead is told too, as far as random games tell.
 */
export const scoringCommands: Readonly<Record<string, EngineCommand>> = {
  final_score({ position }, args) {
    requireArguments(args, []);
    return resultText(scoreOf(position));
  },

  final_status_list({ position }, args) {
    requireArguments(args, ["alive, seki or dead"]);
    const status = args[0].toLowerCase();
    if (status !== "alive" && status !== "dead" && status !== "seki") {
      throw new CommandError("syntax error: the status must be alive, seki or dead");
    }
    if (status === "seki") return "";
    const dead = deadChains(position, createGenerator(0)); // what is dead is not alive: the same games for both questions
    const isDead = new Set(dead.map(([point]) => point));
    const listed = status === "dead" ? dead : chainsOf(position).filter(([point]) => !isDead.has(point));
    return listed.map((chain) => chain.map((point) => vertexOf(point, position)).join(" ")).join("\n");
  },
};
