export { type Importable, importFrom, inModule, type ModuleExport } from "../workers/index.ts";
export {
  type BanditArms,
  bernoulliBandit,
  type GaussianBanditOptions,
  gaussianBandit,
} from "./bandits/bandit.ts";
export { tenArmedBandit } from "./bandits/ten-armed-bandit.ts";
export type { BatchActions, BatchEnvironment } from "./batch-environment.ts";
export { bipedalWalker, bipedalWalkerHardcore } from "./box2d/bipedal-walker.ts";
export { type LunarLanderOptions, lunarLander, lunarLanderContinuous } from "./box2d/lunar-lander.ts";
export { addEnvironments, environments, findEnvironment } from "./catalogue.ts";
export {
  type CheckEnvironmentOptions,
  checkEnvironment,
  requireSoundEnvironment,
} from "./checking/check-environment.ts";
export { describeFinding, type EnvironmentReport, type Finding } from "./checking/environment-report.ts";
export { acrobot } from "./classic-control/acrobot.ts";
export { cartPole } from "./classic-control/cart-pole.ts";
export { mountainCar } from "./classic-control/mountain-car.ts";
export { mountainCarContinuous } from "./classic-control/mountain-car-continuous.ts";
export { pendulum } from "./classic-control/pendulum.ts";
export { catchBall } from "./diagnostic/catch.ts";
export { recall } from "./diagnostic/recall.ts";
export { batchFromDynamics, type Dynamics, environmentFromDynamics } from "./dynamics.ts";
export {
  type AsyncEnvironment,
  defineEnvironment,
  type Environment,
  type Info,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from "./environment.ts";
export type { EnvironmentDefinition } from "./environment-definition.ts";
export { environmentFromBatch, type RestorableBatch } from "./environment-from-batch.ts";
export {
  type ActionOf,
  type EnvironmentSource,
  type ObservationOf,
  resolveEnvironment,
} from "./environment-source.ts";
export { connectFour } from "./games/connect-four.ts";
export { type GoDefinition, type GoEnvironmentOptions, goEnvironment, isGo } from "./games/go.ts";
export { type PlayGameOptions, playGame } from "./games/play-game.ts";
export type { Player, Turn } from "./games/player.ts";
export { ticTacToe } from "./games/tic-tac-toe.ts";
export { type OpponentsOptions, withOpponents } from "./games/with-opponents.ts";
export { fourRooms } from "./grid-worlds/four-rooms.ts";
export {
  type GridActions,
  type GridTile,
  type GridWorldOptions,
  gridWorld,
} from "./grid-worlds/grid-world.ts";
export { gridWorld4x3 } from "./grid-worlds/grid-world-4x3.ts";
export { type GuardedEnvironment, guardEnvironment } from "./guard-environment.ts";
export { furtherEnvironments } from "./known-environments.ts";
export { make } from "./make.ts";
export { type PongOptions, pong } from "./pong/pong.ts";
export type { ConnectionLimits } from "./remote/connections.ts";
export type { Fields } from "./remote/message.ts";
export type { OpenEnvFields } from "./remote/open-env.ts";
export { type RemoteEnvironmentOptions, remoteEnvironment } from "./remote/remote-environment.ts";
export type {
  BodyPart,
  Color,
  Frame,
  Picture,
  Point,
  Rendering,
  RigidBodiesScene,
  Scene,
  Shape,
  Tile,
} from "./rendering.ts";
export {
  type AdditionDemonstrationsOptions,
  type AdditionOptions,
  addition,
  additionDemonstrations,
} from "./sequences/addition.ts";
export * from "./spaces/index.ts";
export { type TabularEnvironment, tabularEnvironment } from "./tabular/tabular-environment.ts";
export type { Outcome, TransitionTable } from "./tabular/transition-table.ts";
export { type BlackjackObservation, type BlackjackOptions, blackjack } from "./toy-text/blackjack.ts";
export { type CliffWalkingOptions, cliffWalking } from "./toy-text/cliff-walking.ts";
export {
  type FrozenLakeOptions,
  frozenLake,
  frozenLakeMaps,
  type GeneratedLakeOptions,
  generateFrozenLake,
} from "./toy-text/frozen-lake.ts";
export { type TaxiOptions, taxi } from "./toy-text/taxi.ts";
export { type ActionLayout, actionLayout, createActions } from "./vectorize/action-layout.ts";
export { batchFromEnvironments } from "./vectorize/batch-from-environments.ts";
export { closeQuietly } from "./vectorize/close-quietly.ts";
export { environmentSeed } from "./vectorize/environment-seed.ts";
export type { EpisodeInfo } from "./vectorize/episode-info.ts";
export type { VectorEnvironment } from "./vectorize/vector-environment.ts";
export { type VectorizeOptions, vectorize, vectorizeEach } from "./vectorize/vectorize.ts";
export {
  type AutoresetEnvironment,
  type AutoresetMode,
  type AutoresetOptions,
  vectorizeWithAutoreset,
} from "./vectorize/vectorize-with-autoreset.ts";
export type { Warn } from "./vectorize/watch-bounds.ts";
export { clipAction } from "./wrappers/clip-action.ts";
export { type ClipRewardOptions, clipReward } from "./wrappers/clip-reward.ts";
export { type FrameStackOptions, frameStackObservation } from "./wrappers/frame-stack-observation.ts";
export { grayscaleObservation } from "./wrappers/grayscale-observation.ts";
export { maxAndSkipObservation } from "./wrappers/max-and-skip-observation.ts";
export { type NormalizeObservationOptions, normalizeObservation } from "./wrappers/normalize-observation.ts";
export { type NormalizeRewardOptions, normalizeReward } from "./wrappers/normalize-reward.ts";
export { observationStatistics } from "./wrappers/observation-statistics.ts";
export { recordEpisodeStatistics } from "./wrappers/record-episode-statistics.ts";
export { repeatAction } from "./wrappers/repeat-action.ts";
export { type RescaleActionOptions, rescaleAction } from "./wrappers/rescale-action.ts";
export { resizeObservation } from "./wrappers/resize-observation.ts";
export type { Statistics } from "./wrappers/running-statistics.ts";
export { stickyAction } from "./wrappers/sticky-action.ts";
export { timeLimit } from "./wrappers/time-limit.ts";
export { transformAction } from "./wrappers/transform-action.ts";
export { transformObservation } from "./wrappers/transform-observation.ts";
export { transformReward } from "./wrappers/transform-reward.ts";
export type { Wrapped } from "./wrappers/wrapping/wrap-definition.ts";
