export { type Importable, importFrom, inModule, type ModuleExport } from "../workers/index.ts";
export type { BatchActions, BatchEnvironment } from "./batch-environment.ts";
export { environments, findEnvironment, make } from "./catalogue.ts";
export {
  type CheckEnvironmentOptions,
  checkEnvironment,
  requireSoundEnvironment,
} from "./checking/check-environment.ts";
export { describeFinding, type EnvironmentReport, type Finding } from "./checking/environment-report.ts";
export { cartPole } from "./classic-control/cart-pole.ts";
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
export { addBoardGames, boardGames } from "./games/board-games.ts";
export { connectFour } from "./games/connect-four.ts";
export { type GoEnvironmentOptions, goEnvironment } from "./games/go.ts";
export { type PlayGameOptions, playGame } from "./games/play-game.ts";
export type { Player, Turn } from "./games/player.ts";
export { ticTacToe } from "./games/tic-tac-toe.ts";
export { type OpponentsOptions, withOpponents } from "./games/with-opponents.ts";
export { type GuardedEnvironment, guardEnvironment } from "./guard-environment.ts";
export * from "./spaces/index.ts";
export { timeLimit } from "./time-limit.ts";
export { type ActionLayout, actionLayout, createActions } from "./vectorize/action-layout.ts";
export { batchFromEnvironments } from "./vectorize/batch-from-environments.ts";
export { closeQuietly } from "./vectorize/close-quietly.ts";
export { environmentSeed } from "./vectorize/environment-seed.ts";
export type { EpisodeInfo } from "./vectorize/episode-info.ts";
export type { VectorEnvironment } from "./vectorize/vector-environment.ts";
export { type VectorizeOptions, vectorize, vectorizeEach } from "./vectorize/vectorize.ts";
export type { Warn } from "./vectorize/watch-bounds.ts";
