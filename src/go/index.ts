export { type GoGame, type GoMove, type GoResult, positionBefore } from "./game.ts";
export { type ExpertGame, type ExpertGameOptions, playExpertGame } from "./games/expert-game.ts";
export { type GenerateGamesOptions, generateGames } from "./games/generate-games.ts";
export type { GeneratedGames } from "./games/generated-games.ts";
export { generatePolicyGames, type PolicyGamesOptions } from "./games/policy-games.ts";
export { generateSearchGames, type SearchGamesOptions } from "./games/search-games.ts";
export { formatCommand, type GtpCommand, parseCommand } from "./gtp/command.ts";
export { createGtpEngine, type GtpEngine, type GtpEngineOptions } from "./gtp/engine/create-gtp-engine.ts";
export {
  EngineFailure,
  EngineNotStarted,
  type EngineOptions,
  type EngineProcess,
  EngineRefusal,
  startEngine,
} from "./gtp/engine-process.ts";
export { type GnuGoOptions, gnuGo } from "./gtp/gnu-go.ts";
export {
  createEngineGroup,
  type EngineGroup,
  type GroupAsk,
  type GroupReply,
} from "./gtp/group/engine-group.ts";
export { type NamedEngine, type NamedEngineOptions, namedEngine, requireEngine } from "./gtp/named-engine.ts";
export { createResponseReader, formatResponse, type GtpResponse, GtpSyntaxError } from "./gtp/response.ts";
export { type GoImitationOptions, goImitation } from "./imitation/imitation.ts";
export { type ImitationJudgement, judgeImitation } from "./imitation/judge-imitation.ts";
export { type EloRating, eloRatings, type Pairing } from "./match/elo-ratings.ts";
export { pairingsIn } from "./match/pairings-in.ts";
export { type GtpPlayers, type PlayedGame, playGtpGame, UnplayableError } from "./match/play-gtp-game.ts";
export {
  type MatchGame,
  type MatchOptions,
  type MatchPlayer,
  type MatchProgress,
  playMatch,
} from "./match/play-match.ts";
export { wilsonInterval } from "./match/wilson-interval.ts";
export { randomOpening } from "./opening.ts";
export {
  type GoModel,
  type GoPolicyName,
  goPolicyNames,
  type NetworkUse,
  saveGoModel,
} from "./players/go-model.ts";
export { type GoNetworks, type NamedNetwork, networksOf, seenBy } from "./players/go-networks.ts";
export {
  type LoadNetworksOptions,
  loadNetwork,
  loadNetworks,
  splitNetworkName,
} from "./players/load-networks.ts";
export { type NamedPlayer, namedPlayer, networksOfPlayer, splitPlayerName } from "./players/named-player.ts";
export { leafSymmetries } from "./players/network-search.ts";
export type { GoPlayer, GoTurn } from "./players/player.ts";
export { type PolicyPlayerOptions, policyPlayer } from "./players/policy-player.ts";
export { randomPlayer } from "./players/random-player.ts";
export { type GamesTowardsTheEnd, gamesTowardsTheEnd, randomGame } from "./players/rollouts.ts";
export { type SearchPlayerOptions, searchPlayer } from "./players/search-player.ts";
export { type StandardPlayerOptions, standardPlayer } from "./players/standard-player.ts";
export { collectGames, type GameCollection, readGames } from "./positions/game-collection.ts";
export { heldOutGames } from "./positions/held-out-games.ts";
export { type ChosenPositions, listPositions, type PositionList } from "./positions/position-list.ts";
export {
  type Lesson,
  positionDemonstrations,
  turnPositions,
} from "./positions/position-reader.ts";
export type { GamesSettings } from "./positions/training-positions.ts";
export { createPolicyMatch, type PlayPolicies, type PolicyGames } from "./reinforcement/play-policies.ts";
export { type GoReinforcementOptions, goReinforcement } from "./reinforcement/reinforcement.ts";
export * from "./search/index.ts";
export { gameFromSgf, type SgfGameRules } from "./sgf/game-from-sgf.ts";
export { gameToSgf } from "./sgf/game-to-sgf.ts";
export { parseSgf } from "./sgf/parse.ts";
export { mainLine, type Place, SgfError, type SgfNode } from "./sgf/tree.ts";
export { writeSgf } from "./sgf/write.ts";
export { judgeValue, type ValueJudgement } from "./value/judge-value.ts";
export { type GoValueOptions, goValue } from "./value/value.ts";
export { asValueFunction, createValueNetwork, outcomeSpace } from "./value/value-network.ts";
