export { createAtariAnswer, type GoAnswer } from "./answer-atari.ts";
export { createEyeSpaceAnswer } from "./answer-eye-space.ts";
export { createShapeAnswer } from "./answer-shape.ts";
export type { Chains } from "./chains.ts";
export { black, empty, type GoColor, opponentOf, white } from "./colors.ts";
export { chainsOf, deadChains, ownershipOf } from "./dead-stones.ts";
export { fixedHandicap, freeHandicap, mostFixedHandicap } from "./handicap.ts";
export { neighborsOf } from "./neighbors.ts";
export {
  alphaGoFeatures,
  boardFeatures,
  type GoFeature,
  type GoPlanes,
  goPlanes,
  planesOfFeatures,
} from "./planes/index.ts";
export { GoPosition } from "./position.ts";
export { createRandomPlayout, type RandomPlayout } from "./random-playout.ts";
export { requireColor, requireStones } from "./require-stones.ts";
export { type GoKo, type GoRules, type GoRulesOptions, type GoScoring, goRules } from "./rules.ts";
export {
  areaOwners,
  countArea,
  type GoCount,
  type GoScore,
  pointsText,
  resultText,
  scoreOf,
  withoutStones,
} from "./scoring.ts";
export { boardSymmetries, inverseSymmetries, turnPlanes } from "./symmetries.ts";
export { type BoardSize, parseVertex, requireMove, vertexOf } from "./vertices.ts";
