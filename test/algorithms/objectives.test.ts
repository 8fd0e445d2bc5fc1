import { describe, expect, it } from "vitest";
import {
  a2c,
  actorCritic,
  averageRewardActorCritic,
  grpo,
  impala,
  ppo,
  reinforce,
  rloo,
  selfPlay,
} from "../../src/algorithms/index.ts";
import type { EnvironmentSource } from "../../src/environments/index.ts";
import { constant, type Expression, mean, sum } from "../../src/graph/index.ts";

type Terms = Readonly<Partial<Record<"advantages" | "weights", Expression>>>;
type Train = (environment: EnvironmentSource, options: object, parts: object) => Iterable<unknown>;

const algorithms = {
  ...{ a2c, actorCritic, averageRewardActorCritic, grpo, impala, ppo, reinforce, rloo, selfPlay },
} as unknown as Readonly<Record<string, Train>>;

const explained =
  "objective: it must return an expression of logProb, by which the policy learns; it returned ";

describe.each(Object.entries(algorithms))("%s", (name, train) => {
  it.each<[string, (terms: Terms) => unknown]>([
    ["3", () => 3],
    ["NaN", () => Number.NaN],
    ["undefined", () => {}],
    ["null", () => null],
    ['"loss"', () => "loss"],
    ["one without it", () => constant(3)],
    ["one without it", ({ advantages, weights }) => (advantages ? mean(advantages) : sum(weights!))],
  ])("refuses an objective from which the policy would learn nothing: %s", (found, objective) => {
    const environment = name === "selfPlay" ? "TicTacToe-v0" : "CartPole-v1";
    expect(() => [...train(environment, { hidden: [4] }, { objective })]).toThrow(
      new TypeError(`${explained}${found}`),
    );
  });
});
