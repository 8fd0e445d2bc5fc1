// An MDP solved exactly, a sampled gradient held against the exact one, and an algorithm that trains on the same object.
import { reinforce } from "logpi";
import {
  evaluatePolicy,
  naturalGradient,
  optimalPolicy,
  policyGradient,
  sampleGradient,
  shortCorridor,
  softmaxPolicy,
} from "logpi/mdp";
import { createGenerator } from "logpi/random";

const mdp = shortCorridor();
const policy = softmaxPolicy(mdp); // left and right equally likely
const evaluation = evaluatePolicy(mdp, policy);
console.log(`values: ${[...evaluation.values].join(", ")}`);

const exact = policyGradient(evaluation);
const { gradient, standardErrors } = sampleGradient(mdp, policy, {
  episodes: 10_000,
  generator: createGenerator(1),
  baseline: "value",
});
for (const place of [0, 1, 2]) {
  const right = 2 * place + 1;
  console.log(
    `∂J/∂θ(${place}, right): exact ${exact[right].toFixed(3)}, ` +
      `sampled ${gradient[right].toFixed(3)} ± ${standardErrors[right].toFixed(3)}`,
  );
}
console.log(`natural gradient: ${Array.from(naturalGradient(evaluation), (x) => x.toFixed(2)).join(", ")}`);

// A policy that sees where it is needs three steps.
console.log(`best: ${optimalPolicy(mdp).evaluation.startValue}`);
let trained = 0;
for (const { episodes } of reinforce(mdp, { steps: 10_000, learningRate: 0.01, hidden: [16] })) {
  trained = episodes.meanReturn ?? trained;
}
console.log(`REINFORCE: ${trained.toFixed(1)}`);
