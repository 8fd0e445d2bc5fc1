import { type EnvironmentDefinition, vectorize } from "../../environments/index.ts";
import { OptionsError } from "../../text/options-error.ts";
import type { Keeping } from "../folder/run-record.ts";

/**
 * Why a policy is not evaluated in an environment, as a sentence: it is a game of several players. Undefined where it can be.
 * Makes one copy of the environment, and closes it.
 */
export function whyNotEvaluated(environment: EnvironmentDefinition): string | undefined {
  // A copy that cannot be closed is told of by the training, which has such copies too.
  const copy = vectorize(environment, { warn() {} });
  const { id, players } = copy;
  copy.close();
  if (players === 1) return undefined;
  return (
    `${id} is a game of ${players} players, and an evaluation measures the return of a single one. Play the policy ` +
    "against other players with playGame(): see docs/games.md."
  );
}

/** @throws OptionsError if a run is to be judged by evaluations that cannot be, or by the return of one of several players */
export function requireNoJudging({ evaluateEvery, until }: Keeping, reason: string | undefined): void {
  if (reason === undefined) return;
  const said = [
    ...(evaluateEvery === undefined ? [] : ["evaluateEvery (--evaluate-every)"]),
    ...(until === undefined ? [] : ["until (--until)"]),
  ];
  if (said.length > 0) throw new OptionsError([`train: leave out ${said.join(" and ")}: ${reason}`]);
}
