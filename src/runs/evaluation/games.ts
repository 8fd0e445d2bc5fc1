import { OptionsError } from "../../text/options-error.ts";
import type { Keeping } from "../folder/run-record.ts";

/** Why a policy is not evaluated in an environment, as a sentence: it is a game of several players. Undefined where it can be. */
export function whyNotEvaluated(id: string, players: number): string | undefined {
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
