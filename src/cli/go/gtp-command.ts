import { createInterface } from "node:readline";
import { parseArguments } from "../arguments/parse-arguments.ts";
import type { Command, CommandContext, Syntax } from "../command.ts";
import { backendOption, readEngine } from "./read-engine.ts";

const syntax: Syntax = {
  name: "gtp",
  summary:
    "Plays Go as an engine that programs speak to by the Go Text Protocol (GTP 2), through stdin and stdout.",
  positionals: [],
  options: {
    player: {
      value: "NAME",
      description:
        "who plays: random, search:N with N simulations for each move, FILE.safetensors, a policy, FILE.safetensors@T, which " +
        "draws moves at a temperature, or FILE.safetensors:N, a search that the policy leads; default: the networks of this " +
        "package with 400 simulations",
    },
    size: {
      value: "N",
      description: "rows and columns of the board before `boardsize`; default 9, or those of the policy",
    },
    komi: { value: "K", description: "points for White before `komi`; default 7.5" },
    resign: { description: "lets the player give up games that it holds to be lost" },
    backend: backendOption,
    seed: { value: "S", description: "seed of the player's random numbers; default 0" },
  },
  examples: [
    "gtp",
    "gtp --player random --seed 3",
    "gtp --player search:10000 --resign",
    "gtp --player models/go-9x9.safetensors:1600",
  ],
};

/** Answers until it is told to quit, or nobody asks any more. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { stdout, stdin = process.stdin } = context;
  const parsed = parseArguments(syntax, args);
  const engine = await readEngine(parsed, context, parsed.flag("resign"));
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    const response = await engine.answer(line);
    if (response !== "") stdout.write(response);
    if (engine.ended) break;
  }
  lines.close();
  return 0;
}

export const gtpCommand: Command = { syntax, run };
