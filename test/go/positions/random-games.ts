import { GoPosition, goRules, opponentOf, scoreOf } from "../../../src/games/go/index.ts";
import { type GoGame, gameToSgf, randomOpening, writeSgf } from "../../../src/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** Games of moves that are drawn from the legal ones, or chosen otherwise, which end by two passes or after enough moves. */
export function randomGames(
  count: number,
  {
    size = 5,
    seed = 0,
    choose,
  }: { size?: number; seed?: number; choose?: (legal: readonly number[]) => number } = {},
): GoGame[] {
  const generator = createGenerator(seed);
  const rules = goRules({ size });
  return Array.from({ length: count }, () => {
    const opening = randomOpening(rules, 2, generator);
    const position = new GoPosition(rules);
    position.setUp(opening.stones, opening.toPlay);
    const moves: GoGame["moves"][number][] = [];
    const mask = new Uint8Array(position.points + 1);
    while (!position.isOver && moves.length < 2 * position.points) {
      position.legalMoves(mask);
      const legal = Array.from(mask.keys()).filter((move) => mask[move] === 1);
      const move = choose ? choose(legal) : generator.choice(legal);
      moves.push({ color: position.toPlay, move });
      position.play(move);
    }
    const { lead } = scoreOf(position);
    return { ...opening, moves, result: { winner: lead > 0 ? 1 : lead < 0 ? 2 : 0, by: Math.abs(lead) } };
  });
}

/** A game with two passes at its end, as random games seldom have. */
export function endedByPasses(game: GoGame): GoGame {
  const { color } = game.moves.at(-1)!;
  const passes = [opponentOf(color), color].map((by) => ({ color: by, move: game.stones.length }));
  return { ...game, moves: [...game.moves, ...passes] };
}

/** The same as an SGF collection. */
export function sgfOf(games: readonly GoGame[]): string {
  return writeSgf(games.map((game) => gameToSgf(game)));
}
