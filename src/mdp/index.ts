export { gainFromStart } from "./chains/gain-from-start.ts";
export type { MarkovChain } from "./chains/markov-chain.ts";
export {
  type EvaluationOptions,
  evaluatePolicy,
  type PolicyEvaluation,
  RecurrentClassesError,
} from "./evaluate-policy.ts";
export { type AccessControlOptions, accessControl } from "./examples/access-control.ts";
export { bandit } from "./examples/bandit.ts";
export { baxterBartlett, baxterBartlettFeatures } from "./examples/baxter-bartlett.ts";
export { type ForestOptions, forest } from "./examples/forest.ts";
export { gambler } from "./examples/gambler.ts";
export { grid5x5 } from "./examples/grid.ts";
export { kakadeTwoState } from "./examples/kakade-two-state.ts";
export { randomWalk } from "./examples/random-walk.ts";
export { shortCorridor } from "./examples/short-corridor.ts";
export {
  type CompatibleApproximation,
  compatibleApproximation,
  fisherMatrix,
  naturalGradient,
  scores,
} from "./fisher.ts";
export { type AscentOptions, type AscentReport, gradientAscent } from "./gradient-ascent.ts";
export { ConvergenceError } from "./linear-algebra/convergence-error.ts";
export { createMdp, type MdpDescription } from "./model/create-mdp.ts";
export type { Mdp } from "./model/mdp.ts";
export { mdpFromEnvironment } from "./model/mdp-from-environment.ts";
export { type MdpFile, readMdp } from "./model/read-mdp.ts";
export type { TransitionColumns, TransitionRow, TransitionSource } from "./model/read-transitions.ts";
export type { Transitions } from "./model/transitions.ts";
export { type OptimalPolicy, type OptimalPolicyOptions, optimalPolicy } from "./optimal-policy.ts";
export { expressionPolicy, type PolicyExpressions } from "./policies/expression-policy.ts";
export { linearSoftmaxPolicy } from "./policies/linear-softmax-policy.ts";
export { deterministicPolicy, policyFromProbabilities, softmaxPolicy } from "./policies/softmax-policy.ts";
export type { TabularPolicy } from "./policies/tabular-policy.ts";
export { type GradientOptions, type Objective, policyGradient } from "./policy-gradient.ts";
export { type GradientEstimate, type SampleGradientOptions, sampleGradient } from "./sample-gradient.ts";
export { type MdpSolution, solveMdp } from "./solve-mdp.ts";
