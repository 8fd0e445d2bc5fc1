import { readFileSync } from "node:fs";
import { maximumOf } from "../../math/extremes.ts";
import { type Mdp, type MdpSolution, readMdp, solveMdp, type TabularPolicy } from "../../mdp/index.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import type { Command, CommandContext, Syntax } from "../command.ts";
import { columns, formatCount } from "../display/format.ts";

const syntax: Syntax = {
  name: "mdp",
  summary: "Solves a finite MDP exactly: values, objectives, their gradients, and an optimal policy.",
  positionals: [
    {
      name: "file",
      description:
        "JSON: { transitions[s][a][s'] or rows [s, a, s', p], rewards[s][a], start[s], discount, policy[s][a] or " +
        "logits[s][a] }, and if need be terminal (a list of states) and legalActions[s][a]",
    },
  ],
  options: { json: { description: "writes one JSON object, for programs" } },
  examples: ["mdp two-states.json", "mdp two-states.json --json"],
};

function run(args: readonly string[], { stdout }: CommandContext): number {
  const parsed = parseArguments(syntax, args);
  const file = parsed.positionals[0];
  const content = readJson(file);
  const { mdp, policy, solution } = naming(file, () => {
    const { mdp, policy } = readMdp(content);
    return { mdp, policy, solution: solveMdp(mdp, policy) };
  });
  stdout.write(parsed.flag("json") ? `${JSON.stringify(solution)}\n` : `${inText(mdp, policy, solution)}\n`);
  return 0;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new Error(`mdp: ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")); // the byte-order mark that some editors write
  } catch (cause) {
    const hint = /\b(NaN|Infinity)\b/.test(text)
      ? " JSON has no NaN and no Infinity: every entry must be a finite number."
      : "";
    throw new Error(`mdp: ${file} is not JSON: ${(cause as Error).message}.${hint}`, { cause });
  }
}

/** Puts the name of the file before the message of whatever goes wrong. */
function naming<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

/** Tables for people stop after so many states. */
const shownStates = 50;

function inText(mdp: Mdp, policy: TabularPolicy, solution: MdpSolution): string {
  const { objectives, gradients, optimal } = solution;
  const states = Array.from({ length: Math.min(mdp.states, shownStates) }, (_, state) => state);
  const pairs = states.flatMap((state) =>
    Array.from({ length: mdp.actions }, (_, action) => ({ state, action })),
  );
  const rest =
    mdp.states > shownStates
      ? ["", `The first ${shownStates} of ${formatCount(mdp.states)} states; --json has them all.`]
      : [];
  return [
    `${formatCount(mdp.states)} states, ${formatCount(mdp.actions)} actions, discount ${mdp.discount}`,
    "",
    "Objectives",
    ...table([
      ["start value", "J₁", number(objectives.startValue)],
      ["average value", "J_avV", number(objectives.averageValue)],
      ["average reward", "J_avR", number(objectives.averageReward)],
    ]),
    "",
    "States: the policy's stationary distribution, discounted visitation, values and bias; the optimum",
    ...table([
      ["state", "start", "stationary", "visitation", "V", "bias", "V*", "best action"],
      ...states.map((state) => [
        String(state),
        number(mdp.start[state]),
        number(solution.stationary[state]),
        number(solution.visitation[state]),
        number(solution.values[state]),
        number(solution.bias[state]),
        number(optimal.values[state]),
        String(optimal.policy[state]),
      ]),
    ]),
    "",
    "Actions: their values, and gradients with respect to the logits",
    ...table([
      ["state", "action", "policy", "Q", "advantage", "∇J₁", "∇J_avV", "∇J_avR", "natural ∇J₁"],
      ...pairs.map(({ state, action }) => [
        String(state),
        String(action),
        number(policy.probabilities[state * mdp.actions + action]),
        number(solution.actionValues[state][action]),
        number(solution.advantages[state][action]),
        number(gradients.startValue[state][action]),
        number(gradients.averageValue[state][action]),
        number(gradients.averageReward[state][action]),
        number(solution.naturalGradient[state][action]),
      ]),
    ]),
    ...rest,
    "",
    `The optimal policy earns ${number(optimal.gain)} per step in the long run, this one ${number(solution.gain)}.`,
  ].join("\n");
}

/** Six significant digits. */
function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Lines of a table whose cells are aligned to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, i) => maximumOf(rows.map((row) => row[i].length)));
  return columns(rows.map((row) => ["", ...row.map((cell, i) => cell.padStart(widths[i]))]));
}

export const mdpCommand: Command = { syntax, run };
