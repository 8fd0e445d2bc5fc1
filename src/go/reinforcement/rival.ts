import type { GoDefinition } from "../../environments/index.ts";
import { variableState } from "../../learning/index.ts";
import { copyPolicy, type Policy } from "../../policies/index.ts";
import { type Saved, type Stateful, savedCount, savedRecord, within } from "../../state/index.ts";
import type { Team } from "../../workers/index.ts";
import { createPolicyMatch } from "./play-policies.ts";

/** The policy that a training began with, as an opponent that shows what has become of it. */
export interface Rival extends Stateful {
  /** Called before each update: the first time, it becomes what the policy is then. */
  begin(): void;
  /** Called after each update: plays when it is time to. All members of a team call it together. */
  meet(): RivalMetrics;
}

/** Shares of the games that the policy wins, draws counted half; NaN where there was no match. */
export type RivalMetrics = Readonly<Record<"winRate" | "winRateSharp", number>>;

export interface RivalSettings {
  readonly seed: number;
  readonly matchEvery: number;
  readonly matchGames: number;
}

/** What AlphaGo's rollouts drew by, nearly: the most probable moves are drawn far more often than others. */
const sharp = 0.25;

export function createRival(
  source: GoDefinition,
  policy: Policy,
  { seed, matchEvery, matchGames }: RivalSettings,
  team: Team,
): Rival {
  const { backend } = policy;
  const rival = copyPolicy(policy);
  const variables = (of: Policy) => [...of.parameters, ...of.statistics];
  const play = matchGames > 0 ? createPolicyMatch(source, policy, rival) : undefined;
  const own = team.share(matchGames);
  const outcomes = team.array(Int32Array, matchGames);
  let updates = 0;

  const become = (): void => {
    const from = variables(policy);
    variables(rival).forEach((variable, i) => backend.values(variable).set(backend.values(from[i])));
  };
  const winRate = (temperature: number): number => {
    team.barrier(); // nobody reads the outcomes of before any more
    if (own.count > 0) {
      const games = { first: own.start, count: own.count, seed: [seed, updates], temperature };
      outcomes.set(play!(games), own.start);
    }
    team.barrier();
    return outcomes.reduce((sum, outcome) => sum + (1 + outcome) / 2, 0) / matchGames;
  };
  const weights = variableState(variables(rival), backend);
  return {
    begin() {
      if (updates === 0) become();
    },
    meet() {
      updates++;
      const isTime = play !== undefined && updates % matchEvery === 0;
      if (!isTime) return { winRate: Number.NaN, winRateSharp: Number.NaN };
      return { winRate: winRate(1), winRateSharp: winRate(sharp) };
    },
    save() {
      if (updates === 0) become();
      return { updates, weights: weights.save() };
    },
    restore(saved: Saved) {
      const state = savedRecord(saved, ["updates", "weights"]);
      updates = within("updates", () => savedCount(state.updates));
      within("weights", () => weights.restore(state.weights));
    },
  };
}
