import { createRandomPlayout, type GoKo, GoPosition } from "logpi/games";
import { createGenerator } from "logpi/random";
import { processorTime } from "../timing.ts";

/** How fast random games are played. */
export interface GamesPerSecond {
  readonly name: string;
  readonly size: number;
  /** In one second of the processor, in the best round. */
  readonly gamesPerSecond: number;
  /** The mean over all games, the two passes at the end included. */
  readonly movesPerGame: number;
}

/** Plays a game from the empty board to its end, and returns the number of moves. */
export type PlayGame = () => number;

/** Something that plays random games. */
export interface Contestant {
  readonly name: string;
  readonly size: number;
  /** Games of a round. */
  readonly games: number;
  readonly playGame: PlayGame;
}

/** Games with simple ko need not end; those that are longer are cut off. */
const mostMoves = (size: number): number => 5 * size * size;

/** Random games on our board, by `createRandomPlayout`. */
export function ourGames(size: number, ko: GoKo, games: number): Contestant {
  const position = new GoPosition({ size, ko });
  const playout = createRandomPlayout(position, createGenerator(1));
  return {
    name: `logpi, ${ko}`,
    size,
    games,
    playGame() {
      position.reset();
      return playout(position, mostMoves(size));
    },
  };
}

/** The part of `@sabaki/go-board` that is needed here. Points are [column, row]; Black is 1 and White −1. */
export interface SabakiBoard {
  get(point: readonly [number, number]): number | null;
  makeMove(sign: number, point: readonly [number, number]): SabakiBoard;
  analyzeMove(
    sign: number,
    point: readonly [number, number],
  ): { readonly suicide: boolean; readonly ko: boolean };
}

/** The same games on a board of `@sabaki/go-board`, with simple ko. */
export function sabakiGames(size: number, games: number, create: (size: number) => SabakiBoard): Contestant {
  const generator = createGenerator(1);
  const isEye = (board: SabakiBoard, [x, y]: readonly [number, number], own: number): boolean => {
    const at = (dx: number, dy: number) => board.get([x + dx, y + dy]) ?? undefined;
    const beside = [at(0, -1), at(-1, 0), at(1, 0), at(0, 1)];
    if (beside.some((sign) => sign !== undefined && sign !== own)) return false;
    const corners = [at(-1, -1), at(1, -1), at(-1, 1), at(1, 1)];
    const others = corners.filter((sign) => sign === -own).length;
    return others + (corners.includes(undefined) ? 1 : 0) < 2;
  };
  const playGame = (): number => {
    let board = create(size);
    let [passes, moves, own] = [0, 0, 1];
    for (; passes < 2 && moves < mostMoves(size); moves++, own = -own) {
      const untried = Array.from(
        { length: size * size },
        (_, i) => [i % size, Math.floor(i / size)] as const,
      ).filter((point) => board.get(point) === 0);
      passes++;
      while (untried.length > 0) {
        const [point] = untried.splice(generator.integers(0, untried.length), 1);
        if (isEye(board, point!, own)) continue;
        const { suicide, ko } = board.analyzeMove(own, point!);
        if (suicide || ko) continue;
        board = board.makeMove(own, point!);
        passes = 0;
        break;
      }
    }
    return moves;
  };
  return { name: "@sabaki/go-board, simple ko", size, games, playGame };
}

/** Lets all of them play in turns, `rounds` times. */
export function measureGames(contestants: readonly Contestant[], rounds: number): GamesPerSecond[] {
  const totals = contestants.map(() => ({ best: Infinity, moves: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, { games, playGame }] of contestants.entries()) {
      const total = totals[i]!;
      const microseconds = processorTime(() => {
        total.moves += playGame();
      }, games);
      total.best = Math.min(total.best, microseconds);
    }
  }
  return contestants.map(({ name, size, games }, i) => ({
    name,
    size,
    gamesPerSecond: 1e6 / totals[i]!.best,
    movesPerGame: totals[i]!.moves / (games * rounds),
  }));
}
