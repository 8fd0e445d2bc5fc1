import { describe, expect, it } from "vitest";
import {
  evaluatePolicy,
  kakadeTwoState,
  linearSoftmaxPolicy,
  naturalGradient,
  optimalPolicy,
  policyGradient,
  shortCorridor,
  softmaxPolicy,
  solveMdp,
} from "../../src/mdp/index.ts";

describe("solveMdp", () => {
  it("returns what evaluatePolicy, policyGradient, naturalGradient and optimalPolicy do, as lists", () => {
    const mdp = kakadeTwoState();
    const policy = softmaxPolicy(mdp, [0.3, 0.1, -0.2, 0.4]);
    const solution = solveMdp(mdp, policy);
    const evaluation = evaluatePolicy(mdp, policy);
    for (const name of ["stationary", "visitation", "values", "bias"] as const) {
      expect(solution[name]).toEqual(Array.from(evaluation[name]));
    }
    for (const name of ["actionValues", "advantages"] as const) {
      expect(solution[name].flat()).toEqual(Array.from(evaluation[name]));
      expect(solution[name].length).toBe(mdp.states);
    }
    for (const objective of ["startValue", "averageValue", "averageReward"] as const) {
      expect(solution.objectives[objective]).toBe(evaluation[objective]);
      expect(solution.gradients[objective].flat()).toEqual(Array.from(policyGradient(evaluation, objective)));
    }
    expect(solution.naturalGradient.flat()).toEqual(Array.from(naturalGradient(evaluation)));
    const best = optimalPolicy(mdp);
    expect(solution.optimal.values).toEqual(Array.from(best.evaluation.values));
    expect(solution.optimal.policy).toEqual(Array.from(best.actions));
  });

  it("takes the uniform policy where none is given", () => {
    const mdp = kakadeTwoState();
    expect(solveMdp(mdp)).toEqual(solveMdp(mdp, softmaxPolicy(mdp)));
  });

  it("refuses a discount of 1 and a policy of other parameters, with what to use", () => {
    expect(() => solveMdp(shortCorridor())).toThrow("evaluatePolicy and optimalPolicy give what is");
    const mdp = kakadeTwoState();
    const linear = linearSoftmaxPolicy(mdp, [1, 0, 0, 1], [0.5]);
    expect(() => solveMdp(mdp, linear)).toThrow("the policy has 1 parameters; it must have a logit for each");
  });
});
